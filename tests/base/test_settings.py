import pytest
from pydantic import SecretStr, ValidationError

from bartizan.base.settings import Section


class Sample(Section):
    limit: int = 5
    password: SecretStr = SecretStr("hunter2")


def test_unknown_names_are_refused():
    with pytest.raises(ValidationError, match="limits"):
        Sample.model_validate({"limits": 3})


def test_sections_cannot_be_changed_and_hide_secrets():
    section = Sample()
    with pytest.raises(ValidationError):
        section.limit = 6
    assert "hunter2" not in repr(section)
