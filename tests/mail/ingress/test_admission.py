import pytest

from bartizan.mail.ingress.admission import (
    NETWORK_REJECTED,
    NO_SUCH_RECIPIENT,
    RELAY_DENIED,
    SENDER_REJECTED,
    Admission,
)
from bartizan.mail.settings import GatewaySettings

ADMISSION = Admission(
    GatewaySettings(
        domains=("Example.org", "other.example"),
        recipients=("Known@example.org",),
        reject_senders=("bad@example.com", "spam.example", ".deep.example"),
        reject_networks=("198.51.100.0/24", "2001:db8:bad::/48"),
        proxy_networks=("10.0.0.0/8",),
    )
)


@pytest.mark.parametrize(
    ("address", "refusal"),
    [
        ("known@EXAMPLE.ORG", None),
        ("unknown@example.org", NO_SUCH_RECIPIENT),
        ("Postmaster@other.example", None),
        ("postmaster", None),
        ("a@sub.example.org", RELAY_DENIED),
        ("a@elsewhere.example", RELAY_DENIED),
        ("known@example.org@elsewhere.example", RELAY_DENIED),
    ],
)
def test_recipients(address, refusal):
    assert ADMISSION.recipient(address) is refusal


def test_without_a_list_every_address_of_the_domains_is_known():
    assert Admission(GatewaySettings(domains=("a.example",))).recipient("x@a.example") is None


def test_without_domains_nothing_is_relayed_for_the_network():
    reachable = GatewaySettings(listen="0.0.0.0")  # noqa: S104 - what the setting is about
    assert Admission(reachable).recipient("x@a.example") is RELAY_DENIED


@pytest.mark.parametrize("domains", [(), ("*",)])
def test_on_this_machine_alone_any_domain_is_taken(domains):
    assert Admission(GatewaySettings(domains=domains)).recipient("x@any.example") is None


@pytest.mark.parametrize(
    ("sender", "address", "refusal"),
    [
        ("good@example.com", "192.0.2.1", None),
        ("", "192.0.2.1", None),
        ("BAD@example.com", "192.0.2.1", SENDER_REJECTED),
        ("x@spam.example", "192.0.2.1", SENDER_REJECTED),
        ("x@sub.spam.example", "192.0.2.1", None),
        ("x@a.b.deep.example", "192.0.2.1", SENDER_REJECTED),
        ("x@notdeep.example", "192.0.2.1", None),
        ("", "198.51.100.7", NETWORK_REJECTED),
        ("", "::ffff:198.51.100.7", NETWORK_REJECTED),
        ("", "2001:db8:bad::1", NETWORK_REJECTED),
    ],
)
def test_senders(sender, address, refusal):
    assert ADMISSION.sender(sender, address) is refusal


def test_only_named_networks_are_proxies():
    assert ADMISSION.is_proxy("10.1.2.3")
    assert not ADMISSION.is_proxy("192.0.2.1")
    assert not ADMISSION.is_proxy("not an address")
