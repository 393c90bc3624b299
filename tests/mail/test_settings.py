import pytest
from pydantic import ValidationError

from bartizan.mail.settings import (
    DeliverySettings,
    GatewaySettings,
    MailSettings,
    QuarantineSettings,
)


def test_by_default_any_domain_is_taken_but_only_from_this_machine():
    gateway = MailSettings().gateway
    assert gateway.takes_any_domain
    assert gateway.listen == "127.0.0.1"
    assert not GatewaySettings(listen="192.0.2.1").takes_any_domain
    assert not GatewaySettings(domains=("example.com",)).takes_any_domain


@pytest.mark.parametrize("section", [GatewaySettings, DeliverySettings, QuarantineSettings])
def test_every_setting_is_described(section):
    assert all(field.description for field in section.model_fields.values())


@pytest.mark.parametrize(
    "wrong",
    [
        {"gateway": {"port": 70_000}},
        {"gateway": {"listen": "192.0.2.1", "domains": ["*"]}},
        {"gateway": {"reject_networks": ["not a network"]}},
        {"gateway": {"recipient_limit": 10}},
        {"delivery": {"tls": "maybe"}},
        {"delivery": {"next_hop": "mail.example:smtp"}},
        {"delivery": {"routes": {"a.example": "http://mail.example/"}}},
        {"quarantine": {"days": 0}},
        {"feedback": {"send": True}},
        {"feedback": {"contact": "nobody"}},
        {"feedback": {"contact": "a@example.org\r\nBcc: b@example.org"}},
        {"feedback": {"organisation": "a\nb"}},
        {"feedback": {"relay": "maildir:out"}},
        {"unknown": 1},
    ],
)
def test_what_makes_no_sense_is_refused(wrong):
    with pytest.raises(ValidationError):
        MailSettings.model_validate(wrong)


def test_reports_go_out_only_where_that_is_wanted_and_there_is_a_way():
    contact = {"contact": "dmarc@Example.org"}
    assert not MailSettings().feedback.sends
    counting = MailSettings.model_validate({"feedback": contact | {"send": True}}).feedback
    assert (counting.sends, counting.submitter) == (False, "example.org")
    relayed = contact | {"send": True, "relay": "[2001:db8::1]:25"}
    assert MailSettings.model_validate({"feedback": relayed}).feedback.sends
    assert not MailSettings.model_validate({"feedback": relayed | {"send": False}}).feedback.sends
