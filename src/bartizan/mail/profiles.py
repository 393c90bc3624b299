"""Who a sender is, for people: what came from an address, through what, and what was decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bartizan.base.clock import Clock
from bartizan.mail import lists, senders
from bartizan.mail.errors import SenderMissingError
from bartizan.mail.evidence import Listing
from bartizan.mail.senders import Row
from bartizan.mail.sightings import storable_address
from bartizan.storage.database import Database


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of an address.

    `proved` and `claimed` are its rows of mail that proved to come from it, and of mail that only
    said so; `infrastructure` is what its proved mail came through, most used first.
    """

    address: str
    proved: Row | None
    claimed: Row | None
    domain_seen: int
    written_to: int
    infrastructure: Sequence[Row]

    @property
    def is_known(self) -> bool:
        """Whether anything was ever seen of it."""
        return bool(self.proved or self.claimed or self.written_to)


class Profiles:
    """Shows senders, and forgets those nobody has heard of for long."""

    def __init__(self, database: Database, clock: Clock, *, keep_days: int) -> None:
        self._database = database
        self._clock = clock
        self._kept = timedelta(days=keep_days)

    async def of(self, address: str) -> tuple[Profile, tuple[Listing, ...]]:
        """Return what is known of an address, and the list entries in force that name it.

        Raises:
            SenderMissingError: nothing was ever seen of it.
        """
        async with self._database.reading() as connection:
            profile = await read(connection, address)
            if profile is None or not profile.is_known:
                raise SenderMissingError("No mail came from this address, and nobody wrote to it.")
            named = await lists.naming(connection, [profile.address], self._clock.now())
        return profile, named

    async def forget(self) -> int:
        """Forget senders whose time is up; return how many."""
        async with self._database.transaction() as connection:
            return await senders.forget(connection, self._clock.now() - self._kept)


async def read(connection: AsyncConnection, address: str) -> Profile | None:
    """Return what is known of an address; `None` where it is none."""
    plain = storable_address(address)
    if plain is None:
        return None
    rows = await senders.standing_of(connection, [plain])
    domain = rows.get((senders.domain_row(plain), True))
    written = await senders.written_to(connection, [plain])
    return Profile(
        address=plain,
        proved=rows.get((plain, True)),
        claimed=rows.get((plain, False)),
        domain_seen=domain["messages"] if domain is not None else 0,
        written_to=written.get(plain, 0),
        infrastructure=await senders.infrastructure_of(connection, plain),
    )
