"""Where a reader notes what it sees in one file; every list is bounded, whatever the file holds."""

from bartizan.forensics.examination import TEXT_LIMIT, Defect, Reading, Sign, Trait, Trouble

SIGNS, URLS, CODES, EMBEDDED = 100, 1_000, 50, 60
LONGEST_DETAIL, LONGEST_URL = 300, 8_000
#: Bytes of all files found inside one.
EMBEDDED_BYTES = 64_000_000


class Draft:
    """Collects signs, links, text and inner files, and makes a `Reading` of them."""

    def __init__(self) -> None:
        self._signs: dict[Sign, None] = {}
        self._defects: dict[Defect, None] = {}
        self._urls: dict[str, None] = {}
        self._codes: dict[str, None] = {}
        self._embedded: list[tuple[str, bytes]] = []
        self._room = EMBEDDED_BYTES
        self._text: list[str] = []
        self._length = 0
        self.html = ""
        self.password: str | None = None

    def sign(self, trait: Trait, detail: str = "") -> None:
        """Note a trait, with the words that show it."""
        if len(self._signs) < SIGNS:
            self._signs[Sign(trait, plain(detail))] = None

    def has(self, trait: Trait) -> bool:
        """Whether a trait was noted."""
        return any(sign.trait is trait for sign in self._signs)

    def defect(self, trouble: Trouble, sentence: str) -> None:
        """Note why something could not be read."""
        if len(self._defects) < SIGNS:
            self._defects[Defect(trouble, sentence)] = None

    def link(self, url: str) -> None:
        """Note a link as it stands in the file."""
        if url and len(self._urls) < URLS:
            self._urls[url[:LONGEST_URL]] = None

    def code(self, content: str) -> None:
        """Note what a bar code says."""
        if len(self._codes) < CODES:
            self._codes[content[:LONGEST_URL]] = None

    def say(self, text: str) -> None:
        """Note text that a reader of the file would see."""
        if text and self._length < TEXT_LIMIT:
            self._text.append(text[: TEXT_LIMIT - self._length])
            self._length += len(text) + 1

    def embed(self, name: str, content: bytes) -> None:
        """Note a file found inside, to be examined in turn."""
        if not content:
            return
        if len(self._embedded) >= EMBEDDED or len(content) > self._room:
            self.defect(Trouble.TOO_MANY, "It holds more files than were looked at.")
            return
        self._room -= len(content)
        self._embedded.append((name, content))

    def add(self, other: Reading) -> None:
        """Take over what another reader saw in a part of the file."""
        for sign in other.signs:
            self.sign(sign.trait, sign.detail)
        for defect in other.defects:
            self.defect(defect.trouble, defect.sentence)
        for url in other.urls:
            self.link(url)
        for name, content in other.embedded:
            self.embed(name, content)
        self.say(other.text)

    def reading(self) -> Reading:
        """Return what was noted."""
        return Reading(
            signs=tuple(self._signs),
            defects=tuple(self._defects),
            text="\n".join(self._text)[:TEXT_LIMIT],
            html=self.html[:TEXT_LIMIT],
            urls=tuple(self._urls),
            codes=tuple(self._codes),
            embedded=tuple(self._embedded),
            password=self.password,
        )


def plain(text: str) -> str:
    """Return text on one line without control characters, cut to what a sign may carry."""
    shown = "".join(letter if letter.isprintable() else " " for letter in text[:2_000])
    return " ".join(shown.split())[:LONGEST_DETAIL]
