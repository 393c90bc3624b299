import asyncio

from bartizan.mail.errors import ScannerError
from bartizan.mail.evidence import Signature
from bartizan.mail.scanners.asking import Scanned, ask


class Says:
    def __init__(self, engine: str, *names: str, fails: str = "", after: float = 0):
        self.engine, self.names, self.fails, self.after = engine, names, fails, after

    async def scan(self, content: bytes) -> tuple[str, ...]:
        await asyncio.sleep(self.after)
        if self.fails:
            raise ScannerError(self.fails)
        return self.names


async def test_nobody_to_ask():
    assert await ask((), b"x", 1) == Scanned()


async def test_what_all_of_them_say():
    found = await ask((Says("one", "a", "b"), Says("two")), b"x", 1)
    assert found.signatures == (Signature("one", "a", "message"), Signature("one", "b", "message"))
    assert found.defects == ()


async def test_one_that_is_away_is_a_defect_and_the_others_count():
    found = await ask((Says("one", fails="It is down."), Says("two", "a")), b"x", 1)
    assert [one.name for one in found.signatures] == ["a"]
    assert [one.code for one in found.defects] == ["scanner-unavailable"]
    assert found.defects[0].sentence == "The scanner one could not be asked: It is down."


async def test_one_that_is_slow_is_a_defect():
    found = await ask((Says("slow", "a", after=10),), b"x", 0.05)
    assert found.signatures == ()
    assert "in time" in found.defects[0].sentence
