from bartizan.mail.delivery.claims import ABANDONED_AFTER
from bartizan.mail.feedback.outgoing.reporting import PATIENCE
from bartizan.mail.public import Disposition
from bartizan.mail.tasks import SCHEDULES, tasks


async def test_every_scheduled_job_is_one_we_do(world):
    defined = tasks(world.mail)
    assert {schedule.task for schedule in SCHEDULES} <= defined.keys()
    assert all(name == task.name for name, task in defined.items())


async def test_there_are_more_attempts_than_analyses_so_that_the_last_can_hold(world):
    defined = tasks(world.mail)
    assert defined["mail.judge"].max_attempts > world.settings.judge_attempts


async def test_a_try_is_abandoned_only_after_its_task_must_have_ended(world):
    assert tasks(world.mail)["mail.deliver"].timeout < ABANDONED_AFTER.total_seconds()


async def test_expiry_and_rescue_run_as_jobs(world):
    identifier = await world.received(disposition=Disposition.HOLD)
    world.clock.advance(31 * 86_400)
    async with world.database.transaction() as connection:
        await world.jobs.enqueue(connection, "mail.expire", {})
        await world.jobs.enqueue(connection, "mail.rescue", {})
        await world.jobs.enqueue(connection, "mail.forget", {})
    await world.work()
    assert (await world.held(identifier))["state"] == "expired"


async def test_a_report_is_tried_until_its_destinations_are_given_up(world):
    assert tasks(world.mail)["mail.report"].max_attempts > PATIENCE
