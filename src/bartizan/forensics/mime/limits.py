"""How much of a message is read. Past a limit a defect is noted and the rest stays opaque."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for one message; the defaults are far above anything that people send.

    `header_bytes` and `fields` hold for each header, `parts` and `depth` for each message,
    `messages` for how deep message/rfc822 may nest, `delimiter_lines` for the lines of one message
    that begin like a delimiter. `scan_bytes`, and four times the message's size, bound the bytes
    searched for delimiters, each counted once for every multipart around it.
    """

    depth: int = 32
    parts: int = 1_000
    header_bytes: int = 256 * 1024
    fields: int = 2_000
    messages: int = 16
    delimiter_lines: int = 50_000
    scan_bytes: int = 8 * 1024 * 1024
