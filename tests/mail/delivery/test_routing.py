import pytest

from bartizan.mail.delivery.routing import Hop, hop_for, read_hop
from bartizan.mail.settings import DeliverySettings


@pytest.mark.parametrize(
    ("text", "hop"),
    [
        ("mail.example", Hop("mail.example", 25)),
        ("mail.example:2525", Hop("mail.example", 2525)),
        ("[2001:db8::1]:26", Hop("2001:db8::1", 26)),
        ("[2001:db8::1]", Hop("2001:db8::1", 25)),
    ],
)
def test_hops_are_read(text, hop):
    assert read_hop(text) == hop


def test_a_domain_s_route_wins_over_the_general_one():
    settings = DeliverySettings(next_hop="mx.example", routes={"special.example": "other:26"})
    assert hop_for("a@SPECIAL.example", settings) == Hop("other", 26)
    assert hop_for("a@example.org", settings) == Hop("mx.example", 25)
    assert hop_for("postmaster", settings) == Hop("mx.example", 25)


def test_a_hop_prints_as_it_is_written():
    assert str(Hop("mx.example", 25)) == "mx.example:25"
