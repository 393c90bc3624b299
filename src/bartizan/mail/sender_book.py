"""Who an author is to us, read from what the gateway wrote down; the pipeline's `SenderBook`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bartizan.base.clock import Clock
from bartizan.base.group_commit import GroupCommit
from bartizan.mail import lists, senders
from bartizan.mail.evidence import Facts, History, Resemblance
from bartizan.mail.likeness import closest, keys_of, name_key, named
from bartizan.mail.models import Label
from bartizan.mail.pipeline import Recalled
from bartizan.mail.senders import Row, Standing
from bartizan.mail.sightings import network_of, storable_address
from bartizan.storage.database import Database

_AUTHORS: Final = 10


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked about one message; `address` is `None` where it has no usable author."""

    address: str | None
    name: str
    proved: bool
    network: str | None
    claimed: tuple[str, ...]


class KeptBook:
    """The memory of the gateway, in its database; messages judged side by side share questions."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._questions: GroupCommit[_Asked, Recalled] = GroupCommit(self._answer, limit=50)

    async def recall(self, facts: Facts) -> Recalled:
        """Return what is known of a message's senders, before this message counts itself."""
        return await self._questions.submit(_asked(facts))

    async def _answer(self, batch: Sequence[_Asked]) -> Sequence[Recalled]:
        now = self._clock.now()
        claimed = {address for asked in batch for address in asked.claimed}
        async with self._database.reading() as connection:
            entries = await lists.naming(connection, sorted(claimed), now)
            histories = await _histories(connection, batch, now)
        return [
            Recalled(history, lists.of(entries, asked.claimed))
            for asked, history in zip(batch, histories, strict=True)
        ]


def claimed_addresses(facts: Facts) -> tuple[str, ...]:
    """Return every address a message says it is from, as tables hold them."""
    claimed = [mailbox.address for mailbox in facts.senders[:_AUTHORS]]
    if facts.envelope is not None:
        claimed.append(facts.envelope.mail_from)
    return tuple(dict.fromkeys(one for one in map(storable_address, claimed) if one is not None))


def _asked(facts: Facts) -> _Asked:
    sender = facts.sender
    return _Asked(
        address=storable_address(sender.address) if sender is not None else None,
        name=name_key(sender.name) if sender is not None else "",
        proved=facts.proved,
        network=network_of(facts.envelope.remote_address) if facts.envelope else None,
        claimed=claimed_addresses(facts),
    )


async def _histories(
    connection: AsyncConnection, batch: Sequence[_Asked], now: datetime
) -> list[History | None]:
    authors = [(asked, asked.address) for asked in batch if asked.address is not None]
    addresses = [address for _, address in authors]
    if not addresses:
        return [None] * len(batch)
    rows = await senders.standing_of(connection, addresses)
    written = await senders.written_to(connection, addresses)
    since = await senders.watching_since(connection)
    pairs = [(address, asked.network) for asked, address in authors if asked.network is not None]
    networks = await senders.networks_of(connection, pairs) if pairs else frozenset()
    strangers = [one for one in authors if (one[1], True) not in rows and one[1] not in written]
    alike = await _alike(connection, strangers)
    days = max((now - since).days, 0) if since is not None else 0
    known = _Known(rows, written, networks, alike, days)
    return [_history(asked, known) if asked.address is not None else None for asked in batch]


@dataclass(frozen=True, slots=True)
class _Known:
    """What is stored about all the addresses of a batch."""

    rows: Mapping[Standing, Row]
    written: Mapping[str, int]
    networks: frozenset[tuple[str, str]]
    alike: Mapping[str, Resemblance]
    watched_days: int


def _history(asked: _Asked, known: _Known) -> History:
    address = asked.address or ""
    same, proved = known.rows.get((address, asked.proved)), known.rows.get((address, True))
    seen_network = None
    if proved is not None and asked.network is not None:
        seen_network = (address, asked.network) in known.networks
    return History(
        seen=_number(proved, "messages"),
        claimed=_number(known.rows.get((address, False)), "messages"),
        domain_seen=_number(known.rows.get((senders.domain_row(address), True)), "messages"),
        written_to=known.written.get(address, 0),
        first_seen=same["first_seen"] if same else None,
        last_seen=same["last_seen"] if same else None,
        infrastructure_seen=seen_network,
        released=_number(same, Label.RELEASED),
        confirmed_good=_number(same, Label.HAM),
        confirmed_bad=_number(same, Label.PHISH),
        resembles=known.alike.get(address),
        watched_days=known.watched_days,
    )


def _number(row: Row | None, name: str) -> int:
    return int(row[name]) if row is not None else 0


async def _alike(
    connection: AsyncConnection, strangers: Sequence[tuple[_Asked, str]]
) -> Mapping[str, Resemblance]:
    """Return whom strangers resemble, by the stranger's address."""
    if not strangers:
        return {}
    keys = {key for asked, address in strangers for key in keys_of(address, asked.name)}
    near = await senders.alike(connection, keys)
    found = {address: _resembled(address, asked.name, near) for asked, address in strangers}
    return {address: who for address, who in found.items() if who is not None}


def _resembled(address: str, name: str, near: Sequence[Row]) -> Resemblance | None:
    close = closest(address, [row["address"] for row in near])
    if close is not None:
        return Resemblance(close, "address")
    namesakes = (row["address"] for row in near if row["key"] in named(name))
    namesake = next(namesakes, None)
    return Resemblance(namesake, "name") if namesake is not None else None
