"""Sends messages over many connections at once, pipelined (RFC 2920), and prints the seconds.

    load_smtp.py PORT CONNECTIONS MESSAGES BYTES

Every message is different. It counts when its 250 has come; any other reply ends the program.
"""

import asyncio
import os
import sys
import time

_COMMANDS = b"MAIL FROM:<a@sender.example>\r\nRCPT TO:<b@ours.example>\r\nDATA\r\n"


async def main(port: int, connections: int, messages: int, size: int) -> None:
    started = time.perf_counter()
    share = messages // connections
    await asyncio.gather(*(_connection(port, share, size) for _ in range(connections)))
    print(time.perf_counter() - started)


async def _connection(port: int, messages: int, size: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    await _reply(reader, b"220")
    writer.write(b"EHLO load.example\r\n")
    await _reply(reader, b"250")
    for _ in range(messages):
        writer.write(_COMMANDS)
        for code in (b"250", b"250", b"354"):
            await _reply(reader, code)
        writer.write(_message(size))
        await _reply(reader, b"250")
    writer.write(b"QUIT\r\n")
    await _reply(reader, b"221")
    writer.close()
    await writer.wait_closed()


async def _reply(reader: asyncio.StreamReader, code: bytes) -> None:
    line = await reader.readline()
    while line[3:4] == b"-":
        line = await reader.readline()
    if not line.startswith(code):
        raise RuntimeError(f"{code.decode()} was expected, not {line.decode(errors='replace')}")


def _message(size: int) -> bytes:
    head = (
        b"From: Sender <a@sender.example>\r\nTo: b@ours.example\r\nSubject: quarterly figures\r\n"
        b"Date: Fri, 20 Nov 2026 10:00:00 +0000\r\nMessage-ID: <%s@sender.example>\r\n\r\n"
        % os.urandom(12).hex().encode()
    )
    line = b"The quick brown fox jumps over the lazy dog, and the message grows by a line.\r\n"
    return head + line * ((size - len(head)) // len(line)) + b".\r\n"


if __name__ == "__main__":
    asyncio.run(main(*map(int, sys.argv[1:5])))
