import pytest

from bartizan.audit.public import Outcome
from bartizan.base.actor import SYSTEM
from bartizan.identity.caller import Caller, Event


def test_an_entry_says_who_what_and_keeps_the_traces_private():
    caller = Caller(SYSTEM, "192.0.2.7", "browser/1", "request-9")
    event = Event("identity:session:create", "session:1", private={"username": "ana"})
    entry = event.by(caller)
    assert (entry.actor, entry.action, entry.object) == (
        SYSTEM, "identity:session:create", "session:1",
    )  # fmt: skip
    assert (entry.outcome, entry.request_id) == (Outcome.DONE, "request-9")
    assert entry.private == {"address": "192.0.2.7", "user_agent": "browser/1", "username": "ana"}


def test_what_is_unknown_is_left_out():
    assert Event("a:b:c", "x").by(Caller()).private == {}


def test_a_hostile_header_is_cut_and_cleaned():
    caller = Caller(address="1\x00" + "9" * 100, user_agent="evil\r\n\x1b[31m" + "x" * 1000)
    assert caller.shown_agent is not None
    assert caller.shown_agent.isprintable()
    assert len(caller.shown_agent) <= 200
    assert caller.shown_address is not None
    assert len(caller.shown_address) <= 64


def test_nothing_printable_is_nothing():
    assert Caller(user_agent="\x00\x01").shown_agent is None


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("testclient", "testclient"),
        (None, None),
    ],
)
def test_an_address_counts_for_itself(address, network):
    assert Caller(address=address).network == network


def test_an_ipv6_site_counts_as_one():
    one, other = Caller(address="2001:db8:1:2::1"), Caller(address="2001:db8:1:2:ffff::9")
    neighbour = Caller(address="2001:db8:1:3::1")
    assert one.network == other.network
    assert one.network != neighbour.network
