"""How the header suites of mail-parser quote a field."""

import re

import pytest

_END = re.compile(r"\r?\n(?![ \t])")


@pytest.fixture
def field_value():
    """Cut a suite's header at the line break that ends the field."""

    def cut(header: str) -> str:
        end = _END.search(header)
        return header[: end.start()] if end else header

    return cut
