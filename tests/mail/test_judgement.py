import pytest
from pydantic import ValidationError

from bartizan.mail.judgement import DnsSettings, JudgementSettings


def test_sections_can_be_written_as_a_settings_file_would():
    settings = JudgementSettings.model_validate(
        {
            "own_domains": ["example.com"],
            "people": [{"name": "Ada Lovelace", "addresses": ["ada@example.com"]}],
            "policy": {"default": {"hold_at": 90}, "deny": ["evil.test"]},
        }
    )
    assert settings.people[0].name == "Ada Lovelace"
    assert settings.policy.default.hold_at == 90


def test_by_default_dns_is_asked():
    assert JudgementSettings().dns.mode == "live"


def test_an_unknown_mode_is_refused():
    with pytest.raises(ValidationError):
        DnsSettings.model_validate({"mode": "sometimes"})
