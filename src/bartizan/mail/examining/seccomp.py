"""Forbids system calls that no reader of files needs, for good and for every fork (seccomp).

Connecting, running programs, looking into other processes, and changing anything on disk: files
open for reading only. A forbidden call fails with EPERM. Linux on x86-64 and ARM64 has this;
elsewhere the other limits hold alone. After seccomp(2) and the kernel's seccomp_filter.rst.
"""

import ctypes
import errno
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, NamedTuple

_SYSTEM = ctypes.CDLL(None)
_PR_SET_SECCOMP, _MODE_FILTER = 22, 2
_ALLOW, _FAIL = 0x7FFF0000, 0x00050000 | errno.EPERM
#: Where the kernel tells a filter the number of the call, the architecture, and the arguments.
_NUMBER_AT, _ARCHITECTURE_AT, _ARGUMENTS_AT = 0, 4, 16
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NOTHING: Final[Mapping[int, int]] = MappingProxyType({})
_WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


@dataclass(frozen=True, slots=True)
class Architecture:
    """How the calls of a machine are numbered: those forbidden, and those that open a file.

    `escapes` are forbidden to whoever reads a file, but not to its parent, which ends it and all of
    its group. `opens` has the place of the flags among the arguments; from `foreign` on, calls are
    those of another convention that the same machine understands.
    """

    identifier: int
    forbidden: Mapping[str, int]
    escapes: Mapping[str, int]
    opens: Mapping[int, int]
    foreign: int | None = None


_SAME: Final = {
    "io_uring_setup": 425, "io_uring_enter": 426, "io_uring_register": 427, "open_tree": 428,
    "move_mount": 429, "fsopen": 430, "fsconfig": 431, "fsmount": 432, "fspick": 433,
    "openat2": 437, "pidfd_getfd": 438, "mount_setattr": 442, "fchmodat2": 452,
}  # fmt: skip
ARCHITECTURES: Final = {
    "x86_64": Architecture(
        0xC000003E,
        _SAME
        | {
            "socket": 41, "connect": 42, "sendto": 44, "sendmsg": 46, "bind": 49, "listen": 50,
            "socketpair": 53, "execve": 59, "execveat": 322,
            "ptrace": 101, "process_vm_readv": 310, "process_vm_writev": 311,
            "truncate": 76, "ftruncate": 77, "rename": 82, "mkdir": 83, "rmdir": 84, "creat": 85,
            "link": 86, "unlink": 87, "symlink": 88, "chmod": 90, "fchmod": 91, "chown": 92,
            "fchown": 93, "lchown": 94, "mknod": 133, "utime": 132, "setxattr": 188,
            "lsetxattr": 189, "fsetxattr": 190, "removexattr": 197, "utimes": 235,
            "mkdirat": 258, "mknodat": 259, "fchownat": 260, "futimesat": 261, "unlinkat": 263,
            "renameat": 264, "linkat": 265, "symlinkat": 266, "fchmodat": 268, "utimensat": 280,
            "renameat2": 316, "mount": 165, "umount2": 166, "pivot_root": 155, "chroot": 161,
            "unshare": 272, "setns": 308, "bpf": 321, "perf_event_open": 298, "add_key": 248,
            "request_key": 249, "keyctl": 250, "userfaultfd": 323, "open_by_handle_at": 304,
            "init_module": 175, "finit_module": 313, "delete_module": 176, "kexec_load": 246,
            "kexec_file_load": 320, "reboot": 169, "swapon": 167, "swapoff": 168,
            "settimeofday": 164, "clock_settime": 227, "sethostname": 170,
        },
        {
            "setpgid": 109, "setsid": 112, "kill": 62, "tkill": 200, "tgkill": 234,
            "rt_sigqueueinfo": 129, "rt_tgsigqueueinfo": 297, "pidfd_send_signal": 424,
        },
        {2: 1, 257: 2},
        foreign=0x40000000,
    ),
    "aarch64": Architecture(
        0xC00000B7,
        _SAME
        | {
            "socket": 198, "socketpair": 199, "bind": 200, "listen": 201, "connect": 203,
            "sendto": 206, "sendmsg": 211, "execve": 221, "execveat": 281,
            "ptrace": 117, "process_vm_readv": 270, "process_vm_writev": 271,
            "setxattr": 5, "lsetxattr": 6, "fsetxattr": 7, "removexattr": 14, "mknodat": 33,
            "mkdirat": 34, "unlinkat": 35, "symlinkat": 36, "linkat": 37, "renameat": 38,
            "truncate": 45, "ftruncate": 46, "fchmod": 52, "fchmodat": 53, "fchownat": 54,
            "fchown": 55, "utimensat": 88, "renameat2": 276, "umount2": 39, "mount": 40,
            "pivot_root": 41, "chroot": 51, "unshare": 97, "setns": 268, "bpf": 280,
            "perf_event_open": 241, "add_key": 217, "request_key": 218, "keyctl": 219,
            "userfaultfd": 282, "open_by_handle_at": 265, "init_module": 105,
            "finit_module": 273, "delete_module": 106, "kexec_load": 104, "kexec_file_load": 294,
            "reboot": 142, "swapon": 224, "swapoff": 225, "settimeofday": 170,
            "clock_settime": 112, "sethostname": 161,
        },
        {
            "setpgid": 154, "setsid": 157, "kill": 129, "tkill": 130, "tgkill": 131,
            "rt_sigqueueinfo": 138, "rt_tgsigqueueinfo": 240, "pidfd_send_signal": 424,
        },
        {56: 2},
    ),
}  # fmt: skip


