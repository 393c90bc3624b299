from dataclasses import replace

from bartizan.forensics.examination import Examination, ExaminedFile, Sign, Trait
from bartizan.mail.detectors._files import files, first
from bartizan.mail.evidence import Organisation
from bartizan.mail.gathering import gather

RAW = (
    b"From: a@b.test\r\nContent-Type: application/zip; name=a.zip\r\n"
    b"Content-Disposition: attachment\r\n\r\nPK"
)


def examined(*paths: tuple[str, ...], **told):
    found = Examination(
        tuple(ExaminedFile(path, "zip", "archive", 1, "0", **told) for path in paths)
    )
    facts = gather(RAW, None, None, Organisation())
    return replace(facts, attachments=(replace(facts.attachments[0], examination=found),))


def test_files_come_with_the_file_they_lie_in():
    outer, inner = files(examined(("a.zip",), ("a.zip", "b.js")))
    assert (outer.holder, outer.name) == (None, "a.zip")
    assert (inner.holder, inner.name) == (outer.file, "b.js")


def test_evidence_says_where_and_what():
    (one,) = files(examined(("a.zip",), signs=(Sign(Trait.DDE, "cmd"), Sign(Trait.MACRO))))
    assert [e.text for e in one.evidence(Trait.DDE, Trait.MACRO)] == ["a.zip", "dde: cmd"]
    assert one.sign(Trait.XLM, Trait.MACRO) == Sign(Trait.MACRO)
    assert one.sign(Trait.XLM) is None


def test_nobody_looked():
    assert list(files(gather(RAW, None, None, Organisation()))) == []


def test_a_file_without_a_name():
    (one,) = files(examined(("",)))
    assert one.name == "without a name"


def test_the_first_file_that_shows_a_trait_is_told_of():
    facts = examined(("a.zip",), ("a.zip", "{0}.csv"), signs=(Sign(Trait.DDE, "cmd{name}" * 50),))
    told = first(list(files(facts))[1:], Trait.DDE, "{name} asks {detail}")
    assert told.sentence == "{0}.csv asks " + ("cmd{name}" * 50)[:100]
    assert first(files(facts), Trait.XLM, "{name}") is None
