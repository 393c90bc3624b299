from bartizan.forensics.examination import Defect, Examination, ExaminedFile, Sign, Trait, Trouble

LOCKED = Defect(Trouble.LOCKED, "No password in the message opens it.")
DEEP = Defect(Trouble.TOO_DEEP, "It holds archives in archives beyond the limit.")


def examined(**told) -> ExaminedFile:
    return ExaminedFile(("a.zip",), "zip", "archive", 10, "00", **told)


def test_a_file_shows_its_traits():
    file = examined(signs=(Sign(Trait.ENCRYPTED),))
    assert file.has(Trait.ENCRYPTED)
    assert not file.has(Trait.MACRO)


def test_defects_of_the_whole_come_before_those_of_its_files():
    assert Examination((examined(defects=(LOCKED,)),), (DEEP,)).every_defect == (DEEP, LOCKED)
