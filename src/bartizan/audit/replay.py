"""Replaying the ledger: rebuilds chain and tree from the entries and compares all that is stored.

No I/O: the caller brings rows, tiles and checkpoints, page by page and in order.
"""

from collections.abc import Mapping, Sequence

from bartizan.audit.canonical import Leaf, MalformedEntryError, commitment, read_leaf
from bartizan.audit.checkpoints import Checkpoint, open_checkpoint
from bartizan.audit.errors import NoteError
from bartizan.audit.merkle import EMPTY_ROOT, HASH_SIZE, Frontier, leaf_hash
from bartizan.audit.notes import Verifier
from bartizan.audit.repository import EntryRow, PrivateRow
from bartizan.audit.tiles import EMPTY_EDGE, FULL, WIDTH, TileId, grow


class Flaw(Exception):  # noqa: N818 - it is a finding that ends the replay, not our error
    """The first thing found wrong: at which index, and what."""

    def __init__(self, index: int, sentence: str) -> None:
        """Blame `index`: everything before it is as it was signed."""
        super().__init__(sentence)
        self.index = index
        self.sentence = sentence


class Replay:
    """The ledger as rebuilt so far; raises `Flaw` where what is stored differs."""

    def __init__(self, key: Verifier, since: Checkpoint | None = None) -> None:
        """Expect checkpoints of `key`, and to pass through `since` (one kept elsewhere)."""
        self._key = key
        self._since = since
        self._frontier = Frontier()
        self._edge = EMPTY_EDGE
        self._last = EMPTY_ROOT
        self._leaves: list[bytes] = []

    @property
    def size(self) -> int:
        """How many entries were replayed."""
        return self._frontier.size

    def root(self) -> bytes:
        """Return the root of the tree rebuilt so far."""
        return self._frontier.root()

    def entries(
        self, rows: Sequence[EntryRow], until: int, notes: Mapping[int, str]
    ) -> dict[str, Mapping[str, bytes]]:
        """Replay the entries up to `until`, and each checkpoint (size -> note) among them.

        Returns the commitments to private fields, by entry id.
        """
        private: dict[str, Mapping[str, bytes]] = {}
        for row in rows:
            leaf = self._entry(row)
            if leaf.commitments:
                private[row.id] = leaf.commitments
            if (note := notes.get(self.size)) is not None:
                self._checkpoint(self.size, note)
            if self._since is not None and self._since.size == self.size:
                self._kept(self._since)
        if self.size < until:
            raise Flaw(self.size, f"Entry {self.size} is missing, though a checkpoint counts it.")
        return private

    def grown(self) -> dict[TileId, bytes]:
        """Return the tiles that the entries since the last call fill or begin."""
        self._edge, changed = grow(self._edge, self._leaves)
        self._leaves = []
        return changed

    def edge(self) -> dict[TileId, bytes]:
        """Return the partial tiles as they stand."""
        return {
            TileId(level, self.size >> 8 * level + 8): hashes
            for level, hashes in enumerate(self._edge.partial)
            if hashes
        }

    def _entry(self, row: EntryRow) -> Leaf:
        index = self.size
        if row.place != index:
            raise Flaw(index, f"Entry {index} is missing.")
        try:
            leaf = read_leaf(row.canonical)
        except MalformedEntryError as error:
            raise Flaw(index, f"The bytes of entry {index} are no entry: {error}.") from error
        found = leaf_hash(row.canonical)
        if found != row.leaf_hash:
            raise Flaw(index, f"The bytes of entry {index} do not have the hash kept beside them.")
        if leaf.index != index:
            raise Flaw(index, f"At {index} stands what was sealed as entry {leaf.index}.")
        if leaf.columns != row[1:7]:
            raise Flaw(index, f"The columns of entry {index} differ from its signed bytes.")
        if leaf.previous != self._last:
            raise Flaw(max(0, index - 1), f"Entry {index} does not follow on entry {index - 1}.")
        self._last = found
        self._frontier.append(found)
        self._leaves.append(found)
        return leaf

    def _checkpoint(self, size: int, note: str) -> None:
        last = size - 1
        try:
            found = open_checkpoint(note, self._key.name, [self._key])
        except NoteError as error:
            raise Flaw(last, f"The checkpoint over {size} entries: {error.detail}") from error
        if found.size != size:
            raise Flaw(last, f"The checkpoint kept for {size} entries signs {found.size}.")
        if found.root != self.root():
            raise Flaw(last, f"The first {size} entries do not have the root that was signed.")

    def _kept(self, since: Checkpoint) -> None:
        if since.root != self.root():
            raise Flaw(
                since.size - 1,
                f"The first {since.size} entries are not those of the checkpoint kept elsewhere: "
                "the ledger was rewritten.",
            )


def compare_tiles(
    expected: Mapping[TileId, bytes], stored: Mapping[TileId, bytes], *, exact: bool, size: int
) -> None:
    """Compare tiles with what is stored; unless `exact`, a partial one may have grown since.

    Raises:
        Flaw: one differs; the index is that of the first leaf below the first wrong hash.
    """
    for tile, hashes in expected.items():
        found = stored.get(tile, b"")
        whole = exact or len(hashes) == FULL
        if found != hashes if whole else not found.startswith(hashes):
            index = min(size - 1, _first_leaf(tile, hashes, found))
            raise Flaw(
                index,
                f"Tile {tile.place} of level {tile.level} is not the tree's from entry {index} on.",
            )


def compare_private(
    expected: Mapping[str, Mapping[str, bytes]],
    stored: Sequence[PrivateRow],
    shredded: set[str],
    first: Mapping[str, int],
) -> None:
    """Compare private fields with their commitments; `first` gives the index of each entry.

    Raises:
        Flaw: one was altered, added, or is gone without a record of its shredding.
    """
    kept: dict[str, dict[str, bytes]] = {}
    for row in stored:
        kept.setdefault(row.entry_id, {})[row.name] = commitment(row.salt, row.value)
    for identifier, commitments in expected.items():
        index, found = first[identifier], kept.get(identifier, {})
        if not found and identifier in shredded:
            continue
        if found != commitments:
            raise Flaw(
                index,
                f"The private fields of entry {index} are not those it was sealed with, and no "
                "entry records their shredding.",
            )


def _first_leaf(tile: TileId, expected: bytes, found: bytes) -> int:
    place = next(
        (
            at
            for at in range(WIDTH)
            if expected[at * HASH_SIZE : (at + 1) * HASH_SIZE]
            != found[at * HASH_SIZE : (at + 1) * HASH_SIZE]
        ),
        0,
    )
    return (tile.place * WIDTH + place) << 8 * tile.level
