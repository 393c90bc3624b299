"""Judges messages on disk, on every core, without a server."""

import asyncio
import hashlib
import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel, Field

from bartizan.base.collector import tune_collector
from bartizan.mail.authentication.results import Authentication
from bartizan.mail.errors import ScanInterruptedError
from bartizan.mail.pipeline import Analysis, Pipeline
from bartizan.mail.sources import Source
from bartizan.mail.verdict import DefectSeen, Disposition, Envelope, Mitigation, Suspicion

Done = TypeVar("Done")
_Checked = tuple[bytes, Authentication | None]
#: Messages that go through the steps side by side, and their bytes: more save no more time.
_COHORT, _COHORT_BYTES = 32, 16_000_000
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


_Scan = Callable[[Pipeline, Sequence[Source]], list[ScanReport]]


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


def scan_some(pipeline: Pipeline, sources: Sequence[Source]) -> list[ScanReport]:
    """Judge a cohort of messages.

    Raises:
        OSError: one cannot be read.
    """
    return _reports(pipeline, sources, [(source.read(), None) for source in sources])


def scan_authenticated(pipeline: Pipeline, sources: Sequence[Source]) -> list[ScanReport]:
    """Judge a cohort, asking DNS; without a session there is nothing that SPF could check.

    Raises:
        OSError: one cannot be read.
    """
    return _reports(pipeline, sources, asyncio.run(_authenticated(pipeline, sources)))


async def _authenticated(pipeline: Pipeline, sources: Sequence[Source]) -> list[_Checked]:
    raws = [source.read() for source in sources]
    found = await asyncio.gather(*(pipeline.authenticate(raw, _NOBODY) for raw in raws))
    return list(zip(raws, found, strict=True))


def _reports(
    pipeline: Pipeline, sources: Sequence[Source], checked: Sequence[_Checked]
) -> list[ScanReport]:
    analyses = pipeline.analyse_all(checked)
    told = zip(sources, checked, analyses, strict=True)
    return [report(source.name, raw, analysis) for source, (raw, _), analysis in told]


class Line(NamedTuple):
    """A report as a line of JSON, made where the message was judged, and what is done with it."""

    disposition: Disposition
    json: bytes


def scan_lines(
    pipeline: Pipeline, sources: Sequence[Source], workers: int, *, dns: bool = False
) -> Iterator[Line]:
    """Judge many messages as `scan_all` does, for a reader that wants lines of JSON only."""
    scan = scan_authenticated if dns else scan_some
    return on_every_core(pipeline, partial(_lines, scan), sources, workers)


def _lines(scan: _Scan, pipeline: Pipeline, sources: Sequence[Source]) -> list[Line]:
    reports = scan(pipeline, sources)
    return [
        Line(one.disposition, one.model_dump_json(by_alias=True).encode() + b"\n")
        for one in reports
    ]


def scan_all(
    pipeline: Pipeline, sources: Sequence[Source], workers: int, *, dns: bool = False
) -> Iterator[ScanReport]:
    """Judge many messages on `workers` processes; reports come in the order of the sources."""
    return on_every_core(pipeline, scan_authenticated if dns else scan_some, sources, workers)


def on_every_core(
    pipeline: Pipeline,
    work: Callable[[Pipeline, Sequence[Source]], list[Done]],
    sources: Sequence[Source],
    workers: int,
) -> Iterator[Done]:
    """Do some work on each source on `workers` processes; results come in the sources' order.

    `work` is given a cohort of sources and returns as many results.

    Raises:
        ScanInterruptedError: one of the processes was ended from outside.
    """
    if min(workers, len(sources)) <= 1:
        for cohort in _cohorts(sources, 1):
            yield from work(pipeline, cohort)
        return
    # Forked children inherit what is loaded; they only read files and compute.
    pipeline.load()
    tune_collector()
    ahead = len(sources) >= _MANY
    _Worker.pipeline, _Worker.work = pipeline, work
    with ProcessPoolExecutor(
        workers, multiprocessing.get_context("fork"), _Worker.begin, (ahead,)
    ) as pool:
        try:
            for done in pool.map(_Worker.each, _cohorts(sources, workers)):
                yield from done
        except BrokenProcessPool as error:
            raise ScanInterruptedError(
                "A process that judges messages was ended, for instance because memory ran out. "
                "What was printed is complete; use fewer --workers for the rest."
            ) from error


class _Worker:
    """What a child process knows: set before the fork."""

    pipeline: Pipeline
    work: Callable[[Pipeline, Sequence[Source]], list[Any]]

    @classmethod
    def begin(cls, ahead: bool) -> None:  # noqa: FBT001 - handed over by the pool
        if ahead:
            cls.pipeline.prepare()

    @classmethod
    def each(cls, sources: list[Source]) -> list[Any]:
        return cls.work(cls.pipeline, sources)


def _cohorts(sources: Sequence[Source], workers: int) -> Iterator[list[Source]]:
    """Yield cohorts of a size that leaves no worker without one, nor takes too much memory."""
    most = min(_COHORT, -(-len(sources) // workers))
    cohort: list[Source] = []
    room = _COHORT_BYTES
    for source in sources:
        size = source.size()
        if cohort and (len(cohort) == most or size > room):
            yield cohort
            cohort, room = [], _COHORT_BYTES
        cohort.append(source)
        room -= size
    if cohort:
        yield cohort
