"""Domain names as strings: how they are compared, and which of them DNS can be asked about.

Names travel without a trailing dot, in lower case, with every label in its ASCII form. All
functions accept anything and never raise.
"""

import re
import unicodedata
from itertools import pairwise

#: RFC 1035, section 2.3.4, for names in text without the trailing dot.
LONGEST_NAME, LONGEST_LABEL = 253, 63

_ASKABLE = re.compile(r"[\x20-\x2d\x2f-\x7e]{1,63}(?:\.[\x20-\x2d\x2f-\x7e]{1,63})*")
_HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?")


def normalised(name: str) -> str:
    """Return `name` lower-cased, with A-labels (RFC 5890) and without its trailing dot.

    A name that is too long to be one is only lower-cased: it will not be askable anyway.
    """
    name = name.strip().removesuffix(".")
    if name.isascii() or len(name) > LONGEST_NAME:
        return name.lower()
    return ".".join(_a_label(label) for label in name.replace("\u3002", ".").split("."))


def _a_label(label: str) -> str:
    """Encode one label; unlike IDNA 2003 this keeps `ß` apart from `ss`, as registries do."""
    label = unicodedata.normalize("NFKC", label.lower()).lower()
    if label.isascii() or len(label) > LONGEST_LABEL:
        return label
    return "xn--" + label.encode("punycode", "replace").decode("ascii")


def is_askable(name: str) -> bool:
    """Say whether a DNS query can carry `name`: no empty and no over-long label, ASCII only."""
    return len(name) <= LONGEST_NAME and _ASKABLE.fullmatch(name) is not None


def is_host(name: str) -> bool:
    """Say whether `name` (normalised) is letters, digits, hyphens and underscores in labels."""
    return is_askable(name) and _HOST.fullmatch(name) is not None


def is_full(name: str) -> bool:
    """Say whether `name` is askable and has at least two labels, so that it may own mail."""
    return "." in name and is_askable(name)


def is_within(name: str, parent: str) -> bool:
    """Say whether `name` is `parent` or below it; both normalised."""
    return name == parent or name.endswith("." + parent)


def parents(name: str) -> list[str]:
    """Return the names above `name`, nearest first: `a.b.c` gives `b.c`, `c`."""
    cuts = [index + 1 for index, letter in enumerate(name) if letter == "."]
    return [name[cut:] for cut in cuts]


def child_towards(parent: str, name: str) -> str:
    """Return the name one label below `parent` on the way to `name` (which lies below it)."""
    chain = [name, *parents(name)]
    return next((lower for lower, upper in pairwise(chain) if upper == parent), name)


def shortened(name: str) -> str:
    """Cut labels from the left until at most 253 characters remain (RFC 7208, section 7.3)."""
    excess = len(name) - LONGEST_NAME
    if excess <= 0:
        return name
    cut = name.find(".", excess - 1)
    return name[cut + 1 :] if cut >= 0 else name
