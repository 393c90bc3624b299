"""Takes from this process what a reader of documents never needs: files, network, memory, time.

Linux gives the most; where a system lacks a means, the others still hold. Nothing here can be
taken back by the process itself, except the soft limit of time, which the parent's clock backs.
"""

import contextlib
import ctypes
import os
import resource
import signal
import sys
from pathlib import Path

from bartizan.mail.examining.landlock import keep_to
from bartizan.mail.examining.seccomp import forbid_system_calls

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 1, 4, 38
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_OPEN_FILES = 64
#: Where systems keep what libraries load or look up late: fonts, time zones, their own parts.
_LIBRARIES = (
    "/usr/lib", "/usr/lib64", "/usr/share", "/usr/local/lib", "/lib", "/lib64", "/etc/fonts",
    "/etc/ld.so.cache", "/etc/localtime", "/dev/null", "/dev/urandom", "/proc/cpuinfo",
)  # fmt: skip
_SYSTEM = ctypes.CDLL(None)


def confine(memory_bytes: int) -> None:
    """Confine this process for the rest of its life."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal's; our parent ends us
    if sys.platform == "linux":
        _leave_network()
        _call("prctl", _PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        _call("prctl", _PR_SET_DUMPABLE, 0, 0, 0, 0)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_NOFILE, _OPEN_FILES)
    _limit(resource.RLIMIT_AS, memory_bytes)
    forbid_system_calls()


def leave_files() -> bool:
    """Keep to the files of the program and its libraries; return whether this system could."""
    ours = Path(__file__).parents[2]
    return keep_to((sys.prefix, sys.base_prefix, str(ours), *_LIBRARIES))


def die_with(parent: int) -> None:
    """End this process when the thread that started it ends, even if it is killed."""
    if sys.platform == "linux":
        _call("prctl", _PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
    if os.getppid() != parent:  # it ended before we asked
        raise SystemExit(1)


def allow_seconds(seconds: float) -> None:
    """Give this process so much processor time from now on; past it, it is ended."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    total = int(used.ru_utime + used.ru_stime + seconds) + 2
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (total, hard))


def _limit(which: int, most: int) -> None:
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(which, (most, most))


def _leave_network() -> None:
    """Move to a network that has nothing in it; an ordinary account may do so as its own root."""
    if _call("unshare", _CLONE_NEWNET):
        _call("unshare", _CLONE_NEWUSER | _CLONE_NEWNET)


def _call(name: str, *arguments: int) -> int:
    function = getattr(_SYSTEM, name, None)
    return -1 if function is None else int(function(*arguments))
