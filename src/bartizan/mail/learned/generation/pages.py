"""Makes a page of a letter, in the manners of the programs that make such pages.

Threats and honest letters wear the same dresses, tables, style sheets and hidden first lines: the
page must not be what tells them apart.
"""

import html
from random import Random

from bartizan.mail.learned.generation.letters import Block, Letter

_FONTS = (
    "Arial, Helvetica, sans-serif",
    "Segoe UI, Tahoma, sans-serif",
    "Georgia, serif",
    "Verdana",
)
_COLOURS = ("#0d6efd", "#333333", "#c8102e", "#008060", "#ff9900", "#5b2da3", "#111", "#e60023")
_BUTTONS = (
    '<p><a href="{link}">{words}</a></p>',
    '<a href="{link}" style="background:{colour};color:#fff;padding:12px 24px">{words}</a>',
    '<table><tr><td bgcolor={colour}><a href="{link}" style="color:#fff">{words}</a></table>',
)
_LISTS = (
    ("<ul>", "<li>{}</li>", "</ul>"),
    ("<table>", "<tr><td>{}</td></tr>", "</table>"),
)
_PIXEL = '<img src="{link}" width="1" height="1" alt="" style="display:none">'
_MSO = "<!--[if mso]><table role='presentation' width='600'><tr><td><![endif]-->"


def page(letter: Letter, links: list[str], rng: Random) -> str:
    """Return the page; `links` are what its buttons and footers point to."""
    shown = "".join(_shown(block, rng.choice(links), rng) for block in letter.blocks)
    dress = rng.choice((_bare, _simple, _table, _table))
    return dress(letter, shown + _extras(links, rng), rng)


def picture_page(links: list[str], rng: Random) -> str:
    """Return a page that is one linked picture, as much advertising is."""
    size = f'width="{rng.choice((600, 640, 700))}"'
    return (
        f'<html><body><center><a href="{rng.choice(links)}"><img src="{rng.choice(links)}.png" '
        f'{size} border="0"></a><br><a href="{rng.choice(links)}">'
        f"{rng.choice(('unsubscribe', 'opt out', 'view in browser'))}</a></center></body></html>"
    )


def _shown(block: Block, link: str, rng: Random) -> str:
    words = html.escape(block.text)
    if block.kind == "button":
        return rng.choice(_BUTTONS).format(link=link, words=words, colour=rng.choice(_COLOURS))
    if block.kind == "list":
        before, each, after = rng.choice(_LISTS)
        return before + "".join(each.format(row) for row in words.split("\n")) + after
    return rng.choice((f"<p>{words}</p>", f"<div>{words}<br><br></div>", f"{words}<br>\n<br>"))


def _extras(links: list[str], rng: Random) -> str:
    """What surrounds a text: a logo, icons, a footer's links, a counting pixel."""
    extras = ""
    if rng.random() < 0.4:  # noqa: PLR2004 - a good part has pictures
        extras += f'<img src="{rng.choice(links)}/logo.png" alt="logo" width="120">'
    for _ in range(rng.choice((0, 0, 1, 3, 6))):
        label = rng.choice(("Web", "Help", "Privacy", "Contact", ""))
        extras += f' <a href="{rng.choice(links)}" style="color:#888">{label}</a>'
    if rng.random() < 0.35:  # noqa: PLR2004 - most mailing services count openings
        extras += _PIXEL.format(link=rng.choice(links))
    return extras


def _bare(_letter: Letter, shown: str, _rng: Random) -> str:
    return shown


def _simple(_letter: Letter, shown: str, rng: Random) -> str:
    return f'<html><body style="font-family:{rng.choice(_FONTS)}">{shown}</body></html>'


def _table(letter: Letter, shown: str, rng: Random) -> str:
    outlook = _MSO if rng.random() < 0.3 else ""  # noqa: PLR2004 - for one client
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{html.escape(letter.subject)}"
        f"</title><style>.c{{width:600px}} a{{color:{rng.choice(_COLOURS)}}}</style></head>"
        f"<body>{_first_line(letter, rng)}{outlook}<table class='c' width='600' align='center'>"
        f"<tr><td style='padding:20px'>{shown}</td></tr></table></body></html>"
    )


def _first_line(letter: Letter, rng: Random) -> str:
    """What a list of messages shows beside the subject, hidden in the page itself."""
    if rng.random() > 0.4 or not letter.blocks:  # noqa: PLR2004 - less than half have one
        return ""
    filler = "&nbsp;&zwnj;" * rng.choice((0, 0, 40))
    line = html.escape(letter.blocks[-1].text[:80])
    return f'<div style="display:none;max-height:0">{line}{filler}</div>'
