import os
import signal
import subprocess
import sys
import time

import pytest

from bartizan.base.clock import SystemClock
from bartizan.mail.examining.process import Process, ProcessError

TOLD = {"name": "x", "passwords": (), "limits": {}}
MEMORY = 400 * 1024 * 1024


@pytest.fixture
def process(readers):
    made = Process(MEMORY, readers, SystemClock())
    yield made
    made.end()


def wait_for_the_end_of(pid: int, seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return False


def test_it_answers_again_and_again(process):
    for size in (0, 10, 3_000_000):
        assert process.examine(b"pid " + bytes(size), TOLD, 5).files[0].size == size + 4
    assert process.is_alive


@pytest.mark.parametrize(
    ("word", "trouble", "sentence"),
    [
        ("loop", "out-of-time", "longer than the 1 seconds"),
        ("sleep", "out-of-time", "longer than the 1 seconds"),
    ],
)
def test_one_that_fails_is_ended(process, word, trouble, sentence):
    pid = process.pid
    with pytest.raises(ProcessError) as caught:
        process.examine(word.encode() + b" x", TOLD, 1)
    assert caught.value.trouble == trouble
    assert sentence in caught.value.sentence
    assert wait_for_the_end_of(pid)
    assert not process.is_alive


@pytest.mark.parametrize(
    ("word", "sentence"), [("crash", "SIGSEGV"), ("lie", "none"), ("leave", "without an answer")]
)
def test_one_whose_fork_fails_says_so(process, word, sentence):
    with pytest.raises(ProcessError) as caught:
        process.examine(word.encode() + b" x", TOLD, 5)
    assert caught.value.trouble == "reader-killed"
    assert sentence in caught.value.sentence


def test_a_file_that_takes_its_reader_over_does_not_meet_the_next(process):
    first = process.examine(b"remember x", TOLD, 5).files[0].text
    assert process.examine(b"remember x", TOLD, 5).files[0].text == first
    assert "1" in first
    assert "2" not in first


def test_what_readers_print_is_no_answer(process):
    assert "chattered" in process.examine(b"chatter x", TOLD, 5).files[0].text


def test_memory_runs_out_for_the_file_not_for_us(process):
    found = process.examine(b"hog x", TOLD, 20)
    assert [str(defect.trouble) for defect in found.every_defect] == ["reader-killed"]


def test_readers_that_cannot_be_loaded_are_an_error():
    with pytest.raises(ProcessError):
        Process(MEMORY, ("bartizan.nowhere:read",), SystemClock())


PARENT = """
import sys, time
from bartizan.base.clock import SystemClock
from bartizan.mail.examining.process import Process, ProcessError
process = Process({memory}, {readers}, SystemClock())
print(process.pid, flush=True)
process.examine(b"{word} x", {told}, 60)
time.sleep(60)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="Linux promises this")
@pytest.mark.parametrize("word", ["loop", "sleep", "pid"])
def test_nothing_is_left_of_it_when_its_parent_is_killed(readers, word):
    code = PARENT.format(memory=MEMORY, readers=readers, word=word, told=TOLD)
    path = os.pathsep.join(sys.path)
    parent = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, env=os.environ | {"PYTHONPATH": path}
    )
    pid = int(parent.stdout.readline())
    time.sleep(0.2)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    assert wait_for_the_end_of(pid)
