from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.mail.dsn import Addressee, SenderOptions
from bartizan.mail.ingress.dialogue import Dialogue, Limits
from bartizan.mail.ingress.events import (
    Closed,
    MessageGiven,
    RecipientGiven,
    SenderGiven,
    TlsAsked,
)
from bartizan.mail.ingress.reply import OK, RECIPIENT_OK, SENDER_OK, reply

START = b"EHLO client.example\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.org>\r\nDATA\r\n"


class Play:
    """Drives a dialogue the way the gateway does, granting what is asked unless told."""

    def __init__(self, *, limits: Limits | None = None, answers=None, **options):
        self.dialogue = Dialogue("mx.example", limits, **options)
        self.answers = answers or {}
        self.events = []
        self.output = b""

    def send(self, *chunks: bytes) -> bytes:
        before = len(self.output)
        for chunk in chunks:
            self.dialogue.receive(chunk)
            self._drive()
        return self.output[before:]

    def codes(self, *chunks: bytes) -> list[int]:
        lines = self.send(*chunks).split(b"\r\n")
        return [int(line[:3]) for line in lines if line[3:4] == b" "]

    def _drive(self):
        while (event := self.dialogue.next_event()) is not None:
            self.output += self.dialogue.take_output()
            self.events.append(event)
            match event:
                case SenderGiven():
                    self.dialogue.answer(self.answers.get("sender", SENDER_OK))
                case RecipientGiven():
                    self.dialogue.answer(self.answers.get("recipient", RECIPIENT_OK))
                case MessageGiven():
                    self.dialogue.answer(self.answers.get("message", OK))
                case TlsAsked():
                    self.dialogue.tls_started()
                case Closed():
                    break
        self.output += self.dialogue.take_output()

    @property
    def messages(self):
        return [event for event in self.events if isinstance(event, MessageGiven)]


def test_a_whole_session():
    play = Play()
    assert play.send(b"EHLO client.example\r\n").startswith(b"220 mx.example ESMTP")
    assert play.codes(b"MAIL FROM:<a@example.com> BODY=8BITMIME\r\n") == [250]
    assert play.codes(b"RCPT TO:<b@example.org>\r\n", b"RCPT TO:<c@example.org>\r\n") == [250, 250]
    assert play.codes(b"DATA\r\n") == [354]
    assert play.codes(b"Subject: hi\r\n\r\n..dot\r\n", b".\r\n") == [250]
    assert play.codes(b"QUIT\r\n") == [221]
    assert play.messages == [
        MessageGiven(
            b"Subject: hi\r\n\r\n.dot\r\n",
            "a@example.com",
            SenderOptions(eight_bit=True),
            (Addressee("b@example.org"), Addressee("c@example.org")),
        )
    ]
    assert play.events[-1] == Closed("quit")


def test_what_is_offered():
    play = Play(offers_tls=True, limits=Limits(message=1234))
    offered = play.send(b"EHLO c.example\r\n").decode().split("\r\n")[2:-1]
    assert [line[4:] for line in offered] == [
        "PIPELINING", "SIZE 1234", "8BITMIME", "SMTPUTF8", "DSN", "ENHANCEDSTATUSCODES", "STARTTLS",
    ]  # fmt: skip


def test_pipelined_commands_are_answered_in_order():
    play = Play()
    assert play.codes(START + b"x\r\n.\r\nNOOP\r\nQUIT\r\n") == [
        220, 250, 250, 250, 354, 250, 250, 221,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("commands", "code"),
    [
        (b"MAIL FROM:<a@b>\r\n", 503),
        (b"EHLO c\r\nRCPT TO:<a@b>\r\n", 503),
        (b"EHLO c\r\nDATA\r\n", 503),
        (b"EHLO c\r\nMAIL FROM:<a@b>\r\nDATA\r\n", 503),
        (b"EHLO c\r\nMAIL FROM:<a@b>\r\nMAIL FROM:<a@b>\r\n", 503),
        (b"EHLO c\r\nMAIL TO:<a@b>\r\n", 501),
        (b"EHLO c\r\nMAIL FROM:<a@b> SIZE=60000000\r\n", 552),
        (b"EHLO\r\n", 501), (b"HELO <x>\r\n", 501), (b"NOOP\n", 500), (b"NO\0OP\r\n", 500),
        (b"NOOP\rRSET\r\n", 500), (b"AUTH PLAIN\r\n", 502), (b"BDAT 3 LAST\r\n", 502),
        (b"WHAT\r\n", 500), (b"\r\n", 500), (b"STARTTLS\r\n", 502), (b"RSET x\r\n", 501),
        (b"VRFY a\r\n", 252), (b"HELP\r\n", 214), (b"NOOP\r\n", 250), (b"RSET\r\n", 250),
        (b"x" * 5000 + b"\r\n", 500),
    ],
)  # fmt: skip
def test_single_commands(commands, code):
    assert Play().codes(commands)[-1] == code


def test_rset_and_ehlo_forget_the_message():
    for forget in (b"RSET\r\n", b"EHLO again\r\n"):
        play = Play()
        play.send(START[: -len(b"DATA\r\n")])
        assert play.codes(forget, b"DATA\r\n") == [250, 503]


def test_a_refused_sender_or_recipient_is_not_taken():
    no = reply(550, "5.7.1", "No")
    assert Play(answers={"sender": no}).codes(START)[-3:] == [550, 503, 503]
    assert Play(answers={"recipient": no}).codes(START)[-2:] == [550, 503]


def test_a_refused_message_leaves_the_session_usable():
    play = Play(answers={"message": reply(451, "4.3.0", "Later")})
    assert play.codes(START + b"x\r\n.\r\n" + START)[-5:] == [451, 250, 250, 250, 354]


