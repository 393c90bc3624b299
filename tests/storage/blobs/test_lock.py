import os
import subprocess
import sys
import threading

from bartizan.storage.blobs.lock import StoreLock, hold

HOLDER = """
import os, sys
from bartizan.storage.blobs.lock import hold
descriptor = os.open(sys.argv[1], os.O_RDWR)
print(hold(descriptor), flush=True)
sys.stdin.read()
"""


def test_a_file_is_held_by_one_and_freed_by_its_death(tmp_path):
    path = tmp_path / "pack"
    path.touch()
    descriptor = os.open(path, os.O_RDWR)
    other = subprocess.Popen(
        [sys.executable, "-c", HOLDER, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with other:
        assert other.stdout.readline() == b"True\n"
        assert not hold(descriptor)
        other.kill()
    assert hold(descriptor)
    os.close(descriptor)


class Visitor:
    """Goes in by `how` in a thread of its own, and tells when it is inside."""

    def __init__(self, folder, how):
        self.inside, self.leave = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._visit, args=(folder, how))
        self._thread.start()

    def _visit(self, folder, how):
        with StoreLock(folder) as lock, getattr(lock, how)():
            self.inside.set()
            self.leave.wait(10)

    def go(self):
        self.leave.set()
        self._thread.join(10)


def test_many_share(tmp_path):
    visitors = [Visitor(tmp_path, "sharing") for _ in range(3)]
    assert all(visitor.inside.wait(5) for visitor in visitors)
    for visitor in visitors:
        visitor.go()


def test_who_is_alone_keeps_others_out(tmp_path):
    alone = Visitor(tmp_path, "alone")
    assert alone.inside.wait(5)
    others = [Visitor(tmp_path, "sharing"), Visitor(tmp_path, "alone")]
    assert not any(other.inside.wait(0.1) for other in others)
    alone.go()
    for other in others:
        other.leave.set()
    assert all(other.inside.wait(5) for other in others)
    for other in others:
        other.go()


def test_who_waits_to_be_alone_is_not_overtaken(tmp_path):
    first = Visitor(tmp_path, "sharing")
    assert first.inside.wait(5)
    alone = Visitor(tmp_path, "alone")
    assert not alone.inside.wait(0.2)
    late = Visitor(tmp_path, "sharing")
    assert not late.inside.wait(0.2)
    first.go()
    assert alone.inside.wait(5)
    alone.go()
    assert late.inside.wait(5)
    late.go()


def test_lock_files_are_private(tmp_path):
    with StoreLock(tmp_path):
        pass
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}
