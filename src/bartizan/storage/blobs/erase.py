"""Makes bytes of a file unreadable and, where the file system can, gives their room back."""

import ctypes
import errno
import os

_KEEP_SIZE = 0x01
_PUNCH_HOLE = 0x02
_ZEROS = bytes(1 << 20)

_fallocate = ctypes.CDLL(None, use_errno=True).fallocate
_fallocate.argtypes = (ctypes.c_int, ctypes.c_int, ctypes.c_int64, ctypes.c_int64)
_fallocate.restype = ctypes.c_int


def erase(descriptor: int, offset: int, size: int) -> None:
    """Turn `size` bytes from `offset` into zeros; they are gone once the file is synced.

    Raises:
        OSError: the disk refuses.
    """
    if size > 0 and not punch_hole(descriptor, offset, size):
        overwrite(descriptor, offset, size)


def punch_hole(descriptor: int, offset: int, size: int) -> bool:
    """Deallocate the range (fallocate(2)); `False` where the file system cannot.

    Raises:
        OSError: the disk refuses for another reason.
    """
    if _fallocate(descriptor, _PUNCH_HOLE | _KEEP_SIZE, offset, size) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.EOPNOTSUPP, errno.ENOSYS):
        return False
    raise OSError(code, os.strerror(code))


def overwrite(descriptor: int, offset: int, size: int) -> None:
    """Write zeros over the range.

    Raises:
        OSError: the disk refuses.
    """
    end = offset + size
    while offset < end:
        offset += os.pwrite(descriptor, memoryview(_ZEROS)[: end - offset], offset)
