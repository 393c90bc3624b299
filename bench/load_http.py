"""Asks an HTTP server over kept connections and prints one line of JSON.

    load_http.py PORT CONNECTIONS REQUESTS PATH… < key

The paths are asked in turn. Any answer but 200 ends the program. Printed are `seconds` in all and
`waits`, the milliseconds that each request took.
"""

import asyncio
import json
import sys
import time
from collections.abc import Iterator
from itertools import cycle, islice


async def main(port: int, connections: int, requests: int, key: str, paths: list[str]) -> None:
    waits: list[float] = []
    queue = islice(cycle(paths), requests)
    started = time.perf_counter()
    await asyncio.gather(*(_connection(port, key, queue, waits) for _ in range(connections)))
    print(json.dumps({"seconds": time.perf_counter() - started, "waits": waits}))


async def _connection(port: int, key: str, queue: Iterator[str], waits: list[float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = f"Host: localhost\r\nAuthorization: Bearer {key}\r\n\r\n"
    for path in queue:
        asked = time.perf_counter()
        writer.write(f"GET {path} HTTP/1.1\r\n{head}".encode())
        await _answer(reader, path)
        waits.append((time.perf_counter() - asked) * 1000)
    writer.close()
    await writer.wait_closed()


async def _answer(reader: asyncio.StreamReader, path: str) -> None:
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    body = await reader.readexactly(int(head.partition(b"content-length:")[2].split(b"\r\n")[0]))
    if b" 200 " not in head.split(b"\r\n")[0]:
        raise RuntimeError(f"{path}: {head.decode()}{body[:500].decode()}")


if __name__ == "__main__":
    to, clients, count = map(int, sys.argv[1:4])
    asyncio.run(main(to, clients, count, sys.stdin.read().strip(), sys.argv[4:]))
