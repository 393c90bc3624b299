from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.learning.registry import Registry
from bartizan.mail.evidence import Opinion, Organisation
from bartizan.mail.gathering import gather
from bartizan.mail.learned.findings_expert import (
    FEATURES,
    NAME,
    FindingsExpert,
    heaviest,
    log_odds,
    pooled,
    row,
    share_read,
)
from bartizan.mail.learned.panel import shelves
from bartizan.mail.scoring import probability, score
from bartizan.mail.verdict import LEARNED, Severity, Suspicion

SHIPPED = FindingsExpert(Registry(shelves(None)).load(NAME, FEATURES))
LETTER = gather(
    b"From: a@b.test\r\nSubject: The minutes\r\n\r\n"
    b"Here are the notes of our meeting, with what we said about the budget.\r\n",
    None, None, Organisation(),
)  # fmt: skip


def suspicion(weight, *, tags=(), severity=Severity.LOW):
    return Suspicion(
        id="x", title="X", severity=severity, weight=weight, sentence="Odd.", tags=tags
    )  # fmt: skip


def saying(likely):
    return lambda _inputs: [np.array([[likely]], np.float32)]


def read(likely):
    return replace(LETTER, opinions={"text": Opinion(likely)})


def test_the_heaviest_findings_stand_in_order_and_what_models_said_is_no_finding():
    found = [suspicion(0.1), suspicion(0.5), suspicion(0.9, tags=(LEARNED,))]
    assert heaviest(found).tolist() == pytest.approx([0.5, 0.1, 0, 0, 0, 0.55])
    assert len(heaviest([suspicion(0.2)] * 9)) == 6


def test_of_few_words_little_is_made():
    assert share_read(LETTER) == 1
    short = gather(b"From: a@b.test\r\nSubject: Hi\r\n\r\nPay me\r\n", None, None, Organisation())
    assert row(heaviest([]), 4.0, share_read(short))[-1] == pytest.approx(4 * 3 / 12)


def test_what_is_certain_has_odds_too():
    assert log_odds(0.5) == 0
    assert log_odds(1) == pytest.approx(-log_odds(0)) == pytest.approx(13.8, abs=0.1)
    assert row(heaviest([]), -1e9, 1.0)[-1] == pytest.approx(log_odds(0))


def test_two_opinions_meet_between_them_and_nearer_to_the_sum():
    assert pooled(0.6, 0.6) == pytest.approx(0.6)
    assert (0.2 + 0.8) / 2 < pooled(0.8, 0.2) < 0.8


def test_what_the_trees_doubt_is_tempered_by_half_at_most_and_said_in_a_sentence():
    found = [suspicion(0.4), suspicion(0.4)]
    mild = FindingsExpert(saying(0.3))(read(0.1), found)
    assert 0 < mild.strength < 0.5
    assert "64%" in mild.sentence
    assert "30%" in mild.sentence
    assert FindingsExpert(saying(0.0))(read(0.1), found).strength == 0.5


def test_what_the_trees_believe_is_not_raised():
    assert FindingsExpert(saying(0.99))(read(0.9), [suspicion(0.4)]) is None


def test_where_nothing_is_soft_or_nobody_read_the_words_there_is_nothing_to_temper():
    doubting = FindingsExpert(saying(0.0))
    assert doubting(read(0.1), []) is None
    assert doubting(read(0.1), [suspicion(0.9)]) is None
    assert doubting(read(0.1), [suspicion(0.4, severity=Severity.CRITICAL)]) is None
    assert doubting(LETTER, [suspicion(0.4)]) is None


def judged(facts, found):
    mild = SHIPPED(facts, found)
    return score(found, [mild] if mild else [])


weights = st.lists(st.floats(0, 1), max_size=8)


@given(weights, st.floats(0, 1), st.floats(0, 1))
def test_a_further_finding_or_a_surer_reader_never_lowers_the_score(values, more, likely):
    found = list(map(suspicion, values))
    before = judged(read(likely), found)
    assert judged(read(likely), [*found, suspicion(more)]) >= before - 1  # half a point, rounded
    assert judged(read(min(1.0, likely + more)), found) >= before - 1


@given(weights, st.floats(0, 1))
def test_hard_evidence_counts_in_full(values, likely):
    found = [*map(suspicion, values), suspicion(0.8)]
    assert judged(read(likely), found) >= 80


def test_soft_findings_beside_honest_words_come_to_less_than_beside_a_lure():
    found = [suspicion(0.4), suspicion(0.3)]
    assert judged(read(0.02), found) < judged(read(0.9), found) <= round(100 * probability(found))
