import asyncio
from datetime import timedelta

import pytest

from bartizan.base.errors import NotFoundError
from bartizan.base.paging import PageRequest
from bartizan.jobs.models import queue
from bartizan.jobs.public import JobsSettings, Runner, Task
from bartizan.mail.authentication.dns.zone import ZoneResolver
from bartizan.mail.evidence import Organisation
from bartizan.mail.feedback.errors import DestinationsUnknownError
from bartizan.mail.feedback.models import OutgoingState, outgoing_records, outgoing_reports
from bartizan.mail.feedback.opening import read_reports
from bartizan.mail.feedback.outgoing.reporting import PATIENCE, REPORT, Reporting
from bartizan.mail.models import MessageState, messages
from bartizan.mail.pipeline import Pipeline
from bartizan.mail.policies import PolicySettings
from bartizan.mail.public import Disposition, Envelope
from bartizan.mail.tasks import tasks

RAW = b"From: Alice <alice@example.com>\r\nSubject: x\r\n\r\nHello.\r\n"
ON = {"send": True, "contact": "dmarc@example.org", "organisation": "Example"}


@pytest.fixture
def reporting(make_world, make):
    """Return a function that builds a world which reports through a relay on this port."""

    async def build(port=1, zone=None, **settings):
        resolver = ZoneResolver(zone or {})
        relay = {"relay": f"127.0.0.1:{port}"}
        world = await make_world(resolver, feedback=ON | relay | settings)
        world.judge.verdict = make.verdict(make.failed())
        return world

    return build


async def tomorrow(world):
    """Let the day end."""
    now = world.clock.now()
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    world.clock.advance((midnight - now).total_seconds() + 2700)


async def judged(world, count=1, **options):
    for _ in range(count):
        await world.mail.judging.judge(await world.accept(**options))


async def planned(world):
    """Queue the reports of yesterday and run what is due, deliveries of mail aside."""
    async with world.database.transaction() as connection:
        await connection.execute(queue.delete())
    await world.mail.reporting.plan()
    await world.work()


async def only(world):
    [row] = await world.rows(outgoing_reports)
    return row


async def entries(world, action="mail:feedback:send"):
    count = await world.ledger.seal()
    found = [await world.ledger.entry(index) for index in range(count)]
    return [entry for entry in found if entry.action == action]


async def test_the_domain_that_asked_gets_one_report_of_its_day(sink, listen, reporting):
    async with listen() as port:
        world = await reporting(port)
        await judged(world, 3)
        await planned(world)
        assert sink.mails == []
        await tomorrow(world)
        await planned(world)
        await planned(world)
    [(sender, recipients, content)] = sink.mails
    assert (sender, recipients) == ("dmarc@example.org", ["dmarc@shop.example"])
    [report] = read_reports(content)
    assert (report.organisation, report.policy.domain, report.policy.p) == (
        "Example", "shop.example", "reject",
    )  # fmt: skip
    [record] = report.records
    assert (record.count, record.source_ip, record.disposition) == (3, "192.0.2.1", "none")
    assert [why.type for why in record.overrides] == ["local_policy"]
    assert b"alice" not in content
    assert b"bob@" not in content
    row = await only(world)
    assert (row["state"], row["recipients"]) == (OutgoingState.SENT, ["dmarc@shop.example"])
    message = await world.message(row["message_id"])
    assert (message["state"], message["notice_of"]) == (MessageState.DELIVERED, row["id"])
    [entry] = await entries(world)
    assert (entry.object, entry.details["messages"]) == (f"mail-outgoing-report:{row['id']}", 3)
    assert entry.details["report_id"] == report.report_id
    assert b"dmarc@shop" not in entry.canonical


ZONE = {
    "example.com": {"TXT": "v=spf1 -all"},
    "bounce.example.com": {"TXT": "v=spf1 ip4:192.0.2.1 -all"},
    "_dmarc.example.com": {
        "TXT": "v=DMARC1; p=reject; fo=1; rua=mailto:D@Example.com,mailto:x@y.example"
    },
}


async def test_what_authentication_found_is_what_the_domain_hears(sink, listen, reporting):
    resolver = ZoneResolver({name: [record] for name, record in ZONE.items()})
    async with listen() as port:
        world = await reporting(port, {"_dmarc.example.com": ZONE["_dmarc.example.com"]["TXT"]})
        judge = Pipeline(Organisation(), PolicySettings(), resolver, world.clock)
        sender = "alice+7@bounce.example.com"
        envelope = make_envelope(sender)
        world.judge.verdict = await judge.judge(RAW, envelope)
        await judged(world, sender=sender)
        await tomorrow(world)
        await planned(world)
    [(_, recipients, content)] = sink.mails
    assert recipients == ["D@example.com"]
    [report] = read_reports(content)
    assert (report.policy.domain, report.policy.p, report.policy.fo) == (
        "example.com",
        "reject",
        "1",
    )
    [record] = report.records
    assert (record.header_from, record.envelope_from) == ("example.com", "bounce.example.com")
    assert (record.spf, record.dkim, record.disposition) == ("pass", "fail", "pass")
    assert [(one.method, one.domain, one.result) for one in record.results] == [
        ("spf", "bounce.example.com", "pass")
    ]  # fmt: skip


