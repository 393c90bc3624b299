"""Where a scan spends its time: the ten costliest modules, by samples of the processor's clock.

One process scans and nothing in it is wrapped or slowed: a timer looks, some hundred times a second
of processor time, which of our modules is at work, itself or in a library it called.
"""

import signal
import time
from collections import Counter
from pathlib import Path
from types import FrameType

from bartizan.assembly.judge import judge_from_settings
from bartizan.mail.pipeline import Pipeline
from bartizan.mail.scanning import scan_all
from bartizan.mail.sources import find_messages
from figures import Figure, sample

MESSAGES = 1500
STAGES = 10
_PERIOD = 0.004  # of processor time, in seconds; kernels look no oftener
_OURS = "bartizan."
_TOGETHER = "mail.detectors"


def measure(data: Path, runs: int) -> list[Figure]:
    files = sample(data / "mail", MESSAGES)
    pipeline = judge_from_settings(dns=False)
    try:
        _scan(pipeline, files)
        seen = [_sampled(pipeline, files) for _ in range(runs)]
    finally:
        pipeline.close()
    total: Counter[str] = sum(seen, Counter())
    return [
        _figure("one message, one core", [one.total() for one in seen]),
        *(
            _figure(f"  {stage}", [one[stage] for one in seen])
            for stage, _ in total.most_common(STAGES)
        ),
    ]


def _figure(name: str, microseconds: list[float]) -> Figure:
    return Figure(name, tuple(microseconds), "us/message", "lower")


def _scan(pipeline: Pipeline, files: list[Path]) -> None:
    for _ in scan_all(pipeline, list(find_messages(files)), 1):
        pass


def _sampled(pipeline: Pipeline, files: list[Path]) -> Counter[str]:
    """Return the microseconds of a message that each module takes."""
    seen: Counter[str] = Counter()

    def look(_signal: int, frame: FrameType | None) -> None:
        seen[_stage(frame)] += 1

    before = signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, _PERIOD, _PERIOD)
    started = time.process_time()
    try:
        _scan(pipeline, files)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    each = (time.process_time() - started) / len(files) / seen.total() * 1e6
    return Counter({stage: count * each for stage, count in seen.items()})


def _stage(frame: FrameType | None) -> str:
    """Name the innermost of our modules that is at work."""
    while frame is not None:
        module = frame.f_globals.get("__name__", "")
        if module.startswith(_OURS):
            stage = module.removeprefix(_OURS)
            return _TOGETHER if stage.startswith(_TOGETHER) else stage
        frame = frame.f_back
    return "elsewhere"
