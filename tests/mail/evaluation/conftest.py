"""A few labelled messages on disk."""

import pytest

from bartizan.base.clock import SystemClock
from bartizan.mail.evidence import Organisation
from bartizan.mail.pipeline import Pipeline
from bartizan.mail.policies import PolicySettings

FORM = (
    b"From: it@bad.test\r\nDate: Mon, 1 Jan 2024 10:00:00 +0000\r\nSubject: Sign in\r\n"
    b"X-Stamp: collected\r\nContent-Type: text/html\r\n\r\n"
    b'<form action="https://bad.test"><input type=password></form>\r\n'
)
LETTER = (
    b"From: ada@good.test\r\nDate: Tue, 2 Jan 2024 10:00:00 +0000\r\nSubject: Minutes\r\n\r\n"
    b"The minutes of our meeting are attached.\r\n"
)


@pytest.fixture
def folders(tmp_path):
    """Two bad messages, one of them harmless to look at, and two good ones."""
    for name, messages in {"bad": [FORM, LETTER], "good": [LETTER, LETTER]}.items():
        (tmp_path / name).mkdir()
        for number, raw in enumerate(messages):
            (tmp_path / name / f"{number}.eml").write_bytes(raw)
    return tmp_path


@pytest.fixture
def pipeline() -> Pipeline:
    return Pipeline(Organisation(), PolicySettings(), None, SystemClock())
