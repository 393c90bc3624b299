"""Rebuilds hostile HTML as a document that loads nothing, runs nothing and sends nothing.

The first of three walls (the sandboxed frame and its Content-Security-Policy are the others): an
allow-list of elements, attributes and style properties; whatever is not on it is left out. Remote
references are kept only as inert `data-remote-*` attributes, so that "show images" can find them.
What stands as evidence can be marked, since nobody can reach into the frame afterwards.
"""

import re
from collections.abc import Mapping, Sequence
from html import escape

from bartizan.forensics.html.marking import (
    CLOSING,
    Mark,
    MarkedLinks,
    find_marks,
    marked_text,
    opening,
)
from bartizan.forensics.html.safe_css import safe_sheet, safe_style
from bartizan.forensics.html.tree import LexborNode, attributes, read_document, walk

_ELEMENTS = frozenset(
    """a abbr acronym address article aside b bdi bdo big blockquote br caption center cite code
    col colgroup dd del details dfn dir div dl dt em figcaption figure font footer h1 h2 h3 h4 h5
    h6 header hr i img ins kbd label li main mark nav ol p pre q s samp section small span strike
    strong sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr""".split()
)
#: Elements whose content goes with them; of other unknown elements the content is kept.
_DROPPED = frozenset(
    """script style title head template noscript noembed noframes iframe frame frameset object
    embed applet svg math audio video canvas select textarea option datalist xmp plaintext
    listing portal fencedframe""".split()
)
_VOID = frozenset({"br", "col", "hr", "img", "wbr"})
_PLAIN = frozenset(
    """align alt bgcolor border cellpadding cellspacing char charoff class clear color cols colspan
    compact datetime dir face headers height hspace id label lang noshade nowrap open rows rowspan
    rules scope size span start summary title type valign value vspace width""".split()
)
_REMOTE = frozenset(
    """src srcset background poster longdesc lowsrc dynsrc xlink:href data codebase cite usemap
    action formaction manifest profile classid archive imagesrcset ping""".split()
)
_LINK = re.compile(r"(?:https?://|mailto:)[^\s]", re.IGNORECASE)
_DATA_IMAGE = re.compile(r"data:image/(?:png|gif|jpeg|jpg|webp|bmp);base64,[A-Za-z0-9+/=\s]*\Z")
_CONTROLS = re.compile("[\x00-\x20\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_LONGEST_VALUE = 4_000
_HEAD = (
    '<!DOCTYPE html><html><head><meta charset="utf-8">'
    '<meta name="referrer" content="no-referrer">{style}</head><body>'
)


def safe_document(markup: str, cid_urls: Mapping[str, str], marks: Sequence[Mark] = ()) -> str:
    """Return a whole document that shows `markup` without its dangers.

    `cid_urls` gives the address of each inline image by its Content-ID (without `cid:`); `marks`
    are words and addresses to be marked with numbers.
    """
    document = read_document(markup)
    builder = _Builder(cid_urls, MarkedLinks(marks))
    for node, tag, leaving in walk(document):
        builder.take(node, tag, leaving=leaving)
    builder.mark(marks)
    sheets = "".join(safe_sheet(node.text(deep=True)) for node in document.parser.css("style")[:20])
    style = f"<style>{sheets}</style>" if sheets else ""
    return _HEAD.format(style=style) + "".join(builder.pieces) + "</body></html>"


class _Builder:
    """Writes the allowed part of each step; `dropped` counts the open elements left out whole."""

    def __init__(self, cid_urls: Mapping[str, str], links: MarkedLinks) -> None:
        self._cid_urls = cid_urls
        self._links = links
        self._open_links: list[str] = []
        self._dropped = 0
        self._texts: list[tuple[int, str]] = []
        self.pieces: list[str] = []

    def mark(self, marks: Sequence[Mark]) -> None:
        """Write the texts that hold marks again, with them."""
        found = find_marks([text for _, text in self._texts], marks) if marks else {}
        for place, spans in found.items():
            at, text = self._texts[place]
            self.pieces[at] = marked_text(text, spans)

    def take(self, node: LexborNode, tag: str, *, leaving: bool) -> None:
        if tag == "-text":
            if not self._dropped:
                self._text(node.text_content or "")
        elif tag[:1] == "-":
            return
        elif tag in _DROPPED:
            self._dropped += -1 if leaving else 1
        elif not self._dropped:
            self._element(node, tag, leaving=leaving)

    def _text(self, text: str) -> None:
        self._texts.append((len(self.pieces), text))
        self.pieces.append(escape(text, quote=False))

    def _element(self, node: LexborNode, tag: str, *, leaving: bool) -> None:
        shown = "div" if tag == "body" else tag
        if shown not in _ELEMENTS:
            return
        if not leaving:
            self._open(shown, attributes(node))
        elif shown not in _VOID:
            marked = shown == "a" and self._open_links and self._open_links.pop()
            self.pieces.append(f"{CLOSING if marked else ''}</{shown}>")

    def _open(self, tag: str, said: Mapping[str, str]) -> None:
        kept = "".join(
            f' {name}="{escape(value)}"'
            for given, found in said.items()
            for name, value in self._attribute(tag, given, found)
        )
        self.pieces.append(f"<{tag}{kept}>")
        if tag == "a":
            label = self._links.label_of(said.get("href", ""))
            self._open_links.append(label)
            self.pieces.append(opening(label) if label else "")

    def _attribute(self, tag: str, name: str, value: str) -> list[tuple[str, str]]:
        if name == "href":
            return _link(value) if tag == "a" else []
        if name == "style":
            return _style(value)
        if name == "src" and tag == "img":
            return [self._image(value)]
        if name in _REMOTE:
            return [(f"data-remote-{name.replace(':', '-')}", value[:_LONGEST_VALUE])]
        if name in _PLAIN:
            return [(name, value[:_LONGEST_VALUE])]
        return []

    def _image(self, value: str) -> tuple[str, str]:
        source = value.strip()
        if source[:4].lower() == "cid:":
            known = self._cid_urls.get(source[4:])
            return ("src", known) if known is not None else ("data-remote-src", source)
        if _DATA_IMAGE.match(source):
            return "src", source
        return "data-remote-src", source[:_LONGEST_VALUE]


def _link(value: str) -> list[tuple[str, str]]:
    """Keep a link that leads to the web or to a mailbox; browsers ignore controls, so do we."""
    target = _CONTROLS.sub("", value)
    if not _LINK.match(target):
        return []
    return [("href", target), ("rel", "noopener noreferrer"), ("target", "_blank")]


def _style(value: str) -> list[tuple[str, str]]:
    style, remote = safe_style(value)
    kept = [("style", style)] if style else []
    if remote:
        kept.append(("data-remote-style", value[:_LONGEST_VALUE]))
    return kept
