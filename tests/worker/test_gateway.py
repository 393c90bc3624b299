import asyncio
import smtplib

from bartizan.worker.gateway import run_gateway


async def test_mail_is_taken_until_it_is_told_to_stop(bartizan, settings, free_port):
    gateway = settings.mail.gateway.model_copy(update={"port": free_port})
    mail = settings.mail.model_copy(update={"gateway": gateway})
    object.__setattr__(bartizan, "settings", settings.model_copy(update={"mail": mail}))
    stop = asyncio.Event()

    def send() -> None:
        with smtplib.SMTP("127.0.0.1", free_port, timeout=10) as client:
            client.sendmail("a@b.test", ["me@home.test"], "Subject: x\r\n\r\nHi\r\n")

    async with asyncio.timeout(30), asyncio.TaskGroup() as tasks:
        tasks.create_task(run_gateway(bartizan, stop))
        sent = False
        while not sent:
            try:
                await asyncio.to_thread(send)
                sent = True
            except OSError:
                await asyncio.sleep(0.05)
        stop.set()
    async with bartizan.database.reading() as connection:
        rows = await connection.exec_driver_sql("SELECT state FROM mail_messages")
        assert [row[0] for row in rows] == ["received"]
