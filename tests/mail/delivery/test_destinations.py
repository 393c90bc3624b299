from pathlib import Path

import pytest

from bartizan.mail.delivery.destinations import destination_for, read_destination
from bartizan.mail.delivery.maildir import Maildir
from bartizan.mail.delivery.routing import Hop
from bartizan.mail.settings import DeliverySettings


def test_a_domain_s_route_wins_over_the_general_one():
    settings = DeliverySettings(next_hop="mx.example", routes={"special.example": "other:26"})
    assert destination_for("a@SPECIAL.example", settings) == Hop("other", 26)
    assert destination_for("a@example.org", settings) == Hop("mx.example", 25)
    assert destination_for("postmaster", settings) == Hop("mx.example", 25)


def test_without_a_mail_server_mail_is_filed():
    assert destination_for("a@b.test", DeliverySettings()) == Maildir(Path("var/delivered"))


def test_a_port_that_is_none_is_refused():
    with pytest.raises(ValueError, match="invalid literal"):
        read_destination("mx.example:smtp")
