import errno

import pytest

from bartizan.storage.blobs.disk import named_disk_errors
from bartizan.storage.errors import BlobStoreAwayError, StoreFullError


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_no_room_is_named(number):
    with pytest.raises(StoreFullError), named_disk_errors():
        raise OSError(number, "no")


def test_other_refusals_are_named_with_their_reason():
    with pytest.raises(BlobStoreAwayError, match="Input/output error"), named_disk_errors():
        raise OSError(errno.EIO, "Input/output error")


def test_other_errors_pass():
    with pytest.raises(KeyError), named_disk_errors():
        raise KeyError
