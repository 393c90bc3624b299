"""Style declarations and sheets cut down to what can load nothing and leave the page alone."""

import re
from collections.abc import Iterator

#: Characters of style read of one document.
SHEET_LIMIT = 200_000

_PROPERTIES = frozenset(
    """background background-color border border-bottom border-bottom-color border-bottom-style
    border-bottom-width border-collapse border-color border-left border-left-color border-left-style
    border-left-width border-radius border-right border-right-color border-right-style
    border-right-width border-spacing border-style border-top border-top-color border-top-style
    border-top-width border-width box-sizing caption-side clear color display direction empty-cells
    float font font-family font-size font-style font-variant font-weight height letter-spacing
    line-height list-style-position list-style-type margin margin-bottom margin-left margin-right
    margin-top max-height max-width min-height min-width opacity overflow overflow-wrap padding
    padding-bottom padding-left padding-right padding-top table-layout text-align text-decoration
    text-indent text-transform unicode-bidi vertical-align visibility white-space width word-break
    word-spacing word-wrap""".split()
)
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_DECLARATION = re.compile(r"([a-zA-Z-]{2,40})\s*:([^;]*)")
#: Letters, numbers, colours, lengths, quoted font names and the functions of colour and arithmetic.
_VALUE = re.compile(r"(?:[\w\s#%.,+/!'\"*-]|(?:rgba?|hsla?|calc|min|max)\(|\))*\Z", re.IGNORECASE)
_LOADS = re.compile(r"url|image|src|expression|import|attr|var|element|paint", re.IGNORECASE)
_SELECTOR = re.compile(r"[\w\s.#,>+~*:()\[\]=\"'-]{1,500}\Z")
_MEDIA = re.compile(r"\s*@media\b[\w\s():,.-]{1,200}\Z", re.IGNORECASE)
_TOKEN = re.compile(r"[^{}]+|[{}]")


def safe_style(style: str) -> tuple[str, bool]:
    """Return the allowed declarations of a style, and whether one that loads was left out."""
    kept, remote = [], False
    for name, value in _DECLARATION.findall(_COMMENT.sub("", style[:SHEET_LIMIT])):
        if name.lower() in _PROPERTIES and _is_plain(value):
            kept.append(f"{name.lower()}:{value.strip()}")
        elif _LOADS.search(value):
            remote = True
    return ";".join(kept), remote


def safe_sheet(sheet: str) -> str:
    """Return a style sheet with only plain rules, at most inside `@media`."""
    return "".join(_safe_rules(_COMMENT.sub("", sheet[:SHEET_LIMIT])))


def _is_plain(value: str) -> bool:
    return _VALUE.match(value) is not None and not _LOADS.search(value)


def _safe_rules(sheet: str) -> Iterator[str]:
    """Yield safe rules; `path` holds the preludes of the blocks that are open."""
    path: list[str] = []
    prelude = ""
    for piece in _TOKEN.findall(sheet):
        if piece == "{":
            path.append(prelude)
            prelude = ""
        elif piece == "}":
            yield _rule(path, prelude)
            if path:
                path.pop()
            prelude = ""
        else:
            prelude = piece


def _rule(path: list[str], body: str) -> str:
    """Return one rule in its `@media`, empty if any of it is not allowed."""
    if not path or not body.strip():
        return ""
    *outer, selector = path
    selector = selector.rpartition(";")[2].strip()
    if not _SELECTOR.match(selector) or "@" in selector or "url" in selector.lower():
        return ""
    style, _ = safe_style(body)
    if not style:
        return ""
    if not outer:
        return f"{selector}{{{style}}}"
    media = outer[0].rpartition(";")[2]
    if len(outer) == 1 and _MEDIA.match(media):
        return f"{media.strip()}{{{selector}{{{style}}}}}"
    return ""
