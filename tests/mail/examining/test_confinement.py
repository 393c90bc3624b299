"""What a confined process can no longer do. Each is tried in one, through the examiner."""

import ctypes
import os
import socket
import sys

import pytest

from bartizan.mail.examining.confinement import allow_seconds, die_with

HAS_LANDLOCK = sys.platform == "linux" and ctypes.CDLL(None).syscall(444, None, 0, 1) > 0
HAS_FILTER = sys.platform == "linux" and os.uname().machine in ("x86_64", "aarch64")


def said(examiner, word: str) -> str:
    found = examiner.examine(word.encode() + b" x", "x.txt", (), 3)
    return found.files[0].text.partition("\n")[2] + " ".join(d.sentence for d in found.every_defect)


def test_it_cannot_write_files(examiner):
    answer = said(examiner, "file")
    assert "OSError" in answer or "PermissionError" in answer


@pytest.mark.skipif(not HAS_FILTER, reason="this machine has no filter of system calls")
@pytest.mark.parametrize("deed", ["delete", "run", "local", "end", "escape"])
def test_it_can_change_run_and_end_nothing(examiner, deed):
    assert "PermissionError" in said(examiner, deed)


@pytest.mark.skipif(not HAS_LANDLOCK, reason="this machine's kernel has no Landlock")
@pytest.mark.parametrize("place", ["peek", "others"])
def test_it_reads_no_file_but_those_of_the_program_and_its_libraries(examiner, place):
    assert "PermissionError" in said(examiner, place)


def test_it_can_still_read_what_libraries_need(examiner):
    assert "seen" in said(examiner, "see")


def test_it_cannot_open_many(examiner):
    assert "OSError" in said(examiner, "descriptors")


def test_it_knows_no_secrets_of_ours(examiner, monkeypatch):
    monkeypatch.setenv("BARTIZAN_MAIL__SECRET", "hush")
    assert said(examiner, "secrets") == "[]"


@pytest.mark.skipif(sys.platform != "linux", reason="Linux has this")
def test_it_can_gain_no_privileges(examiner):
    assert "privileges 1" in said(examiner, "privileges")


def test_it_has_no_network(examiner, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as server:
        file = tmp_path / "readers_for_tests.py"
        port = server.getsockname()[1]
        file.write_text(file.read_text().replace("PORT = 9", f"PORT = {port}"))
        answer = said(examiner, "network")
        if "None" in answer:
            pytest.skip("this machine does not let us leave its network")
        assert "Error" in answer


def test_a_parent_that_is_gone_is_seen():
    with pytest.raises(SystemExit):
        die_with(1 << 30)


def test_more_time_can_be_given_again_and_again():
    import resource

    before = resource.getrlimit(resource.RLIMIT_CPU)
    allow_seconds(1000)
    allow_seconds(2000)
    assert resource.getrlimit(resource.RLIMIT_CPU)[0] >= 2000
    resource.setrlimit(resource.RLIMIT_CPU, before)
