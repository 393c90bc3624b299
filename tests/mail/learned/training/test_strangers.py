from dataclasses import replace

import numpy as np
import pytest

from bartizan.mail.learned.training.examples import from_letters
from bartizan.mail.learned.training.lessons import learn
from bartizan.mail.learned.training.strangers import unseen_logits


@pytest.fixture(scope="module")
def lessons():
    return list(learn(from_letters(300, 1)))


def test_what_was_never_seen_is_still_told_apart_better_than_by_chance(lessons):
    found, threat = unseen_logits(lessons, 1), np.array([one.threat for one in lessons])
    assert (found[threat, None] > found[None, ~threat]).mean() > 0.7


def test_the_label_of_a_text_does_not_reach_what_is_said_of_it_or_of_its_kin(lessons):
    kin = lessons[0].kin
    turned = [replace(one, threat=not one.threat) if one.kin == kin else one for one in lessons]
    theirs = [one.kin == kin for one in lessons]
    before, after = unseen_logits(lessons, 1), unseen_logits(turned, 1)
    assert before[theirs] == pytest.approx(after[theirs])
    assert before.tolist() != after.tolist()


def test_where_one_kind_alone_is_left_nobody_has_an_opinion(lessons):
    threats = [replace(one, kin="one") for one in lessons if one.threat]
    honest = [replace(one, kin="two") for one in lessons if not one.threat]
    apart = unseen_logits([*threats, *honest], 1)
    assert set(apart.tolist()) == {0.0}
