"""The confined process: `python -m bartizan.mail.examining.child`; started by `process`.

It reads requests from its standard input, one file each, and answers on its standard output,
until that input is closed. It never looks at a file itself: a fork of it does, one for each.
"""

import gc
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any, BinaryIO

import orjson

from bartizan.forensics.containers import Limits
from bartizan.forensics.unpacking import Reader, examine
from bartizan.mail.examining import frames
from bartizan.mail.examining.confinement import allow_seconds, confine, die_with, leave_files
from bartizan.mail.examining.forking import ForkError, run_in_fork
from bartizan.mail.examining.readers import load_readers, preload

READY = {"ready": True}
#: An empty archive (ZIP). What examining it makes ready, a fork would make ready for itself only.
_FIRST = b"PK\5\6" + bytes(18)


def main(arguments: Sequence[str]) -> None:
    """Serve requests; the one argument says in JSON who our parent is and what we may use."""
    given = orjson.loads(arguments[0])
    die_with(given["parent"])
    requests, answers = _take_pipes()
    confine(given["memory"])
    readers = load_readers(given["readers"])
    preload()
    examine(_FIRST, "first.zip", readers=readers)
    leave_files()
    gc.freeze()  # forks share what is never collected
    _send(answers, frames.pack(READY))
    serve(requests, answers, readers, (requests.fileno(), answers.fileno()))


def serve(
    requests: BinaryIO, answers: BinaryIO, readers: tuple[Reader, ...], pipes: tuple[int, ...] = ()
) -> None:
    """Answer every request; `pipes` are kept from the forks that read the files."""
    while (request := frames.read(requests.read)) is not None:
        told, content = request
        try:
            words = run_in_fork(partial(_answer, told, content, readers), pipes)
        except ForkError as error:
            words = orjson.dumps({frames.DIED: error.signal})
        _send(answers, frames.pack(orjson.Fragment(words)))


def _answer(told: dict[str, Any], content: bytes, readers: tuple[Reader, ...]) -> bytes:
    allow_seconds(told["seconds"])
    found = examine(
        content,
        told["name"],
        passwords=tuple(told["passwords"]),
        limits=replace(Limits(), **told["limits"]),
        readers=readers,
    )
    return orjson.dumps(found)


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
