"""A bar on standard error that follows long work, where that is a terminal."""

import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

Item = TypeVar("Item")
_REFRESH_SECONDS = 0.1


def followed(items: Iterable[Item], total: int, word: str) -> Iterator[Item]:
    """Pass items on while a bar labelled `word` shows how many of `total` came by."""
    console = Console(stderr=True)
    with Progress(
        TextColumn(word), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
        console=console, disable=not console.is_terminal or total == 1, transient=True,
        auto_refresh=False,  # a refreshing thread would not survive the workers' fork
    ) as bar:  # fmt: skip
        task, drawn = bar.add_task(word, total=total), 0.0
        for one in items:
            bar.advance(task)
            if time.monotonic() - drawn > _REFRESH_SECONDS:
                drawn = time.monotonic()
                bar.refresh()
            yield one
