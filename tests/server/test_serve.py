import asyncio
import urllib.request

from bartizan.server.serve import run_api


async def test_it_serves_until_it_is_told_to_stop(bartizan, settings, free_port):
    server = settings.server.model_copy(update={"port": free_port})
    object.__setattr__(bartizan, "settings", settings.model_copy(update={"server": server}))
    stop = asyncio.Event()

    def ask() -> int:
        with urllib.request.urlopen(f"http://127.0.0.1:{free_port}/health/live") as answer:
            return answer.status

    async with asyncio.timeout(30), asyncio.TaskGroup() as tasks:
        tasks.create_task(run_api(bartizan, stop))
        status = None
        while status is None:
            try:
                status = await asyncio.to_thread(ask)
            except OSError:
                await asyncio.sleep(0.05)
        stop.set()
    assert status == 200
