import asyncio
import json
from contextlib import asynccontextmanager
from pathlib import Path

from click.testing import CliRunner

from bartizan.base.errors import NotFoundError
from bartizan.mail.feedback.aggregate import read_aggregate
from bartizan.mail.feedback.commands import feedback

HERE = Path(__file__).parent


def test_reports_are_printed_a_line_each_and_bad_files_named(tmp_path):
    (tmp_path / "bad.txt").write_text("hello")
    files = [str(HERE / name) for name in ("aggregate.xml", "tls.json", "failure.eml")]
    done = CliRunner().invoke(feedback, ["read", *files, str(tmp_path / "bad.txt")])
    assert done.exit_code == 1
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one.get("report_id", one.get("failed")) for one in lines] == ["r-1", "t-1", "dmarc"]
    assert "bad.txt: There is no report in it." in done.stderr


async def test_files_are_kept_once(world):
    @asynccontextmanager
    async def opening():
        await world.database.close()
        yield world
        await world.database.close()

    arguments = ["import", str(HERE / "aggregate.xml"), str(HERE / "aggregate.xml")]
    await world.database.close()
    done = await asyncio.to_thread(
        CliRunner().invoke, feedback, arguments, obj=opening, catch_exceptions=False
    )
    assert [line.split("\t") for line in done.stdout.splitlines()] == [
        ["new", "aggregate", "shop.example", "mail.example", "12 of 15 passed"],
        ["known", "aggregate", "shop.example", "mail.example", "12 of 15 passed"],
    ]


async def test_a_report_of_ours_is_printed_before_it_is_sent(make_world, make):
    world = await make_world(feedback={"send": True, "contact": "dmarc@example.org"})
    world.judge.verdict = make.verdict(make.failed())
    await world.mail.judging.judge(await world.accept())

    @asynccontextmanager
    async def opening():
        await world.database.close()
        try:
            yield world
        finally:
            await world.database.close()

    async def ask(*arguments):
        await world.database.close()
        return await asyncio.to_thread(
            CliRunner().invoke, feedback, ["preview", *arguments], obj=opening
        )

    done = await ask("Shop.example")
    assert (done.exit_code, read_aggregate(done.stdout_bytes).policy.domain) == (0, "shop.example")
    assert (await ask("shop.example", "--day", f"{world.clock.now():%Y-%m-%d}")).exit_code == 0
    assert isinstance((await ask("shop.example", "--day", "2001-01-01")).exception, NotFoundError)
    assert (await ask("shop.example", "--day", "yesterday")).exit_code == 2
