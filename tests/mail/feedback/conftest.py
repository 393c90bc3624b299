"""The published reports of the suite; our own stand beside the tests as files."""

import pytest


@pytest.fixture
def suite(data):
    """The folder of published reports."""
    return data / "suites" / "dmarc-reports"
