"""The one place that knows the HTML parser: lexbor, which follows the HTML standard."""

from collections.abc import Iterator
from typing import NamedTuple, cast

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bartizan.forensics.html.tame import tame

__all__ = ["Document", "LexborNode", "Step", "attributes", "read_document", "walk"]

#: Nodes visited of one document.
NODE_LIMIT = 50_000

#: What a parser makes of nothing, and of bytes it cannot stand.
_NOTHING = "<html></html>"


#: One step of a walk: a node, its tag (`-text`, `-comment`), and whether it is being left again.
#: A plain tuple: a message makes thousands of them.
Step = tuple[LexborNode, str, bool]


class Document(NamedTuple):
    """A parsed document and whether the markup was cut to get it."""

    parser: LexborHTMLParser
    cut: bool


def read_document(markup: str) -> Document:
    """Parse markup; never raises."""
    tamed, cut = tame(markup)
    tamed = tamed.encode("utf-8", "replace").decode()
    return Document(LexborHTMLParser(tamed or _NOTHING), cut)


def attributes(node: LexborNode) -> dict[str, str]:
    """Return an element's attributes, names in lower case; a missing value is empty."""
    said: dict[str, str | None] = node.attributes
    if None in said.values():
        return {name: value or "" for name, value in said.items()}
    return cast("dict[str, str]", said)


def walk(document: Document, limit: int = NODE_LIMIT) -> Iterator[Step]:
    """Yield every node in document order, elements a second time when they are left."""
    node = document.parser.root
    stack: list[LexborNode] = []
    visited = 0
    while node is not None and visited < limit:
        visited += 1
        tag = node.tag or ""
        yield node, tag, False
        child = node.child if tag[:1] != "-" or tag == "-document" else None
        if child is not None:
            stack.append(node)
            node = child
            continue
        if tag[:1] != "-":
            yield node, tag, True
        following = node.next
        while following is None and stack:
            node = stack.pop()
            yield node, node.tag or "", True
            following = node.next
        node = following
