import pytest
from pydantic import ValidationError

from bartizan.mail.judgement import ClamavSettings, DnsSettings, JudgementSettings


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


def test_no_scanner_is_asked_and_our_rules_are_used_by_default():
    settings = JudgementSettings()
    assert settings.clamav.address == ""
    assert (settings.signatures.enabled, settings.signatures.folder) == (True, None)


@pytest.mark.parametrize("address", ["127.0.0.1:3310", "[::1]:3310", "unix:/run/clamd.sock"])
def test_addresses_of_clamd(address):
    assert ClamavSettings(address=address).address == address


@pytest.mark.parametrize("address", ["clamd", "http://x:1/", "unix:", "a b:1"])
def test_what_is_no_address_is_refused(address):
    with pytest.raises(ValidationError):
        ClamavSettings(address=address)
