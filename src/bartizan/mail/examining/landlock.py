"""Keeps a process from all files but those below some folders, for good and for every fork.

Linux has this from 5.13 on, for every account (landlock(7)); elsewhere the other limits hold alone.
"""

import ctypes
import os
import sys
from collections.abc import Iterable
from typing import Final

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_PATH_BENEATH: Final = 1
#: The rights to files of the first version, which every later one has: reading, and all others.
_READ: Final = 1 << 0 | 1 << 2 | 1 << 3
_EVERY_RIGHT: Final = (1 << 13) - 1
_FILE_RIGHTS: Final = 1 << 0 | 1 << 2
_SYSTEM = ctypes.CDLL(None)


class _Ruleset(ctypes.Structure):
    _fields_ = (("handled", ctypes.c_uint64),)


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32))


def keep_to(paths: Iterable[str]) -> bool:
    """Leave this process to read what is at or below `paths`; return whether this system could.

    Paths that do not exist are passed over. The process must have given up gaining privileges
    before (PR_SET_NO_NEW_PRIVS).
    """
    if sys.platform != "linux":
        return False
    told = _Ruleset(_EVERY_RIGHT)
    ruleset = _SYSTEM.syscall(_CREATE_RULESET, ctypes.byref(told), ctypes.sizeof(told), 0)
    if ruleset < 0:
        return False
    try:
        allowed = all(_allow(ruleset, path) for path in paths)
        return allowed and _SYSTEM.syscall(_RESTRICT_SELF, ruleset, 0) == 0
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: str) -> bool:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return True
    try:
        rights = _READ if os.path.isdir(path) else _FILE_RIGHTS  # noqa: PTH112 - this file knows paths as the kernel does
        rule = ctypes.byref(_PathBeneath(rights, place))
        return bool(_SYSTEM.syscall(_ADD_RULE, ruleset, _PATH_BENEATH, rule, 0) == 0)
    finally:
        os.close(place)
