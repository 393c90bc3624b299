from bartizan.assembly.subscriptions import SUBSCRIPTIONS, arrival, joining_tasks
from bartizan.jobs.public import Job, matches
from bartizan.mail.dsn import DsnRequest
from bartizan.mail.verdict import Envelope

ENVELOPE = Envelope(
    mail_from="a@b.test", recipients=("me@home.test",), remote_address="192.0.2.1", helo="mx.b.test"
)


def test_the_archive_hears_of_every_judged_message():
    assert any(matches(one.pattern, "mail.message.judged") for one in SUBSCRIPTIONS)


async def test_a_judged_message_is_archived_once_with_its_envelope(bartizan):
    raw = b"From: a@b.test\r\nSubject: Tides\r\n\r\nHigh at noon.\r\n"
    identifier = await bartizan.mail.intake.accept(raw, ENVELOPE, DsnRequest())
    await bartizan.mail.judging.judge(identifier)
    async with bartizan.database.reading() as connection:
        rows = await connection.exec_driver_sql(
            "SELECT payload FROM storage_outbox WHERE topic = 'mail.message.judged'"
        )
        (payload,) = [bartizan_json(row[0]) for row in rows]
    job = Job("1", "archive.ingest", {"payload": payload}, None, 1, bartizan.clock.now())
    task = joining_tasks(bartizan.archive)["archive.ingest"]
    await task.handler(job)
    await task.batch([job, job])
    detail = await bartizan.archive.message(payload["sha256"])
    assert detail.message.subject == "Tides"
    assert [seen.recipients for seen in detail.observations] == [("me@home.test",)]
    assert arrival(payload).verdict.disposition == "deliver"


def bartizan_json(text: str) -> dict:
    import json

    return json.loads(text)
