import asyncio
import base64
import io
import zipfile
from contextlib import asynccontextmanager, suppress

import pytest

from bartizan.mail.errors import ScannerError
from bartizan.mail.scanners.clamd import CHUNK, Clamd

OWN = b"bartizan-own-signature"
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def message(content: bytes) -> bytes:
    coded = base64.encodebytes(content)
    return (
        b"From: a@b.test\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: application/octet-stream; name="a.bin"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\n" + coded
    )


def over_tcp(clamd, **options) -> Clamd:
    return Clamd(f"127.0.0.1:{clamd[0]}", **{"timeout_seconds": 20, "limit": 10_000_000, **options})


@asynccontextmanager
async def pretender(reply: bytes):
    """Somebody on clamd's port who answers what a test wants, whatever is asked."""

    async def answer(reader, writer):
        await reader.read(10)
        writer.write(reply)
        await writer.drain()
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        yield Clamd(f"127.0.0.1:{port}", timeout_seconds=2, limit=10_000_000)


@pytest.mark.peer("clamd")
class TestRealClamd:
    async def test_clean_mail_is_clean(self, clamd):
        assert await over_tcp(clamd).scan(message(b"Hello")) == ()

    async def test_the_test_file_is_found_in_a_part_and_in_an_archive(self, clamd):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("a.txt", EICAR)
        for content in (EICAR, out.getvalue()):
            found = await over_tcp(clamd).scan(message(content))
            assert [name.partition(".UNOFFICIAL")[0] for name in found] == ["Eicar-Test-Signature"]

    async def test_it_is_found_over_a_unix_socket_and_behind_many_chunks(self, clamd):
        scanner = Clamd(f"unix:{clamd[1]}", timeout_seconds=20, limit=10_000_000)
        found = await scanner.scan(message(bytes(5 * CHUNK) + OWN))
        assert [name.partition(".UNOFFICIAL")[0] for name in found] == ["Bartizan.Own"]

    async def test_many_messages_at_once(self, clamd):
        scanner = over_tcp(clamd)
        async with asyncio.TaskGroup() as group:
            tasks = [
                group.create_task(scanner.scan(message(OWN if n % 2 else b"clean")))
                for n in range(20)
            ]
        assert [bool(task.result()) for task in tasks] == [bool(n % 2) for n in range(20)]

    async def test_a_stream_that_clamd_refuses_is_no_clean_one(self, clamd):
        with pytest.raises(ScannerError):
            await over_tcp(clamd).scan(bytes(3_000_000))

    async def test_it_says_what_it_is(self, clamd):
        assert (await over_tcp(clamd).version()).startswith("ClamAV")


async def test_a_message_over_our_limit_is_not_sent():
    with pytest.raises(ScannerError, match="over the 10 octets"):
        await Clamd("127.0.0.1:1", timeout_seconds=1, limit=10).scan(bytes(11))


async def test_nobody_there():
    with pytest.raises(ScannerError, match="cannot be reached"):
        await Clamd("127.0.0.1:1", timeout_seconds=1, limit=100).scan(b"x")
    with pytest.raises(ScannerError, match="cannot be reached"):
        await Clamd("unix:/nowhere/clamd.sock", timeout_seconds=1, limit=100).scan(b"x")


@pytest.mark.parametrize("reply", [b"", b"stream: OK", b"x" * 10_000])
async def test_half_an_answer_is_none(reply):
    async with pretender(reply) as scanner:
        with pytest.raises(ScannerError):
            await scanner.scan(b"x" * 500_000)


async def test_an_error_is_no_clean_mail():
    async with pretender(b"INSTREAM size limit exceeded. ERROR\0") as scanner:
        with pytest.raises(ScannerError, match="size limit"):
            await scanner.scan(b"x")


async def test_a_name_is_taken_from_the_answer():
    async with pretender(b"stream: Win.Test.A-1 FOUND\0") as scanner:
        assert await scanner.scan(b"x") == ("Win.Test.A-1",)


async def test_silence_ends():
    async def nothing(reader, writer):
        await reader.read()
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()

    async with await asyncio.start_server(nothing, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        scanner = Clamd(f"127.0.0.1:{port}", timeout_seconds=0.1, limit=100)
        with pytest.raises(ScannerError, match=r"did not answer in 0\.1 seconds"):
            await scanner.scan(b"x")
        await asyncio.sleep(0.05)  # the server's side ends as well
