import asyncio
import threading

from bartizan.mail.authentication.dns.questions import (
    Answer,
    Outcome,
    Question,
    RecordType,
    ask,
    ask_all,
)
from bartizan.mail.authentication.dns.resolver import (
    BoundedResolver,
    OfflineResolver,
    RecordingResolver,
    Resolver,
    settle,
)
from bartizan.mail.authentication.dns.zone import ZoneResolver

A = Question("a.example", RecordType.A)
FOUND = Answer(Outcome.FOUND, ("192.0.2.1",))


class SlowResolver(Resolver):
    """Answers after a while and counts how many wait at the same time."""

    def __init__(self, seconds):
        self.seconds, self.waiting, self.most, self.asked = seconds, 0, 0, 0

    async def lookup(self, question):
        self.asked += 1
        self.waiting += 1
        self.most = max(self.most, self.waiting)
        await asyncio.sleep(self.seconds)
        self.waiting -= 1
        return FOUND


async def test_offline_asks_nobody():
    assert (await OfflineResolver().lookup(A)).outcome is Outcome.UNASKED


async def test_questions_of_one_step_go_out_together():
    resolver = SlowResolver(0.01)
    names = [(f"{n}.example", RecordType.A) for n in range(5)]
    assert await settle(ask_all(names), resolver) == (FOUND,) * 5
    assert resolver.most == 5


async def test_an_evaluation_may_run_in_a_thread():
    def where():
        yield (A,)
        return threading.current_thread()

    zone = ZoneResolver({"a.example": [{"A": "192.0.2.1"}]})
    assert await settle(where(), zone, in_thread=True) is not threading.main_thread()
    assert await settle(where(), zone) is threading.main_thread()


async def test_time_runs_out_as_timeouts():
    bounded = BoundedResolver(SlowResolver(60), seconds=0.02)
    assert (await bounded.lookup(A)).outcome is Outcome.TIMEOUT
    assert (await bounded.lookup(Question("b.example", RecordType.A))).outcome is Outcome.TIMEOUT


async def test_queries_run_out_as_timeouts():
    slow = SlowResolver(0)
    bounded = BoundedResolver(slow, seconds=5, queries=2)
    names = [(f"{n}.example", RecordType.A) for n in range(5)]
    answers = await settle(ask_all(names), bounded)
    assert [answer.outcome for answer in answers].count(Outcome.FOUND) == 2
    assert slow.asked == 2


async def test_what_is_known_is_not_asked_again():
    slow = SlowResolver(0)
    bounded = BoundedResolver(slow, seconds=5)
    await bounded.lookup(A)
    assert await bounded.lookup(A) == FOUND
    assert slow.asked == 1


async def test_recording_keeps_questions_with_their_answers():
    recorder = RecordingResolver(ZoneResolver({"a.example": [{"A": "192.0.2.1"}]}))
    assert await settle(ask("a.example", RecordType.A), recorder) == FOUND
    assert recorder.lookups == [(A, FOUND)]
