import multiprocessing
import threading

import pytest

import hostile_files as make
from bartizan.base.clock import SystemClock
from bartizan.mail.examining.examiner import Examiner, unread
from bartizan.mail.judgement import ExaminationSettings


def troubles(found):
    return [str(defect.trouble) for defect in found.every_defect]


def test_nothing_is_started_before_the_first_file(examiner):
    before = threading.active_count()
    assert (examiner._idle, threading.active_count()) == ([], before)
    examiner.examine(b"%PDF-", "x", (), 5)
    assert len(examiner._idle) == 1


def test_a_prepared_process_reads_the_first_file(examiner):
    examiner.prepare()
    [(process, files)] = examiner._idle
    assert files == 0
    assert process.is_alive
    examiner.examine(b"pid x", "x", (), 5)
    assert [process for process, _ in examiner._idle] == [process]


def test_one_that_cannot_be_prepared_is_told_of_at_the_first_file():
    broken = Examiner(ExaminationSettings(), SystemClock(), ("bartizan.nowhere:read",))
    broken.prepare()
    assert broken._idle == []


def test_a_process_is_kept_for_the_next_file(examiner):
    first = examiner.examine(b"pid x", "x", (), 5).files[0].text
    assert examiner.examine(b"pid x", "x", (), 5).files[0].text == first


@pytest.mark.parametrize(
    ("word", "trouble"),
    [("crash", "reader-killed"), ("loop", "out-of-time"), ("lie", "reader-killed")],
)
def test_a_file_that_kills_its_reader_says_so_and_the_next_is_read(examiner, word, trouble):
    found = examiner.examine(word.encode() + b" x", "evil.doc", (), 2)
    assert (found.files[0].path, found.files[0].type) == (("evil.doc",), "text")
    assert troubles(found) == [trouble]
    after = examiner.examine(b"pid x", "x", (), 5)
    assert troubles(after) == []


def test_one_that_died_while_idle_is_replaced(examiner):
    examiner.examine(b"pid x", "x", (), 5)
    process, _ = examiner._idle[0]
    process._popen.kill()
    process._popen.wait()
    assert troubles(examiner.examine(b"pid x", "x", (), 5)) == []


def test_readers_that_are_missing_are_told_at_every_file():
    broken = Examiner(ExaminationSettings(), SystemClock(), ("bartizan.nowhere:read",))
    assert troubles(broken.examine(b"%PDF-", "x", (), 5)) == ["reader-killed"]


def test_many_threads_share_the_processes(examiner):
    found = []

    def ask():
        found.extend(examiner.examine(make.zip_of({"a": b"1"}), "x", (), 5).files for _ in range(5))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 20
    assert len(examiner._idle) == 1


def ask_in_fork(examiner, answers):
    answers.put(examiner.examine(b"pid x", "x", (), 5).files[0].text)
    examiner.close()


def test_a_forked_process_has_readers_of_its_own(examiner):
    ours = examiner.examine(b"pid x", "x", (), 5).files[0].text
    context = multiprocessing.get_context("fork")
    answers = context.Queue()
    forked = context.Process(target=ask_in_fork, args=(examiner, answers))
    forked.start()
    theirs = answers.get(timeout=30)
    forked.join()
    assert theirs != ours
    assert examiner.examine(b"pid x", "x", (), 5).files[0].text == ours


def test_what_nobody_read_is_still_described():
    found = unread(make.EICAR, "", "reader-killed", "It died.")
    assert (found.files[0].path, found.files[0].type) == (("unnamed",), "eicar")
    assert troubles(found) == ["reader-killed"]
