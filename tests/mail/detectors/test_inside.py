from dataclasses import replace

import pytest

import hostile_files as make
from bartizan.forensics.examination import Trouble
from bartizan.forensics.unpacking import examine
from bartizan.mail.detectors._inside import examined, told, troubled, way
from bartizan.mail.evidence import Attachment, Facts, Organisation
from bartizan.mail.gathering import gather


@pytest.fixture
def facts() -> Facts:
    raw = b"From: a@b.test\r\nContent-Type: application/zip; name=a.zip\r\n\r\nx"
    found = gather(raw, None, None, Organisation())
    archive = make.zip_of({"../b.exe": b"MZ", "c.txt": b"x"})
    one: Attachment = replace(found.attachments[0], examination=examine(archive, "a.zip"))
    return replace(found, attachments=(one, found.attachments[0]))


def test_every_file_is_walked(facts):
    assert [way(file) for _, file in examined(facts)] == [
        "a.zip",
        "a.zip > ../b.exe",
        "a.zip > c.txt",
    ]


def test_troubles_are_found_by_kind(facts):
    ((attachment, sentence, trouble),) = troubled(facts, frozenset({Trouble.TRAVERSAL}))
    assert (attachment.name, trouble) == ("a.zip", Trouble.TRAVERSAL)
    assert sentence.startswith("a.zip > ../b.exe: ")
    assert not list(troubled(facts, frozenset({Trouble.RATIO})))


def test_a_finding_names_its_part(facts):
    found = told(facts.attachments[0], "Said.", "seen", 0.1)
    assert (found.sentence, found.weight) == ("Said.", 0.1)
    assert [(one.where, one.text) for one in found.evidence] == [("part:0", "seen")]
