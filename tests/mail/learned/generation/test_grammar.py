from collections import Counter
from random import Random

import pytest

from bartizan.mail.learned.generation.corpus import LANGUAGES
from bartizan.mail.learned.generation.grammar import (
    Paragraph,
    choose,
    fill,
    pretexts,
    read_paragraphs,
)


def test_choices_nest():
    found = {choose("{a|b {c|d}} e", Random(seed)) for seed in range(50)}
    assert found == {"a e", "b c e", "b d e"}


def test_a_text_without_choices_stays():
    assert choose("a | b", Random(1)) == "a | b"


def test_slots_are_filled_and_strange_ones_left():
    assert fill("$first owes $amount to $nobody", {"first": "Ada", "amount": "$5"}) == (
        "Ada owes $5 to $nobody"
    )


def test_paragraphs_are_told_apart_by_their_marks():
    found = read_paragraphs("one\nother\n\n? maybe\n\n> press\n* item\n? > rare")
    assert found == (
        Paragraph("text", optional=False, lines=("one", "other")),
        Paragraph("text", optional=True, lines=("maybe",)),
        Paragraph("button", optional=False, lines=("press",)),
        Paragraph("list", optional=False, lines=("item",)),
        Paragraph("button", optional=True, lines=("rare",)),
    )


def test_every_language_has_threats_and_honest_letters():
    counts = Counter((one.language, one.threat) for one in pretexts())
    assert {language for language, _ in counts} == set(LANGUAGES)
    assert len(counts) == 2 * len(LANGUAGES)


@pytest.mark.parametrize("one", pretexts(), ids=lambda one: f"{one.language}-{one.name}")
def test_what_ships_is_well_formed(one):
    lines = [*one.senders, *one.subjects, *(line for each in one.paragraphs for line in each.lines)]
    assert all(line.strip() for line in lines)
    assert all(line.count("{") == line.count("}") for line in lines)
    assert one.subjects
    assert one.paragraphs
