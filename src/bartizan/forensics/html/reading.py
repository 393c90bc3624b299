"""Reads the HTML of a message into facts: one iterative, bounded walk over the parsed tree."""

import re
from collections.abc import Callable, Mapping

from bartizan.forensics.html.facts import Form, HtmlFacts, Image, Link
from bartizan.forensics.html.styles import Effect, Look, read_colour, read_pixels, read_sheet
from bartizan.forensics.html.styles import read_style as read_inline
from bartizan.forensics.html.tree import Document, LexborNode, attributes, read_document, walk

#: Entries kept of each kind of fact, and characters kept of each script.
FACT_LIMIT = 5_000
SCRIPT_LIMIT = 200_000

_SILENT = frozenset("script style title template head noembed noframes object select".split())
_BLOCKS = frozenset(
    """address article aside blockquote body br center dd div dl dt fieldset figure footer form h1
    h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tbody td tfoot th thead tr ul
    option""".split()
)
_COUNTED = _SILENT | {"pre"}
#: The attributes of most elements: they hold no address and run nothing.
_HARMLESS = frozenset(
    """align alt bgcolor border cellpadding cellspacing class color colspan dir face height hspace
    id lang name nowrap rel role rowspan size style summary target title type valign vspace
    width""".split()
)
_SCHEME_REACH, _LONGEST_URI = 40, 1_000_000
_IGNORED_EDGES = "".join(map(chr, range(0x21)))
_IGNORED = str.maketrans("", "", "\t\n\r")
_URI_ATTRIBUTES = frozenset("href src action formaction data background poster srcset".split())
_LOOK_ATTRIBUTES = frozenset("hidden bgcolor color text background style".split())
_REFRESH_URL = re.compile(r"url\s*=\s*['\"]?([^'\"]*)", re.IGNORECASE)
_SMUGGLING = re.compile(
    r"""\b(atob|Blob|msSaveBlob|msSaveOrOpenBlob|createObjectURL|fromCharCode|unescape|eval
    |document\.write|Uint8Array|FileReader|window\.location|location\.href|location\.replace
    |decodeURIComponent)\b""",
    re.VERBOSE,
)


def read_html(markup: str) -> HtmlFacts:
    """Read the HTML of a message. Never raises; past the limits `cut` is set."""
    document = read_document(markup)
    return _Reader(document).read()