def test_recipients_beyond_the_limit_are_put_off_all_ten_thousand_of_them():
    play = Play()
    play.send(b"EHLO c\r\nMAIL FROM:<a@b>\r\n")
    many = b"".join(b"RCPT TO:<u%d@example.org>\r\n" % number for number in range(10_000))
    codes = play.codes(many)
    assert codes == [250] * 1000 + [452] * 9000
    play.send(b"DATA\r\nx\r\n.\r\n")
    assert len(play.messages[0].addressees) == 1000


def test_too_many_bad_commands_end_it():
    play = Play(limits=Limits(bad_commands=3))
    assert play.codes(b"A\r\nB\r\nC\r\nNOOP\r\n") == [220, 500, 500, 500, 421]
    assert play.events == [Closed("too-many-errors")]


def test_a_browser_is_cut_off_at_its_first_line():
    play = Play()
    assert play.codes(b"POST / HTTP/1.1\r\nEHLO x\r\nMAIL FROM:<a@b>\r\n") == [220, 421]


def test_too_big_a_message_is_refused_and_the_session_goes_on():
    play = Play(limits=Limits(message=1000))
    assert play.codes(START, *[b"y" * 500] * 10, b"\r\n.\r\nNOOP\r\n")[-2:] == [552, 250]
    assert play.messages == []


@pytest.mark.parametrize("ending", [b"\n.\n", b"\n.\r\n", b"\r\n.\n", b"\r.\r", b"\r\n.\r", b"\r"])
def test_smuggling_is_refused_and_nothing_after_it_is_read(ending):
    play = Play()
    smuggled = b"hello" + ending + b"MAIL FROM:<evil@example.com>\r\nRCPT TO:<b@example.org>\r\n"
    assert play.codes(START + smuggled + b"\r\n.\r\n" + START)[-1] == 550
    assert play.events[-1] == Closed("bare-newline")
    assert play.messages == []


def test_plaintext_sent_with_starttls_is_thrown_away():
    play = Play(offers_tls=True)
    play.send(b"EHLO c\r\nSTARTTLS\r\nMAIL FROM:<injected@example.com>\r\n")
    assert play.events == [TlsAsked()]
    assert play.codes(b"MAIL FROM:<a@b>\r\n") == [503]
    assert b"STARTTLS" not in play.send(b"EHLO c\r\n")
    assert play.codes(b"STARTTLS\r\n") == [503]


def test_bytes_that_arrive_before_tls_is_up_are_thrown_away():
    dialogue = Dialogue("mx.example", offers_tls=True)
    dialogue.receive(b"EHLO c\r\nSTARTTLS\r\n")
    assert dialogue.next_event() == TlsAsked()
    dialogue.receive(b"NOOP\r\n")
    dialogue.tls_started()
    dialogue.take_output()
    assert dialogue.next_event() is None
    assert dialogue.take_output() == b""


def test_mail_can_require_tls():
    play = Play(offers_tls=True, requires_tls=True)
    assert play.codes(b"EHLO c\r\nMAIL FROM:<a@b>\r\n")[-1] == 530
    assert play.codes(b"STARTTLS\r\n", b"EHLO c\r\nMAIL FROM:<a@b>\r\n") == [220, 250, 250]


def test_nothing_is_read_while_a_decision_is_pending():
    dialogue = Dialogue("mx.example")
    dialogue.receive(b"EHLO c\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\n")
    first = dialogue.next_event()
    assert isinstance(first, SenderGiven)
    assert dialogue.next_event() is first
    dialogue.answer(SENDER_OK)
    assert isinstance(dialogue.next_event(), RecipientGiven)


def test_answering_what_nobody_asked_is_a_mistake():
    with pytest.raises(RuntimeError):
        Dialogue("mx.example").answer(OK)


def test_a_closing_answer_closes():
    play = Play(answers={"sender": reply(421, "4.7.0", "Go away")})
    assert play.codes(START)[-1] == 421
    assert play.events[-1] == Closed("refused")


def test_memory_stays_bounded_without_a_newline():
    play = Play()
    for _ in range(100):
        play.send(b"x" * 10_000)
    assert play.dialogue.held <= 10_000 + 2048


PIECES = [
    b"EHLO c.example\r\n", b"HELO c\r\n", b"MAIL FROM:<a@example.com>\r\n", b"RSET\r\n",
    b"RCPT TO:<b@example.org>\r\n", b"DATA\r\n", b"Subject: x\r\n", b"..\r\n", b".\r\n",
    b"\r\n.\r\n", b"\n", b"\r", b"NOOP\r\n", b"QUIT\r\n", b"x" * 90, b"\0", b"BAD\r\n",
]  # fmt: skip


@given(
    st.lists(st.sampled_from(PIECES), max_size=25).map(b"".join),
    st.lists(st.integers(1, 400), max_size=15),
    st.booleans(),
)
def test_how_the_stream_is_cut_changes_nothing(stream, cuts, begun):
    stream = (START if begun else b"") + stream
    edges = [0, *sorted({cut for cut in cuts if cut < len(stream)}), len(stream)]
    limits = Limits(message=200, line=80, recipients=3, bad_commands=6)
    whole, cut = Play(limits=limits), Play(limits=limits)
    whole.send(stream)
    cut.send(*(stream[start:end] for start, end in pairwise(edges)))
    assert (whole.output, whole.events) == (cut.output, cut.events)


@given(st.binary(max_size=2000))
def test_any_bytes_get_an_answer_or_wait(data):
    play = Play()
    play.send(data)
    assert play.output.endswith(b"\r\n")
