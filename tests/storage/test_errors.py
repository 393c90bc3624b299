import re

import pytest

from bartizan.base.errors import every_error, problem
from bartizan.storage import errors

OURS = [one for one in every_error() if one.__module__ == errors.__name__]
STATUS = {
    "DatabaseAwayError": 503,
    "DatabaseUrlError": 500,
    "StoreFullError": 503,
    "BlobStoreAwayError": 503,
    "BlobMissingError": 404,
    "BlobCorruptError": 500,
    "BlobTooLargeError": 413,
    "BlobIndexBrokenError": 500,
    "RetentionError": 409,
    "IndexBrokenError": 500,
    "IndexWriteError": 503,
    "WriterBusyError": 409,
    "SearchDocumentError": 422,
    "SearchQueryError": 422,
}


def test_every_error_has_the_status_that_callers_act_on():
    assert {error.__name__: error.status for error in OURS} == STATUS


@pytest.mark.parametrize("error", OURS, ids=lambda error: error.code)
def test_every_error_has_words_of_its_own(error):
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", error.code)
    assert "code" in vars(error)
    assert "title" in vars(error)
    assert problem(error("What to do."))["detail"] == "What to do."


def test_codes_are_unique():
    codes = [error.code for error in every_error()]
    assert len(codes) == len(set(codes))
