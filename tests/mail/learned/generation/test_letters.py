import re
from random import Random

import pytest

from bartizan.mail.learned.generation.grammar import Paragraph, Pretext, pretexts
from bartizan.mail.learned.generation.letters import write

_SLOT = re.compile(r"\$[a-z]{2,}")


def test_the_same_chance_writes_the_same_letter():
    pretext = pretexts()[0]
    assert write(pretext, Random(5)) == write(pretext, Random(5))
    assert write(pretext, Random(5)) != write(pretext, Random(6))


@pytest.mark.parametrize("pretext", pretexts(), ids=lambda one: f"{one.language}-{one.name}")
def test_every_slot_of_what_ships_is_filled(pretext):
    for seed in range(8):
        letter = write(pretext, Random(seed))
        shown = "\n".join([letter.sender, letter.subject, *(one.text for one in letter.blocks)])
        assert not _SLOT.findall(shown)
        assert "{" not in shown


def test_what_may_be_left_out_sometimes_is():
    rare = Paragraph("text", optional=True, lines=("rare",))
    pretext = Pretext("x", "en", True, ("a",), ("s",), (rare,))  # noqa: FBT003
    assert {len(write(pretext, Random(seed)).blocks) for seed in range(40)} == {0, 1}
