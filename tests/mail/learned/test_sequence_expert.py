import numpy as np
import pytest

from bartizan.mail.evidence import Organisation
from bartizan.mail.gathering import gather
from bartizan.mail.learned.sequence_expert import LENGTH, WORDS, SequenceExpert, word_row


def test_words_are_numbered_in_their_order():
    row = word_row(" pay the man the money ")
    assert row[1] == row[3] != row[0]
    assert row[5] == 0
    assert len(word_row("word " * 1000)) == LENGTH
    assert (word_row("a b c") < WORDS).all()


def test_the_network_is_asked_about_one_row():
    def model(inputs):
        assert inputs["words"].shape == (1, LENGTH)
        return [np.array([[0.25]], np.float32)]

    facts = gather(b"From: a@b.test\r\n\r\nHi\r\n", None, None, Organisation())
    assert SequenceExpert(model)(facts).probability == pytest.approx(0.25)
