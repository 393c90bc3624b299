"""Verifying the whole ledger: one steady view of it, streamed from the first entry on."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from bartizan.audit import repository
from bartizan.audit.checkpoints import Checkpoint, open_checkpoint
from bartizan.audit.notes import Verifier
from bartizan.audit.permissions import AuditPermission
from bartizan.audit.replay import Flaw, Replay, compare_private, compare_tiles
from bartizan.audit.tiles import tile_counts
from bartizan.storage.database import Database

#: Told after each page: entries done, entries in all.
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Verification:
    """What verification found: where the first fault lies and what it is, or none.

    Everything before `first_bad` is as it was signed. `checkpoint` is the newest one, empty for an
    empty ledger; `root_hash` is the root rebuilt from the entries.
    """

    ok: bool
    entries: int
    first_bad: int | None
    problem: str | None
    root_hash: bytes
    checkpoint: str
    milliseconds: int


async def verify_ledger(
    database: Database,
    key: Verifier,
    *,
    page: int,
    since: str | None,
    progress: Progress | None,
    elapsed: Callable[[], float],
) -> Verification:
    """Check every entry, tile, checkpoint and private field; memory is bounded by `page`.

    Raises:
        NoteError: `since` is not a checkpoint that `key` signed.
    """
    kept = None if since is None else open_checkpoint(since, key.name, [key])
    replay = Replay(key, kept)
    flaw = None
    async with database.reading() as connection:
        await repository.steady(connection)
        tip = await repository.tip(connection)
        try:
            while replay.size < tip.size:
                await _pages(connection, replay, min(tip.size, replay.size + page))
                if progress is not None:
                    progress(replay.size, tip.size)
            await _edges(connection, replay, tip, kept)
        except Flaw as found:
            flaw = found
    return Verification(
        ok=flaw is None,
        entries=tip.entries,
        first_bad=None if flaw is None else flaw.index,
        problem=None if flaw is None else flaw.sentence,
        root_hash=replay.root(),
        checkpoint=tip.note,
        milliseconds=round(elapsed() * 1000),
    )


async def _pages(connection: AsyncConnection, replay: Replay, until: int) -> None:
    """Replay up to `until`; where the database cannot even read a page, find the row."""
    begin = replay.size
    try:
        await _page(connection, replay, until)
    except (TypeError, ValueError, DBAPIError) as error:
        if isinstance(error, DBAPIError) and "decode" not in str(error.orig):
            raise
        if replay.size > begin or until == begin + 1:
            raise Flaw(begin, f"What is kept of entry {begin} cannot be read.") from error
        for single in range(begin + 1, until + 1):
            await _pages(connection, replay, single)


async def _page(connection: AsyncConnection, replay: Replay, until: int) -> None:
    begin = replay.size
    rows = await repository.entries_from(connection, begin, until - begin)
    notes = await repository.checkpoints_between(connection, begin, until)
    private = await asyncio.to_thread(replay.entries, rows, until, notes)
    changed = await asyncio.to_thread(replay.grown)
    stored = await repository.read_tiles(connection, changed)
    compare_tiles(changed, stored, exact=False, size=until)
    if private:
        rows_kept = await repository.private_of(connection, private)
        shredded = await repository.objects_of(connection, AuditPermission.ENTRY_SHRED, private)
        compare_private(private, rows_kept, shredded, {row.id: row.place for row in rows})


async def _edges(
    connection: AsyncConnection, replay: Replay, tip: repository.Tip, kept: Checkpoint | None
) -> None:
    """Check the ends: nothing is kept beyond the tree that was signed, nor cut off from it."""
    if tip.entries != tip.size:
        raise Flaw(tip.size, f"Entry {tip.size} is beyond the newest checkpoint: nobody signed it.")
    edge = replay.edge()
    stored = await repository.read_tiles(connection, edge)
    compare_tiles(edge, stored, exact=True, size=tip.size)
    if kept is not None and kept.size > tip.size:
        raise Flaw(
            tip.size,
            f"A checkpoint kept elsewhere counts {kept.size} entries, the ledger has {tip.size}: "
            "it was set back.",
        )
    found = await repository.extent(connection)
    astray = (found.first_entry or 0) < 0 or (tip.size > 0 and (found.first_checkpoint or 0) < 1)
    if found.tiles != tile_counts(tip.size) or astray:
        raise Flaw(max(0, tip.size - 1), "There are tiles, entries or checkpoints of no tree.")
