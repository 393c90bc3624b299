import pytest

from bartizan.forensics.documents.drafting import Draft
from bartizan.forensics.documents.fields import judge_field
from bartizan.forensics.examination import Sign, Trait


def judged(instruction: str):
    draft = Draft()
    judge_field(instruction, draft)
    return draft.reading()


@pytest.mark.parametrize(
    "instruction",
    [
        r'DDEAUTO c:\\windows\\system32\\cmd.exe "/k calc.exe"',
        " dde excel a b",
        "QUOTE 68 68 69 65 85 84 79 c:",
    ],
)
def test_fields_that_start_programs(instruction):
    assert [sign.trait for sign in judged(instruction).signs] == [Trait.DDE]


def test_fields_that_fetch():
    reading = judged('INCLUDEPICTURE "http://track.test/a.png" \\d')
    assert reading.signs == (Sign(Trait.EXTERNAL_LINK, "field http://track.test/a.png"),)
    assert reading.urls == ("http://track.test/a.png",)


def test_a_hyperlink_is_a_link():
    assert judged('HYPERLINK "https://x.test/" ').urls == ("https://x.test/",)


@pytest.mark.parametrize("instruction", ["PAGE", "TOC \\o", "MERGEFIELD Added", "REF _Ref1"])
def test_honest_fields_are_nothing(instruction):
    assert judged(instruction).signs == ()