def make_envelope(sender):
    return Envelope(
        mail_from=sender, recipients=("bob@example.org",), remote_address="192.0.2.1", helo="h"
    )


class Killing:
    """A blob store or ledger at which the worker is killed."""

    async def put(self, content, *, retain_until):
        raise asyncio.CancelledError

    async def record(self, connection, entry):
        raise asyncio.CancelledError


@pytest.mark.parametrize("part", ["blobs", "ledger"])
async def test_a_worker_killed_before_the_report_was_stored_leaves_it_to_the_next(
    sink, listen, reporting, part
):
    async with listen() as port:
        world = await reporting(port)
        await judged(world)
        await tomorrow(world)
        row = await only(world)
        parts = {"blobs": world.blobs, "ledger": world.ledger} | {part: Killing()}
        doomed = Reporting(
            world.database, parts["blobs"], world.jobs, parts["ledger"], world.clock,
            world.settings, resolver=None,
        )  # fmt: skip
        with pytest.raises(asyncio.CancelledError):
            await doomed.send(row["id"])
        assert (await only(world))["state"] == OutgoingState.GATHERING
        assert not any(one["outbound"] for one in await world.rows(messages))
        await planned(world)
    assert len(sink.mails) == 1


async def test_a_worker_killed_after_the_report_was_stored_sends_no_second(sink, listen, reporting):
    tries = []

    async def dying(job):
        """Do the job as the worker does, but die the first times before saying so."""
        await world.mail.reporting.send(job.arguments["report"], attempt=job.attempt)
        tries.append(job.attempt)
        if len(tries) <= 2:
            raise RuntimeError("killed")

    async with listen() as port:
        world = await reporting(port)
        await judged(world)
        await tomorrow(world)
        async with world.database.transaction() as connection:
            await connection.execute(queue.delete())
        await world.mail.reporting.plan()
        handlers = tasks(world.mail) | {REPORT: Task(REPORT, dying)}
        quick = JobsSettings(idle_seconds=0.02, backoff_seconds=0.001)
        runner = Runner(world.database, world.jobs, world.clock, handlers, quick)
        stop = asyncio.Event()
        async with asyncio.TaskGroup() as group, asyncio.timeout(30):
            group.create_task(runner.run(stop))
            while len(tries) < 3 or not sink.mails:
                await asyncio.sleep(0.05)
                world.clock.advance(5)
            stop.set()
        await planned(world)
    assert tries == [1, 2, 3]
    assert len(sink.mails) == 1
    assert len(await entries(world)) == 1


async def test_workers_at_once_send_one_report(sink, listen, reporting):
    async with listen() as port:
        world = await reporting(port)
        await judged(world)
        await tomorrow(world)
        row = await only(world)
        await asyncio.gather(*(world.mail.reporting.send(row["id"]) for _ in range(4)))
        await world.work()
    assert len(sink.mails) == 1
    assert sum(one["outbound"] for one in await world.rows(messages)) == 1


async def test_a_relay_that_is_down_gets_the_report_when_it_is_back(
    sink, listen, reporting, free_port
):
    world = await reporting(free_port)
    await judged(world)
    await tomorrow(world)
    await planned(world)
    row = await only(world)
    assert [one["state"] for one in await world.recipients(row["message_id"])] == ["deferred"]
    world.clock.advance(60)
    async with listen(free_port):
        await world.work()
    assert [to for _, to, _ in sink.mails] == [["dmarc@shop.example"]]


async def test_a_report_that_bounces_is_told_to_nobody(sink, listen, reporting):
    async with listen() as port:
        world = await reporting(port)
        sink.answers = {"dmarc@shop.example": "550 5.1.1 no such user"}
        await judged(world)
        await tomorrow(world)
        await planned(world)
    row = await only(world)
    assert (await world.message(row["message_id"]))["state"] == MessageState.BOUNCED
    assert sum(one["notice_of"] is not None for one in await world.rows(messages)) == 1


@pytest.mark.parametrize("settings", [{"send": False}, {"relay": None}])
async def test_without_consent_or_relay_nothing_is_sent(reporting, settings):
    world = await reporting(**settings)
    await judged(world)
    await tomorrow(world)
    assert await world.mail.reporting.plan() == 0
    rows = await world.rows(outgoing_reports)
    assert len(rows) == ("relay" in settings)
    for row in rows:
        await world.mail.reporting.send(row["id"])
    assert all(row["state"] == OutgoingState.GATHERING for row in rows)
    assert not any(one["outbound"] for one in await world.rows(messages))


