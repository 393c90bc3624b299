import numpy as np
import pytest

from bartizan.base.clock import SystemClock
from bartizan.mail.cohort import Case, advance
from bartizan.mail.evidence import Organisation
from bartizan.mail.gathering import gather
from bartizan.mail.learned.fragments import fragments, normalise
from bartizan.mail.learned.panel import shipped_panel
from bartizan.mail.learned.text_expert import reading, strongest

LURE = (
    b"From: Mail Support <it@a.test>\r\nSubject: Your mailbox is full\r\n"
    b"Content-Type: text/html; charset=utf-8\r\n\r\n"
    b"<p>Verify your password within 24 hours or your account will be suspended.</p>"
    b"<a href='https://a.test/x'>Verify now</a>\r\n"
)
LETTER = (
    b"From: Ada <ada@a.test>\r\nSubject: Re: minutes\r\n\r\n"
    b"Hi Bob, attached are my notes from yesterday. I moved the part about the budget.\r\n"
)


def asked(raw):
    case = Case(gather(raw, None, None, Organisation()))
    advance([case], shipped_panel().steps(), SystemClock())
    assert case.silent == []
    return case.opinions["text"]


def test_a_lure_reads_like_one_and_a_letter_does_not():
    assert asked(LURE).probability > 0.9
    assert asked(LETTER).probability < 0.1


def test_the_words_that_moved_the_model_are_the_reasons():
    reasons = " ".join(asked(LURE).reasons)
    assert "verify" in reasons or "suspended" in reasons
    assert asked(LETTER).reasons == ()


@pytest.mark.parametrize("trick", [("a", "\N{CYRILLIC SMALL LETTER A}"), ("i", "i\u200b")])
def test_look_alikes_and_invisible_letters_do_not_hide_it(trick):
    assert (
        asked(LURE.decode().replace("account", "account".replace(*trick)).encode()).probability
        > 0.9
    )


def test_the_senders_name_is_read_and_their_address_is_not():
    facts = gather(LURE, None, None, Organisation())
    assert reading(facts).startswith(" mail support your mailbox")
    assert "a.test" not in reading(facts)


def test_an_empty_message_is_read():
    assert 0 <= asked(b"\r\n").probability <= 1


def test_the_strongest_words_come_first():
    found = fragments(normalise("a quiet evening then send money now please and more quiet words"))
    inside = [
        found.text[s:e].strip() in "send money now" for s, e in zip(*found.places(), strict=True)
    ]
    moved = np.array(inside, np.float32)
    assert "send money now" in strongest(found, moved)[0]
