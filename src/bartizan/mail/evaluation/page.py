"""An evaluation as one HTML page that needs nothing else: figures, curves, errors."""

from collections.abc import Iterable
from html import escape

from bartizan.mail.evaluation.report import ErrorShown, Evaluation, ScoreShown
from bartizan.mail.evaluation.table import percent, point_rows

_WIDTH, _HEIGHT, _MARGIN = 560, 320, 44
#: The curves show false alarms up to this share: beyond it nobody would run a filter.
_FARTHEST = 0.05
_COLOURS = ("#2563eb", "#d97706", "#059669", "#dc2626", "#7c3aed", "#0891b2")
_STYLE = """
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; margin: 1rem 0; font-variant-numeric: tabular-nums; }
th, td { padding: .25rem .75rem; text-align: right; border-bottom: 1px solid #8884; }
th:first-child, td:first-child { text-align: left; }
svg text { fill: currentColor; font-size: 12px; }
.reason { color: #888; margin-left: 2rem; }
"""


def page(found: Evaluation) -> str:
    """Return the page. Every word of a message is escaped: the page runs nothing."""
    body = [
        "<h1>What is caught, and what honest mail is stopped</h1>",
        _sets(found),
        *(_score(score) for score in found.scores),
        _detectors(found),
        _errors("Bad mail with the lowest scores", found.missed),
        _errors("Honest mail with the highest scores", found.stopped),
    ]
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>Evaluation</title><style>{_STYLE}</style></head>"
        f"<body>{''.join(body)}</body></html>\n"
    )


def _sets(found: Evaluation) -> str:
    rows = (
        (one.name, "bad" if one.is_bad else "honest", str(one.messages), str(one.clusters),
         percent(one.tagged), percent(one.held))
        for one in found.sets
    )  # fmt: skip
    return _table(("folder", "kind", "messages", "distinct", "tagged", "held"), rows)


def _score(score: ScoreShown) -> str:
    head, rows = point_rows(score)
    told = f"<p>Brier score, as a probability: {score.brier:.3f}</p>"
    return f"<h2>{escape(score.name)}</h2>{_chart(score)}{_table(head, rows)}{told}"


def _detectors(found: Evaluation) -> str:
    names = [one.name for one in found.sets]
    rows = (
        (one.id, *(str(one.hits[name] or "") for name in names), f"{one.precision:.3f}")
        for one in found.detectors
    )
    return "<h2>Detectors</h2>" + _table(("detector", *names, "precision"), rows)


def _errors(title: str, errors: Iterable[ErrorShown]) -> str:
    lines = [f"<h2>{escape(title)}</h2>"]
    for one in errors:
        told = f"{100 * one.score:.2f} {one.path} {one.sender} {one.subject}"
        lines.append(f"<p>{escape(told)}</p>")
        lines += [f'<p class="reason">{escape(reason)}</p>' for reason in one.reasons]
    return "".join(lines)


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    top = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def _chart(score: ScoreShown) -> str:
    """Recall against false alarms, one step curve for each honest folder."""
    lines = [
        _line(points, _COLOURS[at % len(_COLOURS)], name, at)
        for at, (name, points) in enumerate(score.curves.items())
    ]
    ticks = "".join(_ticks())
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" role="img" '
        f'aria-label="Recall against false alarms">{ticks}{"".join(lines)}</svg>'
    )


def _line(points: list[tuple[float, float]], colour: str, name: str, row: int) -> str:
    steps, before = [f"M{_x(0):.1f},{_y(points[0][1]):.1f}"], points[0][1]
    for alarms, recall in points:
        if alarms > _FARTHEST:
            break
        steps.append(f"L{_x(alarms):.1f},{_y(before):.1f}L{_x(alarms):.1f},{_y(recall):.1f}")
        before = recall
    steps.append(f"L{_x(_FARTHEST):.1f},{_y(before):.1f}")
    label = f'<text x="{_x(0.03):.0f}" y="{_y(0.05 + row * 0.06):.0f}" style="fill:{colour}">'
    return (
        f'<path d="{"".join(steps)}" fill="none" stroke="{colour}" stroke-width="2"/>'
        f"{label}{escape(name)}</text>"
    )


def _ticks() -> Iterable[str]:
    for share in (0, 0.25, 0.5, 0.75, 1):
        yield f'<text x="4" y="{_y(share) + 4:.0f}">{100 * share:.0f} %</text>'
        yield (
            f'<path d="M{_x(0):.0f},{_y(share):.0f}H{_WIDTH - 8}" stroke="currentColor" '
            'opacity="0.15"/>'
        )
    for share in (0, 0.01, 0.02, 0.03, 0.04, 0.05):
        yield f'<text x="{_x(share) - 8:.0f}" y="{_HEIGHT - 8}">{100 * share:.0f} %</text>'


def _x(alarms: float) -> float:
    return _MARGIN + alarms / _FARTHEST * (_WIDTH - _MARGIN - 24)


def _y(recall: float) -> float:
    return _HEIGHT - 30 - recall * (_HEIGHT - 50)
