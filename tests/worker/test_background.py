import asyncio

from bartizan.mail.dsn import DsnRequest
from bartizan.mail.samples import samples
from bartizan.mail.verdict import Envelope
from bartizan.worker.background import SCHEDULES, run_worker, tasks

ENVELOPE = Envelope(
    mail_from="x@samples.example", recipients=("reader@example.com",), remote_address="192.0.2.1",
    helo="samples.example",
)  # fmt: skip


def test_every_schedule_and_job_has_its_task(bartizan):
    known = tasks(bartizan)
    assert {schedule.task for schedule in SCHEDULES} <= set(known)
    assert {"mail.judge", "mail.deliver", "archive.ingest"} <= set(known)


async def test_an_accepted_message_is_judged_held_archived_and_found(bartizan):
    raw = dict(samples(bartizan.clock.now()))["11-eicar"]
    identifier = await bartizan.mail.intake.accept(raw, ENVELOPE, DsnRequest())
    stop = asyncio.Event()
    async with asyncio.timeout(60), asyncio.TaskGroup() as group:
        group.create_task(run_worker(bartizan, stop))
        while not (found := await bartizan.archive.search("subject:october")).hits:
            await asyncio.sleep(0.1)
        while await bartizan.ledger.staged():
            await asyncio.sleep(0.05)
        stop.set()
    assert found.hits[0].message.disposition == "hold"
    async with bartizan.database.reading() as connection:
        rows = await connection.exec_driver_sql("SELECT message_id, state FROM mail_quarantine")
        assert [tuple(row) for row in rows] == [(identifier, "held")]
    assert (await bartizan.ledger.verify()).ok
