import pytest
from pydantic import ValidationError

from bartizan.mail.authentication.results import (
    ArcResult,
    Authentication,
    DmarcResult,
    Result,
    SpfIdentity,
    SpfResult,
)

SPF = SpfResult(result=Result.PASS, domain="example.com", sentence="Yes.")


def test_results_are_written_in_the_words_of_rfc_8601():
    found = Authentication(
        spf=SPF,
        dkim=(),
        dmarc=DmarcResult(result=Result.NONE, domain="example.com", sentence="No policy."),
        arc=ArcResult(result=Result.NONE, sentence="No."),
    )
    written = found.model_dump(mode="json")
    assert written["spf"]["result"] == "pass"
    assert written["spf"]["identity"] == SpfIdentity.MAIL_FROM == "mailfrom"
    assert Authentication.model_validate(written) == found


def test_a_result_cannot_be_changed_afterwards():
    with pytest.raises(ValidationError):
        SPF.result = Result.FAIL


def test_results_stored_before_the_record_was_kept_are_still_read():
    found = DmarcResult.model_validate({"result": "none", "domain": "a.example", "sentence": "."})
    assert found.published is None
