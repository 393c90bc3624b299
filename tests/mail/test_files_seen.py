from bartizan.forensics.examination import (
    Defect,
    Examination,
    ExaminedFile,
    Sign,
    Trait,
    Trouble,
)
from bartizan.forensics.file_types import find_type
from bartizan.forensics.mime import parse
from bartizan.mail.evidence import Attachment, Facts
from bartizan.mail.files_seen import files_seen

MESSAGE = parse(b"Subject: x\r\n\r\nbody")


def facts(*files: ExaminedFile) -> Facts:
    kind = find_type(b"PK\x03\x04")
    held = Attachment(MESSAGE.parts[0], "a.zip", "", kind, 1, Examination(files))
    nobody_looked = Attachment(MESSAGE.parts[0], "b.zip", "", kind, 1)
    return Facts(MESSAGE, attachments=(nobody_looked, held))


def file(*path: str, **more) -> ExaminedFile:
    return ExaminedFile(path, "zip", "archive", 10, "00", **more)


def test_each_file_is_told_with_its_signs_and_defects():
    inner = file(
        "a.zip",
        "b.doc",
        signs=(Sign(Trait.MACRO, "AutoOpen"),),
        defects=(Defect(Trouble.LOCKED, "The password is unknown."),),
        text="never kept here",
    )
    outer, seen = files_seen(facts(file("a.zip"), inner))
    assert (outer.path, outer.signs, outer.part) == (("a.zip",), (), 0)
    assert seen.path == ("a.zip", "b.doc")
    assert (seen.signs[0].trait, seen.signs[0].detail) == ("macro", "AutoOpen")
    assert seen.defects == ("The password is unknown.",)


def test_what_is_kept_is_bounded_and_can_be_stored():
    signs = tuple(Sign(Trait.LINK, "x\0\ud800" + "y" * 900) for _ in range(99))
    many = [file(*("n" * 900 for _ in range(40)), signs=signs) for _ in range(500)]
    found = files_seen(facts(*many))
    assert len(found) == 100
    assert (len(found[0].path), len(found[0].path[0])) == (12, 200)
    assert len(found[0].signs) == 12
    assert found[0].signs[0].detail.startswith("x\N{REPLACEMENT CHARACTER}?y")
    assert len(found[0].signs[0].detail) == 200
    assert len(b"".join(one.model_dump_json().encode() for one in found)) < 1_000_000
