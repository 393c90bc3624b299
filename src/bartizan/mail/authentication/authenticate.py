"""The door of authentication: one message and its session in, everything proven about it out."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from bartizan.base.log import get_logger
from bartizan.mail.authentication.arc.validate import validate_arc
from bartizan.mail.authentication.dkim.canonical import Canonical
from bartizan.mail.authentication.dkim.verify import verify_dkim
from bartizan.mail.authentication.dmarc.evaluate import evaluate_dmarc
from bartizan.mail.authentication.dns.questions import Answer, Evaluation, Question
from bartizan.mail.authentication.dns.resolver import (
    BoundedResolver,
    RecordingResolver,
    Resolver,
    settle,
)
from bartizan.mail.authentication.fields import HeaderError, read_message
from bartizan.mail.authentication.results import (
    ArcResult,
    Authentication,
    DkimResult,
    DmarcResult,
    Result,
    SpfResult,
)
from bartizan.mail.authentication.spf.evaluate import evaluate_spf

#: RFC 7208, section 4.6.4, wants at least 20 seconds for SPF alone; a client that waits for its
#: 250 allows ten minutes (RFC 5321, section 4.5.3.2.6).
BUDGET_SECONDS = 20.0
#: Hashing a message beyond this size happens in a thread, so that the event loop stays free.
LARGE = 256 * 1024

_log = get_logger("mail.authentication")

Found = TypeVar("Found")
Lookups = tuple[tuple[Question, Answer], ...]


@dataclass(frozen=True, slots=True)
class Session:
    """What the SMTP session said; `mail_from` is empty for the null sender."""

    remote_address: str
    helo: str
    mail_from: str


@dataclass(frozen=True, slots=True)
class Examination:
    """The results, and by method (`spf`, `dkim`, `arc`, `dmarc`) what DNS was asked for them."""

    authentication: Authentication
    lookups: Mapping[str, Lookups]


async def authenticate(  # noqa: PLR0913 - the facts of one session, all by keyword
    raw: bytes,
    *,
    remote_address: str,
    helo: str,
    mail_from: str,
    resolver: Resolver,
    now: datetime,
    budget_seconds: float = BUDGET_SECONDS,
) -> Authentication:
    """Return what SPF, DKIM, DMARC and ARC say of `raw`; never raises for what it holds.

    What DNS does not answer within `budget_seconds` becomes `temperror`.
    """
    session = Session(remote_address, helo, mail_from)
    examination = await examine(
        raw, session, resolver=resolver, now=now, budget_seconds=budget_seconds
    )
    return examination.authentication


async def examine(
    raw: bytes,
    session: Session,
    *,
    resolver: Resolver,
    now: datetime,
    budget_seconds: float = BUDGET_SECONDS,
) -> Examination:
    """Do what `authenticate` does and keep every lookup as evidence."""
    work = _Work(BoundedResolver(resolver, budget_seconds), large=len(raw) > LARGE)
    try:
        canonical = Canonical(await work.off_loop(lambda: read_message(raw)))
    except HeaderError as error:
        spf = await _spf(work, session, now)
        return Examination(_unreadable(spf, str(error)), work.lookups())
    spf, dkim, arc = await asyncio.gather(
        _spf(work, session, now),
        work.run("dkim", lambda: verify_dkim(canonical, now), _dkim_unknown),
        work.run("arc", lambda: validate_arc(canonical), _arc_unknown),
    )
    dmarc = await work.run(
        "dmarc", lambda: evaluate_dmarc(canonical.message, spf, dkim), _dmarc_unknown
    )
    found = Authentication(spf=spf, dkim=dkim, dmarc=dmarc, arc=arc)
    return Examination(found, work.lookups())


class _Work:
    """Runs the evaluators of one message, each with its own record of lookups."""

    def __init__(self, resolver: Resolver, *, large: bool) -> None:
        self._resolver = resolver
        self._large = large
        self._recorders: dict[str, RecordingResolver] = {}

    async def run(
        self, method: str, evaluate: Callable[[], Evaluation[Found]], unknown: Callable[[], Found]
    ) -> Found:
        """Settle one evaluation; a bug of ours that the message found becomes `unknown()`."""
        recorder = self._recorders[method] = RecordingResolver(self._resolver)
        try:
            return await settle(evaluate(), recorder, in_thread=self._large)
        except Exception:  # noqa: BLE001 - a stranger's message must not stop the mail
            _log.exception("authentication_failed", method=method)
            return unknown()

    def off_loop(self, work: Callable[[], Found]) -> Awaitable[Found]:
        """Run `work` in a thread where the message is large."""
        return asyncio.to_thread(work) if self._large else _at_once(work)

    def lookups(self) -> Mapping[str, Lookups]:
        """Return what was asked, by method."""
        return {method: tuple(kept.lookups) for method, kept in self._recorders.items()}


async def _at_once(work: Callable[[], Found]) -> Found:
    return work()


async def _spf(work: _Work, session: Session, now: datetime) -> SpfResult:
    return await work.run(
        "spf",
        lambda: evaluate_spf(session.remote_address, session.helo, session.mail_from, now),
        _spf_unknown,
    )


_TROUBLE = "{} could not be evaluated: something about this message is beyond us."


def _spf_unknown() -> SpfResult:
    return SpfResult(result=Result.PERMERROR, domain="", sentence=_TROUBLE.format("SPF"))


def _dkim_unknown() -> tuple[DkimResult, ...]:
    sentence = _TROUBLE.format("DKIM")
    return (DkimResult(result=Result.PERMERROR, domain="", selector="", sentence=sentence),)


def _dmarc_unknown() -> DmarcResult:
    return DmarcResult(result=Result.PERMERROR, domain="", sentence=_TROUBLE.format("DMARC"))


def _arc_unknown() -> ArcResult:
    return ArcResult(result=Result.PERMERROR, sentence=_TROUBLE.format("ARC"))


def _unreadable(spf: SpfResult, reason: str) -> Authentication:
    sentence = f"The message was not authenticated: {reason}."
    return Authentication(
        spf=spf,
        dkim=(DkimResult(result=Result.PERMERROR, domain="", selector="", sentence=sentence),),
        dmarc=DmarcResult(result=Result.PERMERROR, domain="", sentence=sentence),
        arc=ArcResult(result=Result.PERMERROR, sentence=sentence),
    )
