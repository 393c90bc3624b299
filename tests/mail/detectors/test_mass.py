import pytest

from bartizan.forensics.mime import parse
from bartizan.mail.detectors._mass import from_a_list, is_bulk
from bartizan.mail.evidence import Facts


@pytest.mark.parametrize(
    ("header", "listed", "bulk"),
    [
        ("List-Id: <talk.lists.test>", True, False),
        ("Precedence:  Bulk", False, True),
        ("Feedback-ID: 1:2:3:m", False, False),
        ("Precedence: special-delivery", False, False),
    ],
)
def test_what_a_message_calls_itself(header, listed, bulk):
    facts = Facts(parse(f"From: a@b.test\r\n{header}\r\n\r\n".encode()))
    assert (from_a_list(facts), is_bulk(facts)) == (listed, bulk)
