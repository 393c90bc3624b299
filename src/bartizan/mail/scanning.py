"""Judges messages on disk, on every core, without a server."""

import asyncio
import gc
import hashlib
import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import Any, TypeVar

from pydantic import BaseModel, Field

from bartizan.mail.authentication.results import Authentication
from bartizan.mail.pipeline import Analysis, Pipeline
from bartizan.mail.sources import Source
from bartizan.mail.verdict import DefectSeen, Disposition, Envelope, Mitigation, Suspicion

Done = TypeVar("Done")
_CHUNK = 16
_MANY = 500  # so many messages are worth a start ahead of the first attachment
_NOBODY = Envelope(mail_from="", recipients=(), remote_address="", helo="")


class ScanReport(BaseModel):
    """One message's analysis: a line of `bartizan mail scan --format ndjson`."""

    path: str
    sha256: str
    sender: str = Field(serialization_alias="from")
    subject: str
    score: int
    disposition: Disposition
    suspected: int | None
    reasons: tuple[Suspicion, ...]
    mitigations: tuple[Mitigation, ...]
    defects: tuple[DefectSeen, ...]
    authentication: Authentication | None
    milliseconds: float

    def line(self) -> dict[str, object]:
        """Return the report as JSON speaks of it."""
        return self.model_dump(mode="json", by_alias=True)


def report(path: str, raw: bytes, analysis: Analysis) -> ScanReport:
    """Put what was found into words."""
    sender = analysis.facts.sender
    verdict = analysis.verdict
    return ScanReport(
        path=path,
        sha256=hashlib.sha256(raw).hexdigest(),
        sender=sender.address if sender else "",
        subject=analysis.facts.subject,
        score=verdict.score,
        disposition=verdict.disposition,
        suspected=verdict.suspected,
        reasons=verdict.reasons,
        mitigations=verdict.mitigations,
        defects=verdict.defects,
        authentication=verdict.authentication,
        milliseconds=verdict.milliseconds,
    )


def scan_one(pipeline: Pipeline, source: Source) -> ScanReport:
    """Judge one message.

    Raises:
        OSError: it cannot be read.
    """
    raw = source.read()
    return report(source.name, raw, pipeline.analyse(raw, None, None))


def scan_authenticated(pipeline: Pipeline, source: Source) -> ScanReport:
    """Judge one message, asking DNS; without a session there is nothing that SPF could check.

    Raises:
        OSError: it cannot be read.
    """
    raw = source.read()
    found = asyncio.run(pipeline.authenticate(raw, _NOBODY))
    return report(source.name, raw, pipeline.analyse(raw, None, found))


def scan_all(
    pipeline: Pipeline, sources: Sequence[Source], workers: int, *, dns: bool = False
) -> Iterator[ScanReport]:
    """Judge many messages on `workers` processes; reports come in the order of the sources."""
    scan = scan_authenticated if dns else scan_one
    return on_every_core(pipeline, scan, sources, workers)


def on_every_core(
    pipeline: Pipeline,
    work: Callable[[Pipeline, Source], Done],
    sources: Sequence[Source],
    workers: int,
) -> Iterator[Done]:
    """Do some work on each source on `workers` processes; results come in the sources' order."""
    if min(workers, len(sources)) <= 1:
        yield from map(partial(work, pipeline), sources)
        return
    # Forked children inherit what is loaded; they only read files and compute. That is frozen: a
    # full garbage collection over it would hold up a message for 40 ms.
    pipeline.load()
    ahead = len(sources) >= _MANY
    _Worker.pipeline, _Worker.work = pipeline, work
    with multiprocessing.get_context("fork").Pool(workers, _Worker.begin, (ahead,)) as pool:
        for done in pool.imap(_Worker.each, _chunks(sources)):
            yield from done


class _Worker:
    """What a child process knows: set before the fork."""

    pipeline: Pipeline
    work: Callable[[Pipeline, Source], Any]

    @classmethod
    def begin(cls, ahead: bool) -> None:  # noqa: FBT001 - handed over by the pool
        gc.freeze()
        if ahead:
            cls.pipeline.prepare()

    @classmethod
    def each(cls, sources: list[Source]) -> list[Any]:
        return [cls.work(cls.pipeline, source) for source in sources]


def _chunks(sources: Iterable[Source]) -> Iterator[list[Source]]:
    remaining = iter(sources)
    while chunk := list(islice(remaining, _CHUNK)):
        yield chunk
