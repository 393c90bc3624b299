import pytest
from pydantic import ValidationError

from bartizan.mail.settings import (
    DeliverySettings,
    GatewaySettings,
    MailSettings,
    QuarantineSettings,
)


def test_by_default_nothing_is_relayed_and_only_this_machine_is_listened_to():
    gateway = MailSettings().gateway
    assert gateway.domains == ()
    assert gateway.listen == "127.0.0.1"


@pytest.mark.parametrize("section", [GatewaySettings, DeliverySettings, QuarantineSettings])
def test_every_setting_is_described(section):
    assert all(field.description for field in section.model_fields.values())


@pytest.mark.parametrize(
    "wrong",
    [
        {"gateway": {"port": 70_000}},
        {"gateway": {"reject_networks": ["not a network"]}},
        {"gateway": {"recipient_limit": 10}},
        {"delivery": {"tls": "maybe"}},
        {"quarantine": {"days": 0}},
        {"unknown": 1},
    ],
)
def test_what_makes_no_sense_is_refused(wrong):
    with pytest.raises(ValidationError):
        MailSettings.model_validate(wrong)
