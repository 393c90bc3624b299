import io
import random

import msoffcrypto.format.ooxml
import pytest

from bartizan.forensics.documents.drafting import Draft
from bartizan.forensics.documents.encryption import BUILT_IN, unlock
from bartizan.forensics.examination import Trait, Trouble


@pytest.fixture(scope="module")
def locked():
    def run(content: bytes, password: str) -> bytes:
        out = io.BytesIO()
        msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(content)).encrypt(password, out)
        return out.getvalue()

    return run


def document(make) -> bytes:
    noise = random.Random(1).randbytes(20_000)  # small packages are written wrongly
    return make.docx("<w:p><w:t>secret</w:t></w:p>", **{"word__noise.dat": noise})


def test_a_known_password_opens_it(make, read, locked, traits):
    reading = read(locked(document(make), "1234"), "wrong", "1234")
    assert traits(reading) == ["encrypted"]
    assert reading.password == "1234"
    assert read(reading.embedded[0][1]).text == "secret"


def test_no_password_is_a_defect(make, read, locked):
    reading = read(locked(document(make), "1234"), "wrong")
    assert reading.defects[0].trouble is Trouble.LOCKED
    assert reading.embedded == ()


def test_the_password_that_excel_knows_is_a_disguise(make, read, locked, traits):
    reading = read(locked(document(make), BUILT_IN))
    assert traits(reading) == ["encrypted", "obfuscated"]
    assert reading.embedded


def test_work_without_end_is_refused():
    draft = Draft()
    unlock(b'spinCount="9000000"', [], draft)
    assert draft.reading().defects[0].trouble is Trouble.TIME


def test_garbage_is_locked():
    draft = Draft()
    unlock(b"garbage", ["a"], draft)
    assert draft.has(Trait.ENCRYPTED)
    assert draft.reading().defects[0].trouble is Trouble.LOCKED
