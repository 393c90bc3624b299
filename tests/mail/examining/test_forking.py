import os
import signal
import time
from pathlib import Path

import pytest

from bartizan.mail.examining.forking import ForkError, run_in_fork


def test_what_the_work_returns_comes_back():
    assert run_in_fork(lambda: b"") == b""
    assert run_in_fork(lambda: b"x" * 3_000_000) == b"x" * 3_000_000
    assert int(run_in_fork(lambda: b"%d" % os.getpid())) != os.getpid()


def test_what_it_changes_is_lost():
    kept = []

    def work():
        kept.append(1)
        return b"%d" % len(kept)

    assert [run_in_fork(work), run_in_fork(work)] == [b"1", b"1"]
    assert kept == []


def forever():
    signal.setitimer(signal.ITIMER_VIRTUAL, 0.01)
    while True:
        pass


def test_one_that_is_killed_says_by_what():
    with pytest.raises(ForkError) as caught:
        run_in_fork(forever)
    assert caught.value.signal == signal.SIGVTALRM


def test_one_that_fails_has_no_signal():
    with pytest.raises(ForkError) as caught:
        run_in_fork(lambda: 1 / 0)
    assert caught.value.signal is None


def test_it_lacks_the_descriptors_it_is_not_to_have():
    ours, theirs = os.pipe()
    with pytest.raises(ForkError):
        run_in_fork(lambda: b"%d" % os.write(theirs, b"x"), (theirs,))
    os.close(theirs)
    assert os.read(ours, 9) == b""
    os.close(ours)


def test_part_of_a_result_is_none():
    def work():
        pipes = [int(one.name) for one in Path("/proc/self/fd").iterdir() if one.is_fifo()]
        os.write(max(pipes), bytes(7) + b"\x09part")
        os._exit(0)

    with pytest.raises(ForkError):
        run_in_fork(work)


def test_what_it_forks_ends_with_it():
    def work():
        pid = os.fork()
        if pid == 0:
            time.sleep(60)
        return b"%d" % pid

    place = Path(f"/proc/{int(run_in_fork(work))}/stat")
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        if not place.exists() or place.read_text().partition(") ")[2].startswith("Z"):
            return
        time.sleep(0.02)
    raise AssertionError("it goes on")
