"""A whole mail system over real stores, with a judge that says what a test wants to hear."""

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx
import pytest
import sqlalchemy as sa
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from bartizan.audit.public import Ledger, Signer
from bartizan.base.actor import Actor, ActorKind
from bartizan.base.clock import ManualClock, SystemClock
from bartizan.base.errors import BartizanError, problem
from bartizan.jobs.models import queue
from bartizan.jobs.public import Jobs, JobsSettings, Runner
from bartizan.mail import repository
from bartizan.mail.authentication.results import (
    ArcResult,
    Authentication,
    DmarcResult,
    Result,
    SpfResult,
)
from bartizan.mail.evidence import Organisation
from bartizan.mail.pipeline import Pipeline
from bartizan.mail.public import (
    Disposition,
    Envelope,
    KeptBook,
    Mail,
    MailSettings,
    Suspicion,
    Verdict,
)
from bartizan.mail.routes import router
from bartizan.mail.tasks import tasks
from bartizan.storage.blobs.pack_store import PackStore

RAW = (
    b"From: Alice Example <alice@example.com>\r\nTo: bob@example.org\r\n"
    b"Subject: The minutes\r\n\r\nHello Bob.\r\n"
)


def authentication(
    spf: Result = Result.PASS, domain: str = "example.com", dmarc: Result = Result.NONE
) -> Authentication:
    return Authentication(
        spf=SpfResult(result=spf, domain=domain, sentence="."),
        dkim=(),
        dmarc=DmarcResult(result=dmarc, domain=domain, sentence="."),
        arc=ArcResult(result=Result.NONE, sentence="."),
    )


def verdict(
    disposition: Disposition = Disposition.DELIVER,
    *,
    spf: Result = Result.PASS,
    dmarc: Result = Result.NONE,
    withheld: tuple[str, ...] = (),
):
    reason = Suspicion(
        id="lookalike_domain", title="Look-alike domain", severity="high", weight=0.9,
        sentence="The sender's domain looks like yours.", tags=("tactic:impersonation",),
    )  # fmt: skip
    return Verdict(
        score=0 if disposition is Disposition.DELIVER else 91,
        disposition=disposition,
        policy="default",
        reasons=() if disposition is Disposition.DELIVER else (reason,),
        defects=(),
        authentication=authentication(spf, dmarc=dmarc),
        milliseconds=12.5,
        withheld=withheld,
    )


class ScriptedJudge:
    """Gives the verdict it was told, or fails the way it was told."""

    def __init__(self):
        self.verdict = verdict()
        self.fault: BaseException | None = None
        self.seen: list[bytes] = []

    def says(self, disposition: Disposition, **options):
        self.verdict = verdict(disposition, **options)

    async def judge(self, raw: bytes, envelope: Envelope) -> Verdict:
        self.seen.append(raw)
        if self.fault is not None:
            raise self.fault
        return self.verdict


