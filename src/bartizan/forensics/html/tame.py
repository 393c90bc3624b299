"""Cuts markup down to what a parser digests in linear time.

The HTML algorithm is quadratic in nesting depth, in attributes of one tag and in open formatting
elements (every block reopens them all); 20 KB can grow into a million nodes. One pass over the
tags keeps each of these low. Markup that people send is passed through untouched.
"""

import re
from typing import NamedTuple

#: Characters read of one document.
SIZE_LIMIT = 1_000_000
#: Tags read of one document.
TAG_LIMIT = 20_000
#: Open elements and open formatting elements beyond which opening tags are dropped.
DEPTH_LIMIT = 256
FORMATTING_LIMIT = 24
#: Characters read of the attributes of one tag that has very many.
ATTRIBUTES_LIMIT = 4_000

_FEW_TAGS = 400
_LONG_TAG = 4_000
_MANY_WORDS = 200
_TAG = re.compile(
    r"""<(/?)([a-zA-Z][^\s/><]*+)((?:[^"'<>]++|"[^"]*+"|'[^']*+'|["'])*+)>?+""",
)
_DIGESTED = frozenset(
    """area base br col embed hr img input link meta param source track wbr
    p li dt dd tr td th thead tbody tfoot colgroup a html head body""".split()
)
_FORMATTING = frozenset("b big code em font i nobr s small strike strong tt u".split())


class Tamed(NamedTuple):
    """Markup that is safe to parse, and whether anything was left out."""

    markup: str
    cut: bool


def tame(markup: str) -> Tamed:
    """Return `markup` with what would blow a parser up left out."""
    cut = len(markup) > SIZE_LIMIT
    if cut:
        markup = markup[:SIZE_LIMIT]
    if markup.count("<") <= _FEW_TAGS and not _has_long_tag(markup):
        return Tamed(markup, cut)
    tamer = _Tamer()
    tamed = tamer.tame(markup)
    return Tamed(tamed, cut or tamer.cut)


def _has_long_tag(markup: str) -> bool:
    return len(markup) > _LONG_TAG and max(map(len, markup.split("<"))) > _LONG_TAG


class _Tamer:
    """Counts what is open while it passes over the tags."""

    def __init__(self) -> None:
        self.cut = False
        self._open = 0
        self._formatting = 0

    def tame(self, markup: str) -> str:
        kept: list[str] = []
        end = 0
        for count, tag in enumerate(_TAG.finditer(markup)):
            if count >= TAG_LIMIT:
                self.cut = True
                markup = markup[: tag.start()]
                break
            replacement = self._weigh(tag)
            if replacement is not None:
                kept += [markup[end : tag.start()], replacement]
                end = tag.end()
                self.cut = True
        kept.append(markup[end:])
        return "".join(kept)

    def _weigh(self, tag: re.Match[str]) -> str | None:
        """Count one tag; return what stands in its place, `None` to leave it."""
        name = tag[2].lower()
        if name not in _DIGESTED:
            if tag[1]:
                self._close(name)
            elif not self._admit(name):
                return ""
        if len(tag[3]) > _LONG_TAG and len(tag[3].split()) > _MANY_WORDS:
            return f"<{tag[1]}{tag[2]}{tag[3][:ATTRIBUTES_LIMIT]}>"
        return None

    def _close(self, name: str) -> None:
        if name in _FORMATTING:
            self._formatting = max(0, self._formatting - 1)
        else:
            self._open = max(0, self._open - 1)

    def _admit(self, name: str) -> bool:
        if name in _FORMATTING:
            self._formatting += self._formatting < FORMATTING_LIMIT
            return self._formatting < FORMATTING_LIMIT
        self._open += self._open < DEPTH_LIMIT
        return self._open < DEPTH_LIMIT
