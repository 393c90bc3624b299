import dataclasses

import pytest

from bartizan.forensics.mime import Limits, parse


def test_limits_are_fixed_once_made():
    with pytest.raises(dataclasses.FrozenInstanceError):
        Limits().parts = 5


def test_ordinary_mail_is_far_from_every_limit():
    raw = b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 200 + b"--b--"
    message = parse(raw)
    assert len(message.parts) == 201
    assert message.defects == ()
