import io
import zipfile

from bartizan.forensics.documents.drafting import Draft
from bartizan.forensics.documents.package import ENTRIES, Package, as_text
from bartizan.forensics.examination import Trouble


def troubles(draft: Draft) -> list[Trouble]:
    return [defect.trouble for defect in draft.reading().defects]


def test_parts_are_read_by_name(make):
    draft = Draft()
    package = Package(make.package({"a.xml": "<a/>", "b/c.bin": b"12"}), draft)
    assert package.names == ("a.xml", "b/c.bin")
    assert package.read("b/c.bin") == b"12"
    assert package.read("missing") == b""
    assert troubles(draft) == []


def test_a_bomb_costs_no_more_than_the_budget(make):
    draft = Draft()
    package = Package(make.package({f"{n}.xml": bytes(20_000_000) for n in range(6)}), draft)
    sizes = [len(package.read(name)) for name in package.names]
    assert sizes == [16_000_000] * 4 + [0, 0]
    assert set(troubles(draft)) == {Trouble.TOO_LARGE}


def test_a_directory_of_very_many_entries_is_not_opened():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(ENTRIES + 1):
            archive.writestr(f"{number}", b"")
    draft = Draft()
    assert Package(out.getvalue(), draft).names == ()
    assert troubles(draft) == [Trouble.TOO_MANY]


def test_what_is_broken_is_told(make):
    draft = Draft()
    assert Package(b"PK\x03\x04 nothing", draft).names == ()
    whole = make.package({"a.xml": b"x" * 5_000})
    package = Package(whole[:35] + b"\xff" * 8 + whole[43:], draft)
    assert package.read("a.xml") == b""
    assert troubles(draft) == [Trouble.BROKEN, Trouble.BROKEN]


def test_text_goes_by_its_mark():
    assert as_text("é".encode()) == "é"
    assert as_text(b"\xef\xbb\xbfa") == "a"
    assert as_text(b"\xff\xfea\x00") == "a"
    assert as_text(b"\xfe\xff\x00a") == "a"
