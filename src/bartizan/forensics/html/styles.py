"""What inline styles and simple style rules do to visibility. A reading, not a CSS engine.

Known: `display`, `visibility`, `opacity`, `font-size`, colours, zero-size and off-screen boxes, in
style attributes, in presentational attributes, and in rules for one tag, class or id.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

#: Characters of style sheets read of one document, and rules kept.
SHEET_LIMIT = 200_000
RULE_LIMIT = 2_000

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_RULE_TOKEN = re.compile(r"[^{}]+|[{}]")
_DECLARATION = re.compile(r"([a-zA-Z-]{2,40})\s*:\s*([^;]{1,400})")
_SIMPLE_SELECTOR = re.compile(r"(?:[a-zA-Z0-9]*[.#][\w-]+|[a-zA-Z][a-zA-Z0-9]*)\Z")
_LENGTH = re.compile(r"(-?\d*\.?\d+)\s*(px|pt|em|rem|%|ex|ch|vh|vw|in|cm|mm)?", re.IGNORECASE)
_HEX = re.compile(r"#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})\Z")
_RGB = re.compile(
    r"rgba?\(\s*(\d{1,3})\s*,?\s*(\d{1,3})\s*,?\s*(\d{1,3})\s*(?:[,/]\s*(\d*\.?\d+)(%?))?\s*\)"
)
_URL = re.compile(r"url\(", re.IGNORECASE)
_LONGEST_STYLE = 4_000
_TINY_PIXELS = 1.0
_FAR = -500
_NEAR = 8
_NAMED = {
    "white": (255, 255, 255), "black": (0, 0, 0), "red": (255, 0, 0), "green": (0, 128, 0),
    "blue": (0, 0, 255), "yellow": (255, 255, 0), "gray": (128, 128, 128),
    "grey": (128, 128, 128), "silver": (192, 192, 192), "maroon": (128, 0, 0),
    "navy": (0, 0, 128), "orange": (255, 165, 0), "purple": (128, 0, 128),
    "whitesmoke": (245, 245, 245), "snow": (255, 250, 250), "ivory": (255, 255, 240),
    "lightgray": (211, 211, 211), "lightgrey": (211, 211, 211), "darkgray": (169, 169, 169),
    "lime": (0, 255, 0), "aqua": (0, 255, 255), "teal": (0, 128, 128), "fuchsia": (255, 0, 255),
    "olive": (128, 128, 0), "ghostwhite": (248, 248, 255), "aliceblue": (240, 248, 255),
}  # fmt: skip

Colour = tuple[int, int, int]


class Effect(NamedTuple):
    """What one set of declarations says; `None` where it says nothing."""

    hidden: bool = False
    invisible: bool | None = None
    tiny: bool | None = None
    colour: Colour | None = None
    transparent: bool | None = None
    background: Colour | None = None
    has_image: bool = False


class Look(NamedTuple):
    """How text at one place looks; inherited and changed by each element on the way."""

    hidden: bool = False
    invisible: bool = False
    tiny: bool = False
    transparent: bool = False
    colour: Colour | None = (0, 0, 0)
    background: Colour | None = (255, 255, 255)

    @property
    def is_hidden(self) -> bool:
        """Whether a reader cannot see text here."""
        if self.hidden or self.invisible or self.tiny or self.transparent:
            return True
        return _alike(self.colour, self.background)

    def under(self, effect: Effect) -> "Look":
        """Return the look inside an element that has `effect`."""
        background = effect.background or self.background
        if effect.has_image:
            background = None
        return Look(
            self.hidden or effect.hidden,
            self.invisible if effect.invisible is None else effect.invisible,
            self.tiny if effect.tiny is None else effect.tiny,
            self.transparent if effect.transparent is None else effect.transparent,
            effect.colour or self.colour,
            background,
        )


@lru_cache(2048)
def declarations(style: str) -> Mapping[str, str]:
    """Return the declarations of a style attribute or rule body, lower-case, the last ones win."""
    if "/*" in style:
        style = _COMMENT.sub("", style)
    return {
        name.lower(): value.strip().lower().removesuffix("!important").strip()
        for name, value in _DECLARATION.findall(style[:_LONGEST_STYLE])
    }


@lru_cache(2048)
def read_style(style: str) -> Effect:
    """Return what a style attribute does to visibility."""
    said = declarations(style)
    colour, transparent = _text_colour(said.get("color"))
    fill = said.get("background-color") or said.get("background", "")
    background = read_colour(fill) or _first_colour(fill)
    return Effect(
        hidden=_hides(said),
        invisible=_invisible(said.get("visibility")),
        tiny=_is_tiny(said.get("font-size")),
        colour=colour,
        transparent=transparent,
        background=background,
        has_image=_URL.search(fill) is not None
        or said.get("background-image", "none") not in ("none", ""),
    )


def read_sheet(sheet: str) -> dict[str, Effect]:
    """Return the effects of the sheet's rules for one tag, `.class` or `#id`.

    Rules inside at-rules (`@media`) are passed over: they hold on other screens.
    """
    effects: dict[str, Effect] = {}
    for prelude, body in _rules(_COMMENT.sub("", sheet[:SHEET_LIMIT])):
        effect = read_style(body)
        for selector in prelude.split(","):
            name = selector.strip()
            if _SIMPLE_SELECTOR.match(name) and len(effects) < RULE_LIMIT:
                effects[_key(name)] = effect
    return effects


def _key(selector: str) -> str:
    for mark in ".#":
        if mark in selector:
            return mark + selector.partition(mark)[2]
    return selector.lower()


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    depth, prelude, body = 0, "", ""
    for piece in _RULE_TOKEN.findall(sheet):
        if piece == "{":
            depth += 1
        elif piece == "}":
            if depth == 1 and not prelude.lstrip().startswith("@"):
                yield prelude, body
            depth, body = max(0, depth - 1), ""
            prelude = "" if depth == 0 else prelude
        elif depth == 0:
            prelude = piece
        elif depth == 1:
            body = piece


@lru_cache(1024)
def read_colour(value: str) -> Colour | None:
    """Return the red, green and blue of a CSS or HTML colour; `None` if it is none we know."""
    value = value.strip().lower()
    if value in _NAMED:
        return _NAMED[value]
    found = _HEX.match(value)
    if found is not None:
        digits = found[1] if len(found[1]) == 6 else "".join(d * 2 for d in found[1])  # noqa: PLR2004 - RRGGBB
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)
    found = _RGB.match(value)
    return (int(found[1]), int(found[2]), int(found[3])) if found else None


def read_pixels(value: str) -> float | None:
    """Return a length in pixels, roughly; `None` for what is no length."""
    found = _LENGTH.match(value.strip())
    if found is None:
        return None
    scale = {"pt": 1.33, "em": 16, "rem": 16, "%": 0.16, "ex": 8, "ch": 8, "in": 96, "cm": 38}
    return float(found[1]) * scale.get((found[2] or "px").lower(), 1)


def _text_colour(value: str | None) -> tuple[Colour | None, bool | None]:
    if not value:
        return None, None
    if value == "transparent":
        return None, True
    found = _RGB.match(value)
    alpha = float(found[4]) if found and found[4] else 1.0
    return read_colour(value), alpha == 0


def _first_colour(value: str) -> Colour | None:
    for word in value.split()[:8]:
        colour = read_colour(word)
        if colour is not None:
            return colour
    return None


def _hides(said: Mapping[str, str]) -> bool:
    if said.get("display") == "none" or said.get("mso-hide") == "all":
        return True
    opacity = said.get("opacity")
    if opacity is not None and (read_pixels(opacity) or 0.0) < 0.01:  # noqa: PLR2004 - as good as none
        return True
    return _has_no_room(said) or _is_off_screen(said)


def _has_no_room(said: Mapping[str, str]) -> bool:
    if said.get("overflow") not in ("hidden", "clip"):
        return False
    sizes = (said.get(name) for name in ("width", "height", "max-width", "max-height"))
    pixels = (read_pixels(size) for size in sizes if size)
    return any(size is not None and size <= _TINY_PIXELS for size in pixels)


def _is_off_screen(said: Mapping[str, str]) -> bool:
    names = ["text-indent", "margin-left", "margin-top"]
    if said.get("position") in ("absolute", "fixed"):
        names += ["left", "top", "right", "bottom"]
    pixels = (read_pixels(said[name]) for name in names if name in said)
    return any(size is not None and size <= _FAR for size in pixels)


def _invisible(value: str | None) -> bool | None:
    return None if value is None else value in ("hidden", "collapse")


def _is_tiny(value: str | None) -> bool | None:
    if value is None or value.endswith("%"):
        return None
    pixels = read_pixels(value)
    if pixels is None:
        return False
    if value.endswith("em") and pixels > _TINY_PIXELS:
        return None  # relative to what is around it
    return pixels <= _TINY_PIXELS


def _alike(one: Colour | None, other: Colour | None) -> bool:
    if one is None or other is None:
        return False
    return all(abs(a - b) <= _NEAR for a, b in zip(one, other, strict=True))
