import pytest
from pydantic import ValidationError

from bartizan.archive.settings import ArchiveSettings


def test_mail_is_kept_seven_years_unless_told_otherwise():
    assert ArchiveSettings().retention_days == 2555


@pytest.mark.parametrize("wrong", [{"retention_days": -1}, {"index_batch": 0}, {"unknown": 1}])
def test_senseless_values_are_refused(wrong):
    with pytest.raises(ValidationError):
        ArchiveSettings(**wrong)