class _Instruction(ctypes.Structure):
    """A step as the kernel has it: its operand comes last."""

    _fields_ = (
        ("code", ctypes.c_ushort),
        ("yes", ctypes.c_ubyte),
        ("no", ctypes.c_ubyte),
        ("operand", ctypes.c_uint),
    )


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.POINTER(_Instruction)))


class Step(NamedTuple):
    """One step of a filter: what it does with its operand, and how far it jumps if so, if not."""

    code: int
    operand: int
    yes: int = 0
    no: int = 0


def forbid_system_calls() -> bool:
    """Forbid what no reader needs; return whether this system could.

    The process must have given up gaining privileges before (PR_SET_NO_NEW_PRIVS).
    """
    machine = _machine()
    return machine is not None and _install(program(machine, machine.forbidden, machine.opens))


def forbid_escapes() -> bool:
    """Forbid this process to end others and to leave its group; return whether that could be."""
    machine = _machine()
    return machine is not None and _install(program(machine, machine.escapes))


def program(
    machine: Architecture, forbidden: Mapping[str, int], opens: Mapping[int, int] = _NOTHING
) -> tuple[Step, ...]:
    """Return the steps of a filter; a jump is counted from the step after it."""
    return tuple(_steps(machine, forbidden, opens))


def _steps(
    machine: Architecture, forbidden: Mapping[str, int], opens: Mapping[int, int]
) -> Iterator[Step]:
    yield Step(_LOAD, _ARCHITECTURE_AT)
    yield Step(_EQUAL, machine.identifier, yes=1)
    yield Step(_RETURN, _FAIL)
    yield Step(_LOAD, _NUMBER_AT)
    if machine.foreign is not None:
        yield Step(_AT_LEAST, machine.foreign, no=1)
        yield Step(_RETURN, _FAIL)
    for number in sorted(forbidden.values()):
        yield Step(_EQUAL, number, no=1)
        yield Step(_RETURN, _FAIL)
    for number, argument in opens.items():
        yield Step(_EQUAL, number, no=4)
        yield Step(_LOAD, _ARGUMENTS_AT + 8 * argument)  # both machines have low octets first
        yield Step(_ANY_BIT, _WRITING, no=1)
        yield Step(_RETURN, _FAIL)
        yield Step(_RETURN, _ALLOW)
    yield Step(_RETURN, _ALLOW)


def _machine() -> Architecture | None:
    return ARCHITECTURES.get(os.uname().machine) if sys.platform == "linux" else None


def _install(steps: Sequence[Step]) -> bool:
    made = (_Instruction * len(steps))(
        *(_Instruction(s.code, s.yes, s.no, s.operand) for s in steps)
    )
    filtering = ctypes.byref(_Program(len(steps), made))
    return bool(_SYSTEM.prctl(_PR_SET_SECCOMP, _MODE_FILTER, filtering, 0, 0) == 0)
