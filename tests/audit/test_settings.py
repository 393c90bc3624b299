import pytest
from pydantic import ValidationError

from bartizan.audit.notes import Signer
from bartizan.audit.settings import AuditSettings


def test_the_default_origin_can_name_a_key():
    assert Signer.generate(AuditSettings().origin).name == "bartizan/ledger"


@pytest.mark.parametrize("origin", ["", "a b", "a+b", "a\n", "\u00e9", "x" * 101])
def test_an_origin_that_cannot_name_a_key_is_refused(origin):
    with pytest.raises(ValidationError):
        AuditSettings(origin=origin)


@pytest.mark.parametrize("fields", [{"batch": 0}, {"seal_seconds": 0}, {"verify_page": 10**9}])
def test_unbounded_work_is_refused(fields):
    with pytest.raises(ValidationError):
        AuditSettings(**fields)