async def test_what_brings_reports_is_not_reported(reporting):
    world = await reporting(addresses=["dmarc@example.org"])
    await judged(world, to=("DMARC@example.org",))
    assert await world.rows(outgoing_reports) == []
    await judged(world, to=("dmarc@example.org", "bob@example.org"))
    assert len(await world.rows(outgoing_reports)) == 1


async def test_an_outside_address_that_did_not_agree_gets_nothing(sink, listen, reporting, make):
    async with listen() as port:
        world = await reporting(port)
        outside = {"rua": ("mailto:victim@else.example",)}
        world.judge.verdict = make.verdict(make.failed(published=outside))
        await judged(world)
        await tomorrow(world)
        await planned(world)
        await planned(world)
    assert sink.mails == []
    row = await only(world)
    assert (row["state"], row["recipients"]) == (OutgoingState.UNSENT, [])
    assert row["sentence"] == "else.example does not say that it wants these reports"
    [entry] = await entries(world)
    assert (entry.outcome, entry.reason) == ("failed", row["sentence"])


async def test_an_outside_address_that_agreed_gets_it(sink, listen, reporting, make):
    zone = {"shop.example._report._dmarc.else.example": "v=DMARC1"}
    async with listen() as port:
        world = await reporting(port, zone)
        uris = ("mailto:rua@else.example", "mailto:small@shop.example!100")
        world.judge.verdict = make.verdict(make.failed(published={"rua": uris}))
        await judged(world)
        await tomorrow(world)
        await planned(world)
    assert [to for _, to, _ in sink.mails] == [["rua@else.example"]]
    assert (await only(world))["sentence"] == "shop.example takes no report this large"


async def test_while_dns_does_not_answer_it_is_tried_again_but_not_for_ever(reporting, make):
    zone = {"shop.example._report._dmarc.else.example": ["TIMEOUT"]}
    world = await reporting(zone=zone)
    outside = {"rua": ("mailto:rua@else.example",)}
    world.judge.verdict = make.verdict(make.failed(published=outside))
    await judged(world)
    await tomorrow(world)
    row = await only(world)
    with pytest.raises(DestinationsUnknownError, match=r"shop\.example"):
        await world.mail.reporting.send(row["id"], attempt=PATIENCE - 1)
    assert (await only(world))["state"] == OutgoingState.GATHERING
    await world.mail.reporting.send(row["id"], attempt=PATIENCE)
    assert "DNS did not answer in time" in (await only(world))["sentence"]


async def test_days_on_which_nothing_ran_are_made_up_for_until_their_records_are_gone(reporting):
    world = await reporting()
    await judged(world)
    world.clock.advance(5 * 86400)
    assert await world.mail.reporting.plan() == 1
    world.clock.advance(20 * 86400)
    assert await world.mail.reporting.plan() == 0
    assert await world.rows(outgoing_records) == []
    assert (await only(world))["state"] == OutgoingState.UNSENT
    world.clock.advance(90 * 86400)
    await world.mail.reporting.plan()
    assert await world.rows(outgoing_reports) == []


async def test_a_report_can_be_seen_before_it_is_sent(reporting):
    world = await reporting()
    await judged(world, 2)
    report = await world.mail.reporting.preview("Shop.example.")
    assert [one.count for one in report.records] == [2]
    day = report.begin
    assert await world.mail.reporting.preview("shop.example", day) == report
    for domain, other in (("else.example", None), ("shop.example", day - timedelta(days=1))):
        with pytest.raises(NotFoundError):
            await world.mail.reporting.preview(domain, other)


async def test_what_was_and_will_be_sent_is_listed(reporting):
    world = await reporting()
    await judged(world)
    rows, total = await world.mail.reporting.find(None, PageRequest())
    assert [(row["domain"], row["messages"]) for row in rows] == [("shop.example", 1)]
    assert total == 1
    assert (await world.mail.reporting.find("else.example", PageRequest()))[1] == 0


async def test_a_message_that_two_workers_judge_is_counted_once(reporting):
    world = await reporting()
    identifier = await world.accept()
    await asyncio.gather(*(world.mail.judging.judge(identifier) for _ in range(4)))
    assert (await only(world))["messages"] == 1


async def test_mail_that_could_not_be_analysed_is_told_to_nobody(reporting):
    world = await reporting()
    identifier = await world.accept()
    await world.mail.judging.judge(identifier, attempt=world.settings.judge_attempts + 1)
    assert await world.rows(outgoing_reports) == []


async def test_held_mail_is_reported_as_well(reporting, make):
    world = await reporting()
    world.judge.verdict = make.verdict(make.failed(), Disposition.HOLD)
    await judged(world)
    [record] = (await world.mail.reporting.preview("shop.example")).records
    assert record.disposition == "quarantine"
