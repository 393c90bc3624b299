from math import log1p

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.mail.evidence import Organisation
from bartizan.mail.gathering import gather
from bartizan.mail.learned.structure import describe, vector


def told(raw):
    return describe(gather(raw, None, None, Organisation()))


PAGE = (
    b"From: Win Now <x9z8@prizes.top>\r\nReply-To: a@gmail.com\r\nSubject: RE: WIN!\r\n"
    b"Content-Type: text/html\r\n\r\n<p>Hello</p><div style='display:none'>hiddenwords</div>"
    b"<a href='http://192.0.2.7/x'><img src='https://a.test/i.png' width=1 height=1></a>"
    b"<a href='https://bank-login.xyz/'>Go</a>\r\n"
)


def test_the_shape_of_a_page_is_counted():
    found = told(PAGE)
    assert found["has page"] == 1
    assert found["letters hidden"] == pytest.approx(log1p(11))
    assert found["images in links"] == 1
    assert found["counting pixels"] == pytest.approx(log1p(1))
    assert found["links to numbers"] == 0.5
    assert found["links without encryption"] == 0.5
    assert found["links that say nothing"] == 0.5
    assert found["unusual ends of hosts"] == 1


def test_so_are_sender_and_subject():
    found = told(PAGE)
    assert found["answers go elsewhere"] == 1
    assert found["unusual end of its domain"] == 1
    assert found["digits in the address"] == pytest.approx(log1p(2))
    assert found["an answer or forward"] == 1
    assert found["shouts in the subject"] == 1


@pytest.mark.parametrize(
    "mark",
    [b"X-MS-Exchange-Organization-SCL: 9", b"Received: from mail.outlook.com", b"List-Id: <a.b>",
     b"Date: Mon, 1 Jul 2002 10:00:00 +0000", b"Message-ID: <1@eop-nam12.outlook.com>"],
)  # fmt: skip
def test_a_collectors_marks_change_nothing(mark):
    assert told(mark + b"\r\n" + PAGE) == told(PAGE)


@given(st.binary(max_size=400))
def test_any_bytes_give_the_same_numbers_of_finite_size(raw):
    facts = gather(raw, None, None, Organisation())
    assert list(describe(facts)) == list(told(PAGE))
    assert np.isfinite(vector(facts)).all()
