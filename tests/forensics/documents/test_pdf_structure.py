import time
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.forensics.documents.drafting import Draft
from bartizan.forensics.documents.pdf_structure import judge_structure
from bartizan.forensics.examination import Sign, Trait, Trouble


def judged(content: bytes):
    draft = Draft()
    judge_structure(content, draft)
    return draft.reading()


def test_a_script_that_runs_at_opening():
    reading = judged(b"<</OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>>>")
    assert reading.signs == (
        Sign(Trait.JAVASCRIPT, "app.alert(1)"), Sign(Trait.OPEN_ACTION, "JavaScript"),
    )  # fmt: skip


def test_an_action_in_an_object_of_its_own():
    reading = judged(
        b"<</OpenAction 7 0 R>>\n17 0 obj<<>>endobj 7 0 obj<</S /URI/URI(http://x.test)>>endobj"
    )
    assert Sign(Trait.OPEN_ACTION, "URI") in reading.signs


@pytest.mark.parametrize("view", [b"[3 0 R /Fit]", b"<</S/GoTo/D[3 0 R]>>"])
def test_a_view_at_opening_is_honest(view):
    assert judged(b"<</OpenAction" + view + b">>").signs == ()


def test_names_in_disguise_are_seen_and_told():
    reading = judged(b"<</S/#4caunch/F(cmd.exe)>>")
    assert Sign(Trait.OBFUSCATED, "/Launch written as /#4caunch") in reading.signs
    assert Trait.LAUNCH in {sign.trait for sign in reading.signs}


def test_honest_names_may_be_escaped():
    assert judged(b"<</Font/ABC#20Sans/Name/A#42>>").signs == ()


def test_names_in_object_streams_are_seen():
    packed = zlib.compress(b"1 0 <</S/Launch/F(cmd.exe)>>")
    reading = judged(
        b"5 0 obj<</Type/ObjStm/Filter/FlateDecode>>stream\n" + packed + b"\nendstream"
    )
    assert Trait.LAUNCH in {sign.trait for sign in reading.signs}


def test_words_in_other_streams_are_no_names():
    assert judged(b"1 0 obj<<>>stream\n/Launch/JavaScript\nendstream").signs == ()


def test_addresses_in_every_spelling():
    reading = judged(
        b"/URI(https://a.test/\\(x\\)) /URI (https://b.test/a(b)c) "
        b"/URI<68747470733a2f2f632e74657374>"
        b"/URI(\xfe\xff\x00d\x00e)"
    )
    assert reading.urls == ("https://a.test/(x)", "https://b.test/a(b)c", "de", "https://c.test")


def test_forms_and_remote_documents():
    reading = judged(b"/S/SubmitForm/F(https://x.test) /S/GoToR/F(\\\\\\\\1.2.3.4\\\\a) /XFA 1 0 R")
    assert {Trait.FORM, Trait.EXTERNAL_LINK} == {sign.trait for sign in reading.signs}


def test_very_many_objects_and_streams_end():
    started = time.process_time()
    judged(b"".join(b"%d 0 obj<</A/B>>endobj\n" % n for n in range(100_000)))
    reading = judged(b"stream\nendstream " * 110_000)
    assert reading.defects[0].trouble is Trouble.TOO_MANY
    assert time.process_time() - started < 5


def test_a_bomb_in_object_streams_is_bounded():
    bomb = b"/ObjStm>>stream\n" + zlib.compress(bytes(200_000_000)) + b"\nendstream "
    reading = judged(bomb * 10)
    assert reading.defects[0].trouble is Trouble.TOO_LARGE


@pytest.mark.parametrize(
    "unit", [b"/URI(", b"/JS((", b"/A#", b"/GoToR ", b"/OpenAction 1 0 R", b"(\\"]
)
def test_hostile_repeats_are_linear(unit):
    started = time.process_time()
    judged(unit * 20_000)
    assert time.process_time() - started < 5


@given(st.binary(max_size=300))
def test_any_bytes_can_be_judged(content):
    judged(b"%PDF-1.4 /JS" + content)