@dataclass
class World:
    """Everything a test of mail may want to hold."""

    database: object
    blobs: PackStore
    jobs: Jobs
    ledger: Ledger
    clock: ManualClock
    judge: ScriptedJudge
    settings: MailSettings
    mail: Mail
    alice: Actor = field(
        default_factory=lambda: Actor("u1", ActorKind.USER, "Alice", frozenset({"*"}))
    )

    async def accept(
        self,
        raw: bytes = RAW,
        sender="alice@example.com",
        to=("bob@example.org",),
        dsn=None,
        client="192.0.2.1",
    ) -> str:
        envelope = Envelope(
            mail_from=sender, recipients=tuple(to), remote_address=client, helo="c.example"
        )
        return await self.mail.intake.accept(raw, envelope, dsn)

    async def received(
        self, raw: bytes = RAW, disposition=Disposition.DELIVER, *, proved=False, **options
    ) -> str:
        """Accept and judge a message; `proved`: its author's domain stands behind it."""
        self.judge.says(disposition, dmarc=Result.PASS if proved else Result.NONE)
        identifier = await self.accept(raw, **options)
        await self.mail.judging.judge(identifier)
        return identifier

    @asynccontextmanager
    async def working(self):
        """Run the queue's jobs; yields a function that waits until nothing is due."""
        stop = asyncio.Event()
        quick = JobsSettings(idle_seconds=0.02, backoff_seconds=0.001, concurrency=16)
        runner = Runner(self.database, self.jobs, self.clock, tasks(self.mail), quick)
        async with asyncio.TaskGroup() as group:
            group.create_task(runner.run(stop))
            try:
                yield self._idle
            finally:
                stop.set()

    async def work(self):
        """Run jobs until nothing is due."""
        async with self.working() as idle:
            await idle()

    async def _idle(self):
        async with asyncio.timeout(30):
            while await self._due():
                await asyncio.sleep(0.02)

    async def _due(self) -> int:
        # A job that is being done counts as well: its `run_at` is when its lease ends.
        now = self.clock.now()
        busy = (queue.c.run_at <= now) | queue.c.lease_owner.is_not(None)
        due = sa.select(sa.func.count()).select_from(queue).where(busy)
        async with self.database.reading() as connection:
            return await connection.scalar(due)

    async def message(self, identifier):
        async with self.database.reading() as connection:
            return await repository.message(connection, identifier)

    async def recipients(self, identifier):
        async with self.database.reading() as connection:
            return await repository.recipients_of(connection, identifier)

    async def attempts(self, identifier):
        async with self.database.reading() as connection:
            return await repository.attempts_of(connection, identifier)

    async def held(self, identifier):
        async with self.database.reading() as connection:
            return await repository.held_row(connection, identifier)

    async def rows(self, table):
        async with self.database.reading() as connection:
            return (await connection.execute(sa.select(table))).mappings().all()


@pytest.fixture
def make_world(database, tmp_path):
    """Return a function that builds a world over the test's database from settings."""
    opened = []

    async def build(resolver=None, **settings) -> World:
        nobody = {"next_hop": "127.0.0.1:1"}
        defaults = {"gateway": {"host_name": "mx.example"}, "delivery": nobody}
        chosen = MailSettings.model_validate(defaults | settings)
        clock = ManualClock(SystemClock().now())
        blobs = await PackStore.open(tmp_path / "blobs", clock)
        jobs, judge = Jobs(clock), ScriptedJudge()
        ledger = Ledger(database, Signer.generate("test.example/ledger"), clock)
        mail = Mail(database, blobs, jobs, ledger, clock, chosen, judge=judge, resolver=resolver)
        world = World(database, blobs, jobs, ledger, clock, judge, chosen, mail)
        opened.append(world)
        return world

    yield build
    with asyncio.Runner() as runner:
        for world in opened:
            runner.run(world.mail.close())
            runner.run(world.blobs.close())


@pytest.fixture
async def world(make_world):
    """A world with default settings."""
    return await make_world()


def application(world) -> FastAPI:
    app = FastAPI()
    app.include_router(router, prefix="/api/v1")
    pipeline = Pipeline(
        Organisation(),
        world.settings.judgement.policy,
        None,
        world.clock,
        book=KeptBook(world.database, world.clock),
    )
    app.state.services = {Mail: world.mail, Pipeline: pipeline}

    @app.middleware("http")
    async def sign_in(request: Request, call_next):
        words = request.headers.get("x-permissions")
        if words is not None:
            held = frozenset(words.split())
            request.state.actor = Actor("u1", ActorKind.USER, "Alice", held)
        request.state.request_id = "r1"
        return await call_next(request)

    @app.exception_handler(BartizanError)
    async def refuse(request: Request, error: BartizanError):
        return JSONResponse(problem(error), status_code=error.status)

    return app


@pytest.fixture
async def client(world):
    transport = httpx.ASGITransport(application(world))
    async with httpx.AsyncClient(
        transport=transport, base_url="http://test/api/v1/mail", headers={"x-permissions": "*"}
    ) as opened:
        yield opened
