import pytest

from bartizan.forensics.containers.entries import link, name_defects, read_name, shown, tidy_name
from bartizan.forensics.examination import Trouble


@pytest.mark.parametrize(
    "name", ["../x", "a/../../x", "..\\x", "/etc/passwd", "\\\\host\\x", "C:\\x", "c:x", "a\0.exe"]
)
def test_names_that_leave_their_folder(name):
    assert {one.trouble for one in name_defects(name)} == {Trouble.TRAVERSAL}


@pytest.mark.parametrize("name", ["a.txt", "a/b.txt", "..a", "a..b/c", "x:", ""])
def test_names_that_do_not(name):
    assert (name == "x:") == bool(name_defects(name))


def test_a_link_is_named_and_has_no_content():
    entry = link("a", "/etc/passwd")
    assert entry.content is None
    assert entry.defects[-1].trouble is Trouble.LINK
    assert "/etc/passwd" in entry.defects[-1].sentence


def test_names_are_utf8_or_dos():
    assert read_name("é".encode()) == "é"
    assert read_name(b"\x82") == "é"


def test_names_that_are_kept_are_sound_and_short():
    assert tidy_name("a\udc80") == "a?"
    assert len(tidy_name("a" * 10_000)) == 500
    assert len(shown("a" * 10_000)) < 120
    assert "\u202e" not in shown("a\u202eb")
