"""An evaluation as a table on a terminal."""

from collections.abc import Iterable

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bartizan.mail.evaluation.report import (
    DetectorShown,
    ErrorShown,
    Evaluation,
    PointShown,
    RateShown,
    ScoreShown,
)

_SHOWN = 20


def print_evaluation(console: Console, found: Evaluation) -> None:
    """Print the figures, then the detectors, then the errors that weigh most."""
    console.print(_sets(found))
    for score in found.scores:
        console.print(_points(score))
    console.print(_detectors(found.detectors, [one.name for one in found.sets]))
    _print_errors(console, "Bad mail with the lowest scores", found.missed)
    _print_errors(console, "Honest mail with the highest scores", found.stopped)
    times = ", ".join(f"{name} {value:g} ms" for name, value in found.milliseconds.items())
    console.print(f"\nOne message: {times}")


def percent(rate: RateShown) -> str:
    """Return a share with its interval, such as `85.2 % (83.8-86.5)`."""
    return f"{100 * rate.share:.1f} % ({100 * rate.low:.1f}-{100 * rate.high:.1f})"


def _sets(found: Evaluation) -> Table:
    table = Table(title="Messages, and what the default policy does with them")
    for head in ("folder", "kind", "messages", "distinct", "tagged", "held"):
        table.add_column(head, justify="left" if head in ("folder", "kind") else "right")
    for one in found.sets:
        table.add_row(
            one.name,
            "bad" if one.is_bad else "honest",
            str(one.messages),
            str(one.clusters),
            percent(one.tagged),
            percent(one.held),
        )
    return table


def point_rows(score: ScoreShown) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return a head and one row a threshold: what it catches, and what it stops of each folder."""
    bad = list(score.points[0].recall) if score.points else []
    good = list(score.curves)
    head = ("at most", "of", "threshold", *bad, *(f"{name}, distinct" for name in bad), *good)
    return head, [_point(point, bad, good) for point in score.points]


def _points(score: ScoreShown) -> Table:
    table = Table(
        title=f"Recall by rate of false alarms: {score.name}",
        caption=f"Brier score, as a probability: {score.brier:.3f}",
    )
    head, rows = point_rows(score)
    for name in head:
        table.add_column(name, justify="left" if name == "of" else "right")
    for row in rows:
        table.add_row(*row)
    return table


def _point(point: PointShown, bad: list[str], good: list[str]) -> tuple[str, ...]:
    stopped = {point.ham: point.false_alarms} | point.others
    return (
        f"{100 * point.rate:g} %",
        point.ham,
        f"{100 * point.threshold:.2f}",
        *(percent(point.recall[name]) for name in bad),
        *(f"{100 * point.recall_of_clusters[name].share:.1f} %" for name in bad),
        *(f"{100 * stopped[name].share:.1f} %" for name in good),
    )


def _detectors(detectors: Iterable[DetectorShown], names: list[str]) -> Table:
    table = Table(title="Detectors: messages hit, and precision at equal odds")
    table.add_column("detector")
    for name in (*names, "precision"):
        table.add_column(name, justify="right")
    for one in detectors:
        hits = (str(one.hits[name] or "") for name in names)
        table.add_row(one.id, *hits, f"{one.precision:.3f}")
    return table


def _print_errors(console: Console, title: str, errors: Iterable[ErrorShown]) -> None:
    console.print(f"\n[bold]{title}[/]")
    for one in list(errors)[:_SHOWN]:
        line = f"{100 * one.score:6.2f}  {one.path}  {one.sender}  {one.subject}"
        console.print(_plain(line), soft_wrap=True)
        for reason in one.reasons:
            console.print(f"[dim]        {_plain(reason)}[/]", soft_wrap=True)


def _plain(text: str) -> str:
    """Hostile text cannot steer the terminal."""
    return escape("".join(letter if letter.isprintable() else "\ufffd" for letter in text))
