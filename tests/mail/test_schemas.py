import pytest
from pydantic import ValidationError

from bartizan.mail.schemas import Bulk, EnvelopeShown

ID = "00000000-0000-7000-8000-000000000000"


@pytest.mark.parametrize(
    "body",
    [
        {"ids": [], "reason": "r"},
        {"ids": [ID] * 201, "reason": "r"},
        {"ids": ["short"], "reason": "r"},
        {"ids": [ID], "reason": ""},
        {"ids": [ID], "reason": "r" * 1001},
    ],
)
def test_bulks_are_bounded_and_say_why(body):
    with pytest.raises(ValidationError):
        Bulk.model_validate(body)


def test_the_envelope_s_sender_is_called_from():
    shown = EnvelopeShown(
        sender="a@b", remote_address="::1", helo="h", tls=True, received_at="2026-01-01T00:00:00Z"
    )
    assert shown.model_dump(by_alias=True)["from"] == "a@b"
