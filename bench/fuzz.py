"""Looks for mail that breaks the parsers: an exception, a hang, or more time than it may cost.

    python bench/fuzz.py [--seconds N] [--seed N] [--keep FOLDER]

Guided by coverage where `atheris` is installed; else real mail of the shared data set (or a few
messages of our own, where it is absent) is cut, doubled, spliced and sprinkled with what parsers
trip over. Prints the slowest input and whatever went wrong; what went wrong is kept as a file and
the exit status is 1.
"""

import argparse
import hashlib
import importlib.util
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from bartizan.forensics.dates import parse_date
from bartizan.forensics.encoded_words import unfold
from bartizan.forensics.html import read_html
from bartizan.forensics.identifiers import parse_message_ids
from bartizan.forensics.mime import DefectCode, parse
from bartizan.forensics.received import parse_received

#: Seconds of processor time that one message may cost without saying that it is too much work.
BUDGET = 0.1
#: Seconds after which a message counts as one that hangs.
HANG = 5.0
LARGEST = 128 * 1024
SEEDS = 600
BUDGET_DEFECTS = frozenset(
    {
        DefectCode.TOO_DEEP,
        DefectCode.TOO_MANY_FIELDS,
        DefectCode.TOO_MANY_MESSAGES,
        DefectCode.TOO_MANY_PARAMETERS,
        DefectCode.TOO_MANY_PARTS,
        DefectCode.TOO_MUCH_WORK,
        DefectCode.HEADER_TOO_LONG,
    }
)
OWN = (
    (
        b"From: A <a@b.test>\r\nSubject: =?utf-8?q?caf=C3=A9?=\r\nReceived: from a (b [192.0.2.1]) "
        b"by c with ESMTP id 1 for <d@e.test>; Tue, 4 Nov 2025 10:00:00 +0100\r\n"
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/html\r\n\r\n"
        b"<p style='display:none'>Hi <a href='https://a.test/'>b</a><form><input></form>\r\n--x\r\n"
        b"Content-Type: application/pdf; name*0*=utf-8''a; name*1=b\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\nJVBERi0=\r\n--x--\r\n"
    ),
    b"From: a@b.test\r\nContent-Type: message/rfc822\r\n\r\nFrom: c@d.test\r\n\r\nHi\r\n",
)
TOKENS = (
    b"\r\n", b"\n\n", b"\r", b"\0", b"(", b")", b"<", b">", b'"', b"\\", b",", b";", b":", b"=",
    b"--x", b"--x--", b"=?utf-8?B?", b"?=", b"=?utf-8?q?=C3", b"\xff\xfe", b"\xc3\x28", b"[", b"]",
    b"Content-Type: multipart/mixed; boundary=x\r\n", b"Content-Type: message/rfc822\r\n\r\n",
    b"Content-Transfer-Encoding: base64\r\n", b"charset=utf-7", b"name*1*=", b"Received: from ",
    b"<p>", b"<b>", b"<font>", b"<table><tr><td>", b"<!--", b"-->", b"<svg>", b"<style>", b"</",
    b"<a href=", b"style='", b"<template>", b"<select>", b"&#x", b"<form>", b"<math><mtext>",
)  # fmt: skip


@dataclass
class Watch:
    """What was seen so far: how many messages, the slowest, and those that went wrong."""

    keep: Path
    seen: int = 0
    slowest: float = 0.0
    slowest_at: str = ""
    wrong: list[str] = field(default_factory=list)

    def take(self, raw: bytes) -> None:
        self.seen += 1
        seconds, bounded, failure = measured(raw)
        if failure:
            self._wrong(raw, failure)
        elif seconds > BUDGET and not bounded:
            seconds = min(seconds, *(measured(raw)[0] for _ in range(3)))
            if seconds > BUDGET:
                self._wrong(raw, f"took {seconds * 1000:.0f} ms and met no limit")
        if seconds > self.slowest:
            self.slowest, self.slowest_at = seconds, self._kept(raw, "slowest")

    def _wrong(self, raw: bytes, what: str) -> None:
        place = self._kept(raw, f"wrong-{hashlib.sha256(raw).hexdigest()[:12]}")
        self.wrong.append(f"{what} ({len(raw)} bytes): {place}")
        print(self.wrong[-1], flush=True)

    def _kept(self, raw: bytes, name: str) -> str:
        place = self.keep / f"{name}.eml"
        place.write_bytes(raw)
        return str(place)


def read(raw: bytes) -> bool:
    """Read everything of a message; return whether a limit was met on the way."""
    message = parse(raw)
    bounded = any(one.code in BUDGET_DEFECTS for one in message.every_defect())
    for name in ("from", "to", "reply-to"):
        message.addresses(name)
    for one in message.fields:
        value = unfold(one.value)
        if one.name == "received":
            parse_received(value)
        parse_date(value)
        parse_message_ids(value)
    for part in message.walk():
        if part.is_text and "html" in part.content_type:
            bounded |= read_html(part.text()).cut
    return bounded | read_html(raw.decode("latin-1")).cut


