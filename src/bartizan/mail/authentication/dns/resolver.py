"""The resolver port, the driver that feeds evaluators, and the budget of one message."""

import asyncio
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from typing_extensions import override

from bartizan.mail.authentication.dns.questions import Answer, Evaluation, Outcome, Question

Result = TypeVar("Result")

#: SPF alone may ask for ten exchangers of each of ten domains (RFC 7208, section 4.6.4).
MOST_QUERIES = 150


class Resolver(Protocol):
    """Answers questions about DNS."""

    async def lookup(self, question: Question) -> Answer:
        """Return what DNS says; a failure is an answer too, so this never raises."""
        ...


class OfflineResolver(Resolver):
    """Asks nobody: for scans that must not touch the network."""

    @override
    async def lookup(self, question: Question) -> Answer:
        """Return that DNS was not asked."""
        return Answer(Outcome.UNASKED)


class BoundedResolver(Resolver):
    """One message's share of a resolver: so many seconds, so many queries, each asked once.

    When either runs out every further question times out, so that evaluators still finish.
    Build it inside the running event loop: the seconds count from then.
    """

    def __init__(self, resolver: Resolver, seconds: float, queries: int = MOST_QUERIES) -> None:
        self._resolver = resolver
        self._time = asyncio.get_running_loop().time
        self._deadline = self._time() + seconds
        self._left = queries
        self._known: dict[Question, Answer] = {}

    @override
    async def lookup(self, question: Question) -> Answer:
        """Return what is known already, or ask within what is left of the budget."""
        known = self._known.get(question)
        if known is None:
            known = self._known[question] = await self._ask(question)
        return known

    async def _ask(self, question: Question) -> Answer:
        if self._left <= 0 or self._time() >= self._deadline:
            return Answer(Outcome.TIMEOUT)
        self._left -= 1
        try:
            async with asyncio.timeout_at(self._deadline):
                return await self._resolver.lookup(question)
        except TimeoutError:
            return Answer(Outcome.TIMEOUT)


class RecordingResolver(Resolver):
    """Remembers every lookup made through it, in the order of the answers."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self.lookups: list[tuple[Question, Answer]] = []

    @override
    async def lookup(self, question: Question) -> Answer:
        """Pass the question on and keep the answer."""
        answer = await self._resolver.lookup(question)
        self.lookups.append((question, answer))
        return answer


@dataclass(frozen=True, slots=True)
class _Finished(Generic[Result]):
    result: Result


async def settle(
    evaluation: Evaluation[Result], resolver: Resolver, *, in_thread: bool = False
) -> Result:
    """Run `evaluation` to its result, asking `resolver`; questions of one step go out together.

    `in_thread` moves the evaluator's own work (hashing a large message) off the event loop.
    """
    answers: tuple[Answer, ...] | None = None
    while True:
        if in_thread:
            step = await asyncio.to_thread(_advance, evaluation, answers)
        else:
            step = _advance(evaluation, answers)
        if isinstance(step, _Finished):
            return step.result
        answers = tuple(await asyncio.gather(*map(resolver.lookup, step)))


def _advance(
    evaluation: Evaluation[Result], answers: tuple[Answer, ...] | None
) -> tuple[Question, ...] | _Finished[Result]:
    """Take one step; a future cannot carry `StopIteration`, so its value is wrapped."""
    try:
        return next(evaluation) if answers is None else evaluation.send(answers)
    except StopIteration as stop:
        return _Finished(stop.value)
