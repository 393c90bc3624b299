"""Coded errors of the stores."""

from bartizan.base.errors import (
    BartizanError,
    ConflictError,
    InvalidError,
    NotFoundError,
    PayloadTooLargeError,
    UnavailableError,
)


class DatabaseAwayError(UnavailableError):
    """The database does not answer; what was asked for was not done."""

    code = "database-away"
    title = "The database does not answer"


class DatabaseUrlError(BartizanError):
    """The database URL is of a kind we do not speak."""

    code = "database-url"
    title = "The database URL cannot be used"


class StoreFullError(UnavailableError):
    """The blob store has no room left above its reserve; nothing was stored."""

    code = "store-full"
    title = "The blob store is full"


class BlobStoreAwayError(UnavailableError):
    """The blob store's disk refuses to be written; what was asked for was not done."""

    code = "blob-store-away"
    title = "The blob store cannot be written"


class BlobMissingError(NotFoundError):
    """There is no such blob, or it was deleted after its date."""

    code = "blob-missing"
    title = "No such blob"


class BlobCorruptError(BartizanError):
    """What is stored does not have the hash it was stored under any more."""

    code = "blob-corrupt"
    title = "A stored blob is damaged"


class BlobTooLargeError(PayloadTooLargeError):
    """The blob is larger than the store takes."""

    code = "blob-too-large"
    title = "That blob is too large to store"


class BlobIndexBrokenError(BartizanError):
    """The index over the packs cannot be read; the packs themselves are not affected."""

    code = "blob-index-broken"
    title = "The index of the blob store is broken"


class RetentionError(ConflictError):
    """The blob must be kept until a date that this request would undercut."""

    code = "retention"
    title = "The blob must still be kept"


class IndexBrokenError(BartizanError):
    """The search index cannot be read, or was built for other fields."""

    code = "search-index-broken"
    title = "The search index cannot be used"


class IndexWriteError(UnavailableError):
    """The search index could not be written; what was not committed must be put again."""

    code = "search-write-failed"
    title = "The search index could not be written"


class WriterBusyError(ConflictError):
    """Another process holds the one writer of the search index."""

    code = "search-writer-busy"
    title = "The search index has a writer already"


class SearchDocumentError(InvalidError):
    """A document does not fit the fields of the search index; none of its batch was taken."""

    code = "search-document"
    title = "That document cannot be indexed"


class SearchQueryError(InvalidError):
    """A query names a field that is not there, mixes up kinds, or is too large."""

    code = "search-query"
    title = "That search cannot be run"
