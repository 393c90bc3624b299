"""Who an author is to us, read from what the gateway wrote down; the pipeline's `SenderBook`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bartizan.base.clock import Clock
from bartizan.forensics.confusables import distance, skeleton
from bartizan.mail import lists, senders
from bartizan.mail.evidence import Facts, History, Resemblance
from bartizan.mail.models import Label
from bartizan.mail.pipeline import Recalled
from bartizan.mail.senders import Circumstances, Row
from bartizan.mail.sightings import name_key, network_of, storable_address
from bartizan.storage.database import Database

_CLOSE: Final = 1
#: Shorter names are within one letter of too many honest ones.
_SHORTEST: Final = 4


class KeptBook:
    """The memory of the gateway, in its database."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def recall(self, facts: Facts) -> Recalled:
        """Return what is known of a message's senders, before this message counts itself."""
        now = self._clock.now()
        async with self._database.reading() as connection:
            found = await lists.naming(connection, claimed_addresses(facts), now)
            return Recalled(await _history(connection, facts, now), found)


def claimed_addresses(facts: Facts) -> tuple[str, ...]:
    """Return every address a message says it is from, as tables hold them."""
    claimed = [mailbox.address for mailbox in facts.senders[:10]]
    if facts.envelope is not None:
        claimed.append(facts.envelope.mail_from)
    return tuple(dict.fromkeys(one for one in map(storable_address, claimed) if one is not None))


async def _history(connection: AsyncConnection, facts: Facts, now: datetime) -> History | None:
    sender = facts.sender
    address = storable_address(sender.address) if sender is not None else None
    if sender is None or address is None:
        return None
    network = network_of(facts.envelope.remote_address) if facts.envelope else None
    rows = await senders.standing(connection, address)
    around = await senders.circumstances(connection, address, network)
    stranger = True not in rows and not around.written_to
    resembled = await _resembled(connection, address, sender.name) if stranger else None
    return history_of(rows, around, now, proved=facts.proved, resembles=resembled)


def history_of(
    rows: Mapping[bool, Row],
    around: Circumstances,
    now: datetime,
    *,
    proved: bool,
    resembles: Resemblance | None = None,
) -> History:
    """Put what is stored of an address together, as mail that is `proved` or not may use it."""
    same, since = rows.get(proved), around.watching_since
    return History(
        seen=_number(rows.get(True), "messages"),
        claimed=_number(rows.get(False), "messages"),
        domain_seen=around.domain_seen,
        written_to=around.written_to,
        first_seen=same["first_seen"] if same else None,
        last_seen=same["last_seen"] if same else None,
        infrastructure_seen=around.network_seen if True in rows else None,
        released=_number(same, Label.RELEASED),
        confirmed_good=_number(same, Label.HAM),
        confirmed_bad=_number(same, Label.PHISH),
        resembles=resembles,
        watched_days=max((now - since).days, 0) if since is not None else 0,
    )


def _number(row: Row | None, name: str) -> int:
    return int(row[name]) if row is not None else 0


async def _resembled(connection: AsyncConnection, address: str, name: str) -> Resemblance | None:
    key = name_key(name)
    near = await senders.alike(connection, address, key)
    close = closest(address, [row["address"] for row in near])
    if close is not None:
        return Resemblance(close, "address")
    namesakes = (row["address"] for row in near if key and row["name_key"] == key)
    namesake = next(namesakes, None)
    return Resemblance(namesake, "name") if namesake is not None else None


def closest(address: str, known: Sequence[str]) -> str | None:
    """Return the known address that this one can be mistaken for, if there is one."""
    local, _, domain = address.rpartition("@")
    for other in known:
        name, _, host = other.rpartition("@")
        if (name == local and _near(domain, host)) or (host == domain and _near(local, name)):
            return other
    return None


def _near(one: str, other: str) -> bool:
    """Tell whether two words can be mistaken for each other, and are not the same."""
    if one == other or min(len(one), len(other)) < _SHORTEST or _differ_in_number(one, other):
        return False
    return distance(skeleton(one), skeleton(other), limit=_CLOSE) <= _CLOSE


def _differ_in_number(one: str, other: str) -> bool:
    """Tell whether only digits differ: `team1` and `team2` are colleagues, not look-alikes."""
    letters = str.maketrans("", "", "0123456789")
    return one != one.translate(letters) and one.translate(letters) == other.translate(letters)
