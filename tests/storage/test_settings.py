from pathlib import Path

import pytest
from pydantic import ValidationError

from bartizan.storage.settings import StorageSettings

SECRET = "postgresql://user:hunter2@db/bartizan"


def test_unset_it_is_sqlite_in_the_data_folder():
    assert StorageSettings(data=Path("/srv/b")).url() == "sqlite:////srv/b/bartizan.sqlite"


def test_the_url_given_is_used_and_never_shown():
    settings = StorageSettings(database_url=SECRET)
    assert settings.url() == SECRET
    assert "hunter2" not in f"{settings!r} {settings} {settings.model_dump_json()}"


@pytest.mark.parametrize(
    "wrong", [{"pool_size": 0}, {"pool_size": 201}, {"databse_url": "x"}, {"data": None}]
)
def test_what_makes_no_sense_is_refused(wrong):
    with pytest.raises(ValidationError):
        StorageSettings(**wrong)


def test_settings_do_not_change():
    with pytest.raises(ValidationError, match="frozen"):
        StorageSettings().pool_size = 9
