"""`bartizan mail train` and `bartizan mail models`: teach the judges, and see who they are."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Protocol

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bartizan.base.errors import InvalidError
from bartizan.learning.cards import Card
from bartizan.learning.registry import Registry
from bartizan.learning.runtime import Model
from bartizan.mail.learned import text_expert
from bartizan.mail.learned.panel import shelves
from bartizan.mail.learned.training.examples import Example, from_folders, from_letters
from bartizan.mail.learned.training.kinds import KINDS
from bartizan.mail.learned.training.lessons import Lesson, learn
from bartizan.mail.learned.training.recipe import train as train_model
from bartizan.mail.progress import followed

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


class HasModels(Protocol):
    """What the installation must offer these commands."""

    def models(self) -> Path:
        """Return the folder of the customer's own models."""
        ...


@click.command()
@click.argument("folders", nargs=-1, type=_FOLDER, metavar="[DIR]...")
@click.option("--out", type=click.Path(path_type=Path), help="Shelf for the model; else our own.")
@click.option("--letters", default=20_000, show_default=True, help="Messages written by ourselves.")
@click.option("--seed", default=1, show_default=True, help="The same seed, the same model.")
@click.option("--version", default="1.0", show_default=True, help="Version for the card.")
@click.option(
    "--weight", "weights", multiple=True, metavar="NAME=NUMBER",
    help="How much a message in a folder so called counts against one of our letters.",
)  # fmt: skip
@click.option(
    "--kind", "kinds", multiple=True, type=click.Choice(list(KINDS)),
    help="Which models to train; by default those that judge by default.",
)  # fmt: skip
@click.option("--anew", is_flag=True, help="Forget the model in use instead of improving it.")
@click.option("--measure", type=_FOLDER, help="Mail to measure on, never to learn from.")
@click.pass_context
def train(  # noqa: PLR0913 - a command's options are its arguments
    context: click.Context,
    *,
    folders: tuple[Path, ...],
    out: Path | None,
    letters: int,
    seed: int,
    version: str,
    weights: tuple[str, ...],
    kinds: tuple[str, ...],
    anew: bool,
    measure: Path | None,
) -> None:
    """Train the models on mail in DIR, together with letters that we write ourselves.

    The text model in use is improved: what it learned is kept where your mail does not speak
    against it.

    A DIR holds folders whose names begin with phish, spam or ham. The new model is put among your
    own, where it wins over the one that ships from its version on. Needs the extra `train`.
    """
    counts = _weights(weights)
    own = [_weighted(one, counts) for one in from_folders(folders)]
    written = followed(from_letters(letters, seed), letters, "Writing")
    examples = [*own, *written]
    lessons = list(learn(followed(examples, len(examples), "Reading")))
    installation: HasModels = context.obj
    shelf = out or installation.models()
    sets = _sets(measure) if measure is not None else {}
    for kind in kinds or [name for name, kind in KINDS.items() if kind.default]:
        prior = None if anew else _in_use(kind, installation)
        trained = train_model(kind, lessons, seed, version, prior).measured(sets)
        _print_figures(trained.card)
        click.echo(f"Wrote {trained.put(shelf)}")


@click.command()
@click.pass_context
def models(context: click.Context) -> None:
    """List the models in use: what each is, where it is from, and how good it was."""
    installation: HasModels = context.obj
    table = Table("name", "version", "default", "what it is", "learned from", "where")
    for card, folder in Registry(shelves(installation.models())).cards():
        table.add_row(
            escape(card.name), card.version, "yes" if card.default else "no", escape(card.kind),
            escape("; ".join(card.trained_on)), escape(str(folder)),
        )  # fmt: skip
    Console().print(table)


def _in_use(kind: str, installation: HasModels) -> Model | None:
    """Return the model to improve: only the text model can be."""
    if kind != text_expert.NAME:
        return None
    return Registry(shelves(installation.models())).load(kind, text_expert.FEATURES)


def _weights(told: Iterable[str]) -> dict[str, float]:
    try:
        pairs = (one.partition("=") for one in told)
        return {name: float(number) for name, _, number in pairs}
    except ValueError as error:
        raise InvalidError("A weight looks like spam=0.5.") from error


def _weighted(example: Example, weights: dict[str, float]) -> Example:
    return replace(example, weight=weights.get(example.source, example.weight))


def _sets(folder: Path) -> dict[str, list[Lesson]]:
    examples = list(from_folders([folder]))
    lessons = learn(followed(examples, len(examples), "Measuring"))
    return {name: list(group) for name, group in groupby(lessons, lambda one: one.source)}


def _print_figures(card: Card) -> None:
    table = Table(f"{card.name} {card.version}", "figure")
    for name, figure in card.figures.items():
        table.add_row(
            escape(name), f"{figure:,.0f}" if name.endswith("messages") else f"{figure:.4f}"
        )
    Console().print(table)
