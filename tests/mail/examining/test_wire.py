import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.forensics.examination import Defect, Examination, ExaminedFile, Sign, Trait, Trouble
from bartizan.mail.examining.wire import decode

FOUND = Examination(
    files=(
        ExaminedFile(
            path=("a.zip", "é.exe"), type="pe", family="executable", size=7, sha256="ab",
            signs=(Sign(Trait.MACRO, "x"),), defects=(Defect(Trouble.RATIO, "y"),), text="t",
            html="<p>", urls=("http://a.test",), codes=("c",), password="pw",
        ),
    ),
    defects=(Defect(Trouble.TIME, "z"),),
)  # fmt: skip


def test_what_is_sent_comes_back():
    assert decode(orjson.dumps(FOUND)) == FOUND


def change(**fields):
    told = orjson.loads(orjson.dumps(FOUND))
    told["files"][0] |= fields
    return orjson.dumps(told)


@pytest.mark.parametrize(
    "words",
    [
        b"", b"[]", b"{}", b'{"files": []}', b'{"ready": true}', b"null",
        change(path=[]), change(size="many"), change(signs=[{"trait": "unheard-of"}]),
        change(defects=[{"trouble": "none", "sentence": ""}]), change(unknown=1),
    ],
)  # fmt: skip
def test_anything_else_is_refused(words):
    with pytest.raises(ValueError, match="examination"):
        decode(words)


@given(st.binary(max_size=200))
def test_noise_is_refused(noise):
    with pytest.raises(ValueError, match="examination"):
        decode(noise)
