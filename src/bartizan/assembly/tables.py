"""Every package's tables, loaded: what migrations compare the database with."""

from typing import Any, Literal

from sqlalchemy import JSON

from bartizan.archive import models as archive
from bartizan.audit import models as audit
from bartizan.identity import models as identity
from bartizan.jobs import models as jobs
from bartizan.mail import models as mail
from bartizan.mail.feedback import models as feedback
from bartizan.storage import outbox
from bartizan.storage.schema import Instant, Json

#: Naming the modules keeps the imports that fill the schema from looking unused.
LOADED = (archive, audit, feedback, identity, jobs, mail, outbox)


def same_type(
    _context: Any, _inspected_column: Any, _column: Any, _inspected: Any, wanted: Any
) -> bool | None:
    """Tell Alembic which differences in type are none; `None` leaves the judgement to it."""
    return False if isinstance(wanted, Instant | JSON) else None


def render(kind: str, thing: Any, _context: Any) -> str | Literal[False]:
    """Write our own column types by their names; `False` leaves the rest to Alembic."""
    if kind == "type" and thing is Json:
        return "bartizan.storage.schema.Json"
    return False
