from pathlib import Path

from bartizan.forensics.content_type import ParameterDefect
from bartizan.forensics.mime.defects import SENTENCES, DefectCode, defect

PAGE = Path(__file__).parents[3] / "docs/forensics/parser.md"


def test_every_code_has_a_sentence_and_is_documented():
    page = PAGE.read_text()
    for code in DefectCode:
        assert SENTENCES[code].endswith(".")
        assert f"`{code.value}`" in page, code


def test_parameter_defects_are_defects():
    assert {code.value for code in ParameterDefect} <= {code.value for code in DefectCode}


def test_a_defect_says_what_and_where():
    found = defect(DefectCode.BARE_CR, 7)
    assert (found.code, found.offset) == ("bare-cr", 7)
    assert "carriage return" in found.sentence
