"""The door of the archive: everything other packages may use."""

from bartizan.archive.documents import FIELDS
from bartizan.archive.events import ARCHIVED
from bartizan.archive.finding import Order
from bartizan.archive.indexer import Indexer
from bartizan.archive.permissions import ArchivePermission
from bartizan.archive.records import (
    ArchivedMessage,
    Arrival,
    Completeness,
    Detail,
    Found,
    Hit,
    Observation,
    VerdictFacts,
)
from bartizan.archive.service import Archive, Requester
from bartizan.archive.settings import ArchiveSettings

__all__ = [
    "ARCHIVED",
    "FIELDS",
    "Archive",
    "ArchivePermission",
    "ArchiveSettings",
    "ArchivedMessage",
    "Arrival",
    "Completeness",
    "Detail",
    "Found",
    "Hit",
    "Indexer",
    "Observation",
    "Order",
    "Requester",
    "VerdictFacts",
]
