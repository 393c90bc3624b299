"""`bartizan mail evaluate`: measure the judge on labelled mail."""

import os
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

import click
import orjson
from rich.console import Console

from bartizan.base.errors import InvalidError
from bartizan.mail.detecting import shipped_detectors
from bartizan.mail.evaluation.examining import Labelled, Outcome, examine, labelled
from bartizan.mail.evaluation.markdown import detectors_page
from bartizan.mail.evaluation.page import page
from bartizan.mail.evaluation.report import Evaluation, Judged, evaluation
from bartizan.mail.evaluation.table import print_evaluation
from bartizan.mail.pipeline import Pipeline
from bartizan.mail.progress import followed

_WIDE = 180
_FOLDER = click.Path(exists=True, path_type=Path)
_MODEL = click.Path(exists=True, file_okay=False, path_type=Path)
_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.option("--phish", multiple=True, required=True, type=_FOLDER, help="Bad mail; repeatable.")
@click.option("--ham", multiple=True, required=True, type=_FOLDER, help="Honest mail; repeatable.")
@click.option("--leaks/--no-leaks", default=True, show_default=True,
              help="Judge once more with the collectors' fingerprints left in.")  # fmt: skip
@click.option("--model", "models", multiple=True, type=_MODEL,
              help="Folder of a model that judges for the one in use; repeatable.")  # fmt: skip
@click.option("--workers", type=click.IntRange(1, 256), default=os.cpu_count() or 1,
              show_default="one a core", help="Processes that judge side by side.")  # fmt: skip
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
@click.option("--html", type=_FILE, help="Also write a page with curves.")
@click.option("--markdown", type=_FILE, help="Also write what each detector hits.")
@click.pass_context
def evaluate(  # noqa: PLR0913 - each is an option
    context: click.Context,
    *,
    phish: tuple[Path, ...],
    ham: tuple[Path, ...],
    leaks: bool,
    models: tuple[Path, ...],
    workers: int,
    form: str,
    html: Path | None,
    markdown: Path | None,
) -> None:
    """Measure what is caught of bad mail, and what is stopped of honest mail.

    Marks of the collectors are taken out first, near-duplicates are counted, and every rate comes
    with its 95 % interval. Detectors are judged alone too, without the trained models.
    """
    try:
        folders = [labelled(path, is_bad=True) for path in phish]
        folders += [labelled(path, is_bad=False) for path in ham]
    except InvalidError as error:
        raise click.UsageError(error.detail) from error
    if len({one.name for one in folders}) < len(folders):
        raise click.UsageError("Two folders have the same name; rename one to tell them apart.")
    started = time.perf_counter()
    with closing(context.obj.pipeline(dns=False, chosen=models)) as pipeline:
        outcomes = _outcomes(pipeline, folders, workers, leaks=leaks)
        found = evaluation(_judged(folders, outcomes))
    _show(found, form, time.perf_counter() - started)
    _write(html, page(found))
    _write(markdown, detectors_page(found, shipped_detectors()))


def _outcomes(
    pipeline: Pipeline, folders: list[Labelled], workers: int, *, leaks: bool
) -> Iterator[Outcome]:
    sources = [source for one in folders for source in one.sources]
    judged = examine(pipeline, sources, workers, leaks=leaks)
    return followed(judged, len(sources), "Judging")


def _judged(folders: Iterable[Labelled], outcomes: Iterator[Outcome]) -> list[Judged]:
    return [
        Judged(one.name, one.is_bad, tuple(islice(outcomes, len(one.sources)))) for one in folders
    ]


def _show(found: Evaluation, form: str, seconds: float) -> None:
    if form == "json":
        click.echo(orjson.dumps(found.model_dump(), option=orjson.OPT_NON_STR_KEYS))
        return
    print_evaluation(_console(), found)
    count = sum(one.messages for one in found.sets)
    click.echo(f"{count} messages in {seconds:.1f} s")


def _console() -> Console:
    """A terminal as wide as it is; a file as wide as the tables want to be."""
    console = Console()
    return console if console.is_terminal else Console(width=_WIDE)


def _write(path: Path | None, text: str) -> None:
    if path is not None:
        path.write_text(text, encoding="utf-8")
        click.echo(f"wrote {path}", err=True)