class _Reader:
    """Collects facts while it walks; `_looks` holds what each element that changed it found."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._look = Look()
        self._hidden = False
        self._looks: list[tuple[int, Look, bool]] = []
        self._depth = 0
        self._silent = 0
        self._preformatted = 0
        self._shown: list[str] = []
        self._unseen: list[str] = []
        self._unseen_before = 0
        self._ends_in_letter = False
        self._split_words = 0
        self._links: list[tuple[dict[str, str], bool, list[str]]] = []
        self._link_images: set[int] = set()
        self._open_link = -1
        self._forms: list[tuple[str, str, list[tuple[str, str]]]] = []
        self._open_form = -1
        self._lists: dict[str, list[str]] = {}
        self._images: list[Image] = []
        self._inputs: list[tuple[str, str]] = []
        self._rules: dict[str, Effect] = {}
        self._matches: dict[tuple[str, str, str], tuple[Effect, ...]] = {}
        self._sheets: list[str] = []
        self._base: str | None = None
        self._comments = 0
        self._elements = 0

    def read(self) -> HtmlFacts:
        self._read_sheets()
        for node, tag, leaving in walk(self._document):
            if tag == "-text":
                self._text(node)
            elif leaving:
                self._leave(tag)
            elif tag == "-comment":
                self._comments += 1
            elif tag[:1] != "-":
                self._enter(node, tag)
        return self._facts()

    def _read_sheets(self) -> None:
        sheets = self._document.parser.css("style")[:50]
        for sheet in sheets:
            self._rules.update(read_sheet(sheet.text(deep=True)))

    def _keep(self, name: str, value: str) -> None:
        kept = self._lists.setdefault(name, [])
        if len(kept) < FACT_LIMIT:
            kept.append(value)

    def _text(self, node: LexborNode) -> None:
        if self._silent:
            return
        text = node.text_content or ""
        if not text:
            return
        if "\n" in text and not self._preformatted:
            text = text.replace("\n", " ")
        if self._hidden:
            self._unseen.append(text)
        else:
            self._show(text)
        if self._open_link >= 0:
            self._links[self._open_link][2].append(text)

    def _show(self, text: str) -> None:
        """Keep a visible text; count it if hidden text cuts the word it goes on with."""
        unseen = len(self._unseen)
        if unseen > self._unseen_before and self._ends_in_letter and text[0].isalpha():
            self._split_words += 1
        self._unseen_before = unseen
        self._ends_in_letter = text[-1].isalpha()
        self._shown.append(text)

    def _enter(self, node: LexborNode, tag: str) -> None:
        self._elements += 1
        self._depth += 1
        said = attributes(node)
        if self._rules or not _LOOK_ATTRIBUTES.isdisjoint(said):
            self._apply(tag, said)
        if tag in _COUNTED:
            self._count_open(tag, 1)
        elif tag in _BLOCKS:
            self._break()
        if not said.keys() <= _HARMLESS:
            self._note_attributes(said)
        handler = _HANDLERS.get(tag)
        if handler is not None:
            handler(self, node, said)

    def _leave(self, tag: str) -> None:
        if tag == "-document":
            return
        if self._looks and self._looks[-1][0] == self._depth:
            _, self._look, self._hidden = self._looks.pop()
        self._depth -= 1
        if tag in _COUNTED:
            self._count_open(tag, -1)
        elif tag in _BLOCKS:
            self._break()
        if tag == "a":
            self._open_link = -1
        elif tag == "form":
            self._open_form = -1

    def _count_open(self, tag: str, change: int) -> None:
        if tag in _SILENT:
            self._silent += change
        elif tag == "pre":
            self._preformatted += change
            self._break()

    def _break(self) -> None:
        if not self._hidden:
            self._ends_in_letter = False
        (self._unseen if self._hidden else self._shown).append("\n")
        if self._open_link >= 0:
            self._links[self._open_link][2].append(" ")

    def _apply(self, tag: str, said: Mapping[str, str]) -> None:
        look = before = self._look
        for effect in self._effects(tag, said):
            look = look.under(effect)
        if look != before:
            self._looks.append((self._depth, before, self._hidden))
            self._look, self._hidden = look, look.is_hidden

    def _effects(self, tag: str, said: Mapping[str, str]) -> list[Effect]:
        effects = list(self._ruled(tag, said)) if self._rules else []
        if _LOOK_ATTRIBUTES.isdisjoint(said):
            return effects
        if "hidden" in said:
            effects.append(Effect(hidden=True))
        presentational = _presentational(said)
        if presentational is not None:
            effects.append(presentational)
        if said.get("style"):
            effects.append(read_inline(said["style"]))
        return effects

    def _ruled(self, tag: str, said: Mapping[str, str]) -> tuple[Effect, ...]:
        """Return the effects of the rules for an element; the cells of a table share theirs."""
        key = tag, said.get("class", ""), said.get("id", "")
        known = self._matches.get(key)
        if known is None:
            names = [tag, *(f".{name}" for name in key[1].split()[:20]), f"#{key[2]}"]
            known = tuple(self._rules[name] for name in names if name in self._rules)
            self._matches[key] = known
        return known

    def _note_attributes(self, said: Mapping[str, str]) -> None:
        for name, value in said.items():
            if name[:2] == "on" and value:
                self._keep("event_handlers", name)
            elif name in _URI_ATTRIBUTES:
                scheme = _scheme_of(value)
                if scheme.startswith("data:"):
                    self._keep("data_uris", value[:200])
                elif scheme.startswith(("javascript:", "vbscript:")):
                    self._keep("script_uris", value[:200])

    def link(self, _node: LexborNode, said: dict[str, str]) -> None:
        if "href" in said and len(self._links) < FACT_LIMIT:
            self._open_link = len(self._links)
            self._links.append((said, self._hidden, []))

    def image(self, _node: LexborNode, said: dict[str, str]) -> None:
        if len(self._images) >= FACT_LIMIT:
            return
        if self._open_link >= 0:
            self._link_images.add(self._open_link)
        look = self._look
        self._images.append(
            Image(
                said.get("src", ""),
                said.get("alt", ""),
                read_pixels(said.get("width", "")),
                read_pixels(said.get("height", "")),
                look.hidden or look.invisible,
            )
        )

    def form(self, _node: LexborNode, said: dict[str, str]) -> None:
        if len(self._forms) < FACT_LIMIT:
            self._open_form = len(self._forms)
            self._forms.append((said.get("action", ""), said.get("method", "get").lower(), []))

    def input(self, node: LexborNode, said: dict[str, str]) -> None:
        kind = said.get("type", "text").lower() if node.tag == "input" else node.tag or ""
        target = self._forms[self._open_form][2] if self._open_form >= 0 else self._inputs
        if len(target) < FACT_LIMIT:
            target.append((kind, said.get("name", "")))

    def script(self, node: LexborNode, said: dict[str, str]) -> None:
        if said.get("src"):
            self._keep("script_sources", said["src"])
        code = node.text(deep=True)
        if code.strip():
            self._keep("scripts", code[:SCRIPT_LIMIT])

    def frame(self, _node: LexborNode, said: dict[str, str]) -> None:
        self._keep("frames", said.get("src") or said.get("srcdoc", "")[:SCRIPT_LIMIT])

    def embedded(self, _node: LexborNode, said: dict[str, str]) -> None:
        self._keep("embedded", said.get("data") or said.get("src", ""))

    def meta(self, _node: LexborNode, said: dict[str, str]) -> None:
        if said.get("http-equiv", "").lower() == "refresh":
            found = _REFRESH_URL.search(said.get("content", "")[:SCRIPT_LIMIT])
            self._keep("meta_refresh", found[1].strip() if found else "")

    def base(self, _node: LexborNode, said: dict[str, str]) -> None:
        if self._base is None and "href" in said:
            self._base = said["href"]

    def title(self, node: LexborNode, _said: dict[str, str]) -> None:
        self._keep("title", node.text(deep=True))

    def _facts(self) -> HtmlFacts:
        lists = {name: tuple(values) for name, values in self._lists.items()}
        titles = lists.pop("title", ())
        scripts = "\n".join(lists.get("scripts", ()))
        return HtmlFacts(
            text=_tidy("".join(self._shown)),
            hidden_text=_tidy("".join(self._unseen)),
            split_words=self._split_words,
            title=_tidy(titles[0]) if titles else "",
            links=tuple(self._link(index) for index in range(len(self._links))),
            forms=tuple(Form(action, how, tuple(found)) for action, how, found in self._forms),
            stray_inputs=tuple(self._inputs),
            images=tuple(self._images),
            base_href=self._base,
            smuggling=tuple(sorted(set(_SMUGGLING.findall(scripts)))),
            comments=self._comments,
            elements=self._elements,
            cut=self._document.cut,
            **lists,
        )

    def _link(self, index: int) -> Link:
        said, hidden, text = self._links[index]
        return Link(
            said["href"],
            " ".join("".join(text).split()),
            said.get("title", ""),
            hidden,
            index in self._link_images,
        )


_HANDLERS: dict[str, Callable[[_Reader, LexborNode, dict[str, str]], None]] = {
    "a": _Reader.link,
    "area": _Reader.link,
    "img": _Reader.image,
    "form": _Reader.form,
    "input": _Reader.input,
    "textarea": _Reader.input,
    "select": _Reader.input,
    "button": _Reader.input,
    "script": _Reader.script,
    "iframe": _Reader.frame,
    "frame": _Reader.frame,
    "object": _Reader.embedded,
    "embed": _Reader.embedded,
    "applet": _Reader.embedded,
    "meta": _Reader.meta,
    "base": _Reader.base,
    "title": _Reader.title,
}


def _presentational(said: Mapping[str, str]) -> Effect | None:
    """What `bgcolor`, `color`, `text`, `background` and `size=0` say."""
    fill, ink = said.get("bgcolor"), said.get("color") or said.get("text")
    if not fill and not ink and "background" not in said:
        return None
    return Effect(
        colour=read_colour(ink) if ink else None,
        background=read_colour(fill) if fill else None,
        has_image=bool(said.get("background")),
    )


def _tidy(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(filter(None, lines))


def _scheme_of(value: str) -> str:
    """Return how a URI begins once a browser has dropped what it ignores (WHATWG URL, 4.4).

    That is leading spaces and controls, and tabs and line breaks anywhere, however many.
    """
    head = value[:_SCHEME_REACH]
    if head.isprintable() and not head[:1].isspace():
        return head.lower()
    bare = value[:_LONGEST_URI].lstrip(_IGNORED_EDGES).translate(_IGNORED)
    return bare[:_SCHEME_REACH].lower()
