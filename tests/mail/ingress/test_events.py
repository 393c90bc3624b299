from typing import get_args

from bartizan.mail.dsn import SenderOptions
from bartizan.mail.ingress.events import Closed, Decision, Event, MessageGiven, TlsAsked


def test_every_decision_is_an_event_and_the_rest_need_no_answer():
    assert set(get_args(Decision)) < set(get_args(Event))
    assert set(get_args(Event)) - set(get_args(Decision)) == {TlsAsked, Closed}


def test_events_compare_by_what_they_say():
    one = MessageGiven(b"x", "a@b", SenderOptions(), ())
    assert one == MessageGiven(b"x", "a@b", SenderOptions(), ())
    assert one != MessageGiven(b"y", "a@b", SenderOptions(), ())
