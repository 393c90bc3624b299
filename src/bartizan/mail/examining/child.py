"""The confined process: `python -m bartizan.mail.examining.child`; started by `process`.

It reads requests from its standard input, one file each, and answers on its standard output,
until that input is closed.
"""

import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, BinaryIO

import orjson

from bartizan.forensics.containers import Limits
from bartizan.forensics.examination import Examination
from bartizan.forensics.unpacking import Reader, examine
from bartizan.mail.examining import frames
from bartizan.mail.examining.confinement import allow_seconds, confine, die_with
from bartizan.mail.examining.readers import load_readers

READY = {"ready": True}


def main(arguments: Sequence[str]) -> None:
    """Serve requests; the one argument says in JSON who our parent is and what we may use."""
    given = orjson.loads(arguments[0])
    die_with(given["parent"])
    requests, answers = _take_pipes()
    confine(given["memory"])
    readers = load_readers(given["readers"])
    _send(answers, frames.pack(READY))
    serve(requests, answers, readers)


def serve(requests: BinaryIO, answers: BinaryIO, readers: tuple[Reader, ...]) -> None:
    """Answer every request."""
    while (request := frames.read(requests.read)) is not None:
        told, content = request
        _send(answers, frames.pack(_answer(told, content, readers)))


def _answer(told: dict[str, Any], content: bytes, readers: tuple[Reader, ...]) -> Examination:
    allow_seconds(told["seconds"])
    return examine(
        content,
        told["name"],
        passwords=tuple(told["passwords"]),
        limits=replace(Limits(), **told["limits"]),
        readers=readers,
    )


def _send(answers: BinaryIO, pieces: list[bytes]) -> None:
    answers.writelines(pieces)
    answers.flush()


def _take_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Keep the pipes for ourselves: what a library prints must not become an answer."""
    requests = os.fdopen(os.dup(0), "rb", buffering=1024 * 1024)
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return requests, answers


if __name__ == "__main__":
    main(sys.argv[1:])
