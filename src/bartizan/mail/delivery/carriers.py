"""Hands a message to whatever its destination is: a mail server, or a Maildir."""

import asyncio
from collections.abc import Sequence

from bartizan.mail.delivery.maildir import Maildir, file_message
from bartizan.mail.delivery.next_hop import NextHops, Transmission
from bartizan.mail.delivery.outcome import Outcome
from bartizan.mail.delivery.routing import Hop

Destination = Hop | Maildir


class Carriers:
    """The ways out."""

    def __init__(self, hops: NextHops) -> None:
        """Take the connections to mail servers."""
        self._hops = hops

    async def send(self, destination: Destination, message: Transmission) -> Sequence[Outcome]:
        """Hand a message over; return one outcome for each recipient, in their order."""
        if isinstance(destination, Maildir):
            return await asyncio.to_thread(file_message, destination, message)
        return await self._hops.send(destination, message)

    async def close(self) -> None:
        """Let go of connections."""
        await self._hops.close()
