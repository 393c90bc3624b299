"""What is said, shown, hidden and attempted by the HTML of a message."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Link:
    """A link: raw `href`, the text and title that a reader sees, and whether it is hidden."""

    href: str
    text: str
    title: str = ""
    hidden: bool = False
    has_image: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """A form: where it goes, and the types and names of its inputs."""

    action: str
    method: str
    inputs: tuple[tuple[str, str], ...] = ()

    @property
    def asks_password(self) -> bool:
        """Whether it has a password field."""
        return any(kind == "password" for kind, _ in self.inputs)


@dataclass(frozen=True, slots=True)
class Image:
    """An image: raw `src`, alternative text, size in pixels where it is given."""

    src: str
    alt: str = ""
    width: float | None = None
    height: float | None = None
    hidden: bool = False

    @property
    def is_pixel(self) -> bool:
        """Whether it is at most one pixel wide and high."""
        return self.width is not None and self.height is not None and self.width * self.height <= 1


@dataclass(frozen=True, slots=True)
class HtmlFacts:
    """Everything that detectors ask of one HTML body.

    `text` is what a reader sees, `hidden_text` what only filters see; `split_words` counts the
    visible words that hidden text cuts in two. `stray_inputs` stand outside
    any form. `smuggling` holds the words by which scripts build files (`Blob`, `atob`).
    """

    text: str = ""
    hidden_text: str = ""
    split_words: int = 0
    title: str = ""
    links: tuple[Link, ...] = ()
    forms: tuple[Form, ...] = ()
    stray_inputs: tuple[tuple[str, str], ...] = ()
    images: tuple[Image, ...] = ()
    scripts: tuple[str, ...] = ()
    script_sources: tuple[str, ...] = ()
    frames: tuple[str, ...] = ()
    embedded: tuple[str, ...] = ()
    meta_refresh: tuple[str, ...] = ()
    base_href: str | None = None
    data_uris: tuple[str, ...] = ()
    script_uris: tuple[str, ...] = ()
    event_handlers: tuple[str, ...] = ()
    smuggling: tuple[str, ...] = field(default=())
    comments: int = 0
    elements: int = 0
    cut: bool = False