def measured(raw: bytes) -> tuple[float, bool, str]:
    """Return the processor time a message costs, whether it met a limit, and what went wrong."""
    begun = time.process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, HANG)
    try:
        bounded = read(raw)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what we look for
        return time.process_time() - begun, False, f"{type(error).__name__}: {error}"
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return time.process_time() - begun, bounded, ""


def _hangs(_number: int, _frame: FrameType | None) -> None:
    raise TimeoutError(f"did not end within {HANG:.0f} seconds")


def seeds(chance: random.Random) -> list[bytes]:
    root = Path(os.environ.get("BARTIZAN_DATA", Path(__file__).parents[2] / "shared" / "data"))
    files = [path for path in sorted((root / "mail").rglob("*")) if path.is_file()]
    chosen = chance.sample(files, min(SEEDS, len(files)))
    return [*OWN, *(path.read_bytes()[:LARGEST] for path in chosen)]


def mutated(raw: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    for _ in range(chance.choice((1, 1, 2, 4, 8))):
        raw = chance.choice(CHANGES)(raw, others, chance)[:LARGEST]
    return raw


Change = Callable[[bytes, Sequence[bytes], random.Random], bytes]


def _span(raw: bytes, chance: random.Random) -> tuple[int, int]:
    start = chance.randint(0, len(raw))
    return start, min(len(raw), start + chance.choice((1, 4, 30, 300, 3000)))


def _cut(raw: bytes, _others: Sequence[bytes], chance: random.Random) -> bytes:
    start, end = _span(raw, chance)
    return raw[:start] + raw[end:]


def _doubled(raw: bytes, _others: Sequence[bytes], chance: random.Random) -> bytes:
    start, end = _span(raw, chance)
    return raw[:end] + raw[start:end] * chance.choice((1, 2, 20, 500)) + raw[end:]


def _spliced(raw: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    other = chance.choice(others)
    return raw[: chance.randint(0, len(raw))] + other[chance.randint(0, len(other)) :]


def _sprinkled(raw: bytes, _others: Sequence[bytes], chance: random.Random) -> bytes:
    at = chance.randint(0, len(raw))
    return raw[:at] + chance.choice(TOKENS) * chance.choice((1, 2, 50, 5000)) + raw[at:]


def _flipped(raw: bytes, _others: Sequence[bytes], chance: random.Random) -> bytes:
    if not raw:
        return raw
    at = chance.randrange(len(raw))
    return raw[:at] + bytes([raw[at] ^ 1 << chance.randrange(8)]) + raw[at + 1 :]


CHANGES: tuple[Change, ...] = (_cut, _doubled, _spliced, _sprinkled, _sprinkled, _flipped)


def _endless(chance: random.Random) -> Iterator[bytes]:
    known = seeds(chance)
    yield from known
    while True:
        yield mutated(chance.choice(known), known, chance)


def by_chance(watch: Watch, seconds: float, seed: int) -> None:
    ends = time.monotonic() + seconds
    for raw in _endless(random.Random(seed)):  # noqa: S311 - chance that can be repeated
        watch.take(raw)
        if time.monotonic() > ends:
            return


def by_coverage(watch: Watch, seconds: float, seed: int) -> None:
    """Let atheris choose; it ends the process itself, so the watch prints as it goes."""
    import atheris  # noqa: PLC0415 - only where it is installed

    atheris.instrument_all()
    with tempfile.TemporaryDirectory() as corpus:
        for number, raw in enumerate(seeds(random.Random(seed))):  # noqa: S311 - as above
            (Path(corpus) / f"{number:05}").write_bytes(raw)
        options = [f"-max_total_time={seconds:.0f}", f"-seed={seed}", f"-max_len={LARGEST}"]
        atheris.Setup([sys.argv[0], *options, corpus], watch.take)
        atheris.Fuzz()


def main() -> int:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--seconds", type=float, default=60)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--keep", type=Path, default=None, help="where inputs are kept")
    told = words.parse_args()
    keep = told.keep or Path(tempfile.mkdtemp(prefix="bartizan-fuzz-"))
    keep.mkdir(parents=True, exist_ok=True)
    watch = Watch(keep)
    signal.signal(signal.SIGVTALRM, _hangs)
    guided = importlib.util.find_spec("atheris") is not None
    (by_coverage if guided else by_chance)(watch, told.seconds, told.seed)
    print(f"{watch.seen:,} messages, {'guided by coverage' if guided else 'by chance'}")
    print(f"slowest: {watch.slowest * 1000:.1f} ms of processor time: {watch.slowest_at}")
    print(f"went wrong: {len(watch.wrong)}")
    return 1 if watch.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
