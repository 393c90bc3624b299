import os

import pytest

from bartizan.base.errors import InvalidError
from bartizan.mail.sources import find_messages

ONE = b"From: a@b.test\r\nSubject: one\r\n\r\nHello.\r\n"


def names(*paths):
    return [source.name for source in find_messages(paths)]


def test_a_folder_is_walked_in_order(tmp_path):
    (tmp_path / "b.eml").write_bytes(ONE)
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.eml").write_bytes(ONE)
    assert names(tmp_path) == [str(tmp_path / "a" / "x.eml"), str(tmp_path / "b.eml")]


def test_a_maildir_gives_its_messages_and_not_its_bookkeeping(tmp_path):
    for name in ("cur", "new", "tmp"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "1:2,S").write_bytes(ONE)
    (tmp_path / "dovecot.index").write_bytes(b"not mail")
    assert len(names(tmp_path)) == 2


def test_a_maildir_below_another_folder_is_one_and_its_subfolders_are_read(tmp_path):
    for name in ("ada/cur/1", "ada/new/2", "ada/tmp/3", "ada/.Junk/cur/4", "ada/.Junk/new/5"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(ONE)
    (tmp_path / "ada" / "dovecot.index").write_bytes(b"not mail")
    found = [name.removeprefix(f"{tmp_path}/ada/") for name in names(tmp_path)]
    assert found == [".Junk/cur/4", ".Junk/new/5", "cur/1", "new/2"]


def test_a_name_that_is_no_text_can_be_told(tmp_path):
    (tmp_path / os.fsdecode(b"\xff.eml")).write_bytes(ONE)
    assert names(tmp_path) == [rf"{tmp_path}/\xff.eml"]


def test_an_mbox_is_cut_into_messages_and_unquoted(tmp_path):
    box = tmp_path / "box"
    line = b"From a@b.test Thu Jan  1 10:00:00 2026\n"
    box.write_bytes(
        line
        + b"Subject: 1\n\n>From the sea\nFrom here on no mail.\n\n"
        + line
        + b"Subject: 2\n\nHi\n"
    )
    first, second = find_messages([box])
    assert first.read() == b"Subject: 1\n\nFrom the sea\nFrom here on no mail.\n\n"
    assert second.read() == b"Subject: 2\n\nHi\n"
    assert first.size() + second.size() == box.stat().st_size
    assert second.name.startswith(f"{box}@")


def test_a_lone_message_with_a_from_line_is_one_message(tmp_path):
    lone = tmp_path / "1"
    lone.write_bytes(b"From a@b.test Thu Jan  1 10:00:00 2026\nSubject: 1\n\nHi\n")
    assert names(lone) == [str(lone)]


def test_a_path_to_nothing_is_named(tmp_path):
    with pytest.raises(InvalidError, match="nowhere"):
        names(tmp_path / "nowhere")
