import ctypes
import sys

import pytest

from bartizan.mail.examining.forking import ForkError, run_in_fork
from bartizan.mail.examining.landlock import keep_to


def kept_to(paths, wanted):
    def work():
        ctypes.CDLL(None).prctl(38, 1, 0, 0, 0)  # no new privileges
        assert keep_to(map(str, paths))
        return wanted.read_bytes()

    return run_in_fork(work)


if sys.platform != "linux" or ctypes.CDLL(None).syscall(444, None, 0, 1) <= 0:
    pytest.skip("this machine's kernel has no Landlock", allow_module_level=True)


@pytest.fixture
def file(tmp_path):
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "file").write_bytes(b"content")
    return tmp_path / "inner" / "file"


def test_what_is_below_a_path_can_be_read(file):
    assert kept_to([file.parent.parent, "/there/is/nothing"], file) == b"content"
    assert kept_to([file], file) == b"content"


def test_nothing_else_can(file):
    with pytest.raises(ForkError):
        kept_to([file.parent / "other"], file)
    with pytest.raises(ForkError):
        kept_to([], file)


def test_nothing_can_be_written_there(file):
    def work():
        ctypes.CDLL(None).prctl(38, 1, 0, 0, 0)
        assert keep_to([str(file.parent)])
        file.write_bytes(b"changed")
        return b""

    with pytest.raises(ForkError):
        run_in_fork(work)
    assert file.read_bytes() == b"content"
