"""The gateway role: takes mail in, and nothing else."""

import asyncio

from bartizan.assembly.bartizan import Bartizan
from bartizan.mail.public import Gateway


async def run_gateway(bartizan: Bartizan, stop: asyncio.Event) -> None:
    """Serve SMTP until `stop`, then let messages under way finish."""
    settings = bartizan.settings
    gateway = settings.mail.gateway
    if settings.worker.gateways > 1:
        gateway = gateway.model_copy(update={"share_port": True})
    data = settings.storage.data / "keys"
    await Gateway(bartizan.mail.intake.accept, gateway, bartizan.clock, data).run(stop)
