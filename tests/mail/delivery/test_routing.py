import pytest

from bartizan.mail.delivery.routing import Hop, read_hop


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


def test_a_hop_prints_as_it_is_written():
    assert str(Hop("mx.example", 25)) == "mx.example:25"
