"""ClamAV's daemon, asked over TCP or a Unix socket with INSTREAM (clamd(8)).

The whole message is streamed in chunks; clamd takes mail apart by itself. One connection a
message: clamd ends a session after a stream that is over its limit.
"""

import asyncio
import re
from collections.abc import Iterator
from contextlib import suppress

from bartizan.mail.errors import ScannerError

CHUNK = 64 * 1024
ENGINE = "clamav"

_UNIX = "unix:"
_LONGEST_REPLY = 4_096
_FOUND = re.compile(r"^stream: (.{1,300}) FOUND$")


class Clamd:
    """A clamd at `host:port` or `unix:/path`."""

    engine = ENGINE

    def __init__(self, address: str, *, timeout_seconds: float, limit: int) -> None:
        """`limit` is the largest message, in octets: no more than clamd's StreamMaxLength."""
        self._address = address
        self._timeout = timeout_seconds
        self._limit = limit

    async def scan(self, content: bytes) -> tuple[str, ...]:
        """Return the signature that matches, if one does.

        Raises:
            ScannerError: clamd is away, too slow, or refuses the message.
        """
        if len(content) > self._limit:
            raise ScannerError(f"The message is over the {self._limit:,} octets it is given.")
        reply = await self.ask(b"INSTREAM", content)
        if reply == "stream: OK":
            return ()
        found = _FOUND.match(reply)
        if found is None:
            raise ScannerError(f"clamd answered {reply!r}.")
        return (found[1],)

    async def version(self) -> str:
        """Return what clamd says it is and knows.

        Raises:
            ScannerError: clamd is away.
        """
        return await self.ask(b"VERSION")

    async def ask(self, command: bytes, content: bytes | None = None) -> str:
        """Send a command, and a stream after it where there is one; return the reply.

        Raises:
            ScannerError: clamd is away or too slow.
        """
        try:
            async with asyncio.timeout(self._timeout):
                return await self._ask(command, content)
        except TimeoutError as error:
            raise ScannerError(f"clamd did not answer in {self._timeout:g} seconds.") from error
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError) as error:
            raise ScannerError(f"clamd at {self._address} cannot be reached.") from error

    async def _ask(self, command: bytes, content: bytes | None) -> str:
        reader, writer = await self._connect()
        try:
            writer.write(b"z" + command + b"\0")
            if content is not None:
                await _stream(writer, content)
            reply = await reader.readuntil(b"\0")
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()
        return reply[:-1].decode("utf-8", "replace").strip()

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._address.startswith(_UNIX):
            path = self._address.removeprefix(_UNIX)
            return await asyncio.open_unix_connection(path, limit=_LONGEST_REPLY)
        host, _, port = self._address.rpartition(":")
        return await asyncio.open_connection(host.strip("[]"), int(port), limit=_LONGEST_REPLY)


async def _stream(writer: asyncio.StreamWriter, content: bytes) -> None:
    """Send the chunks; clamd may hang up in between, having said why."""
    try:
        for chunk in _chunks(content):
            writer.write(chunk)
            await writer.drain()
    except ConnectionError:
        return


def _chunks(content: bytes) -> Iterator[bytes]:
    for start in range(0, len(content), CHUNK):
        piece = content[start : start + CHUNK]
        yield len(piece).to_bytes(4, "big") + piece
    yield bytes(4)
