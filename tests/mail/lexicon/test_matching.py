import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.forensics.confusables import fold
from bartizan.mail.lexicon.matching import FOUND_LIMIT, Entry, build, shipped_lexicon
from bartizan.mail.lexicon.themes import read_theme, shipped_themes

LINES = """
about = "A theme to test with."
[phrases]
en = [
  "(verify|confirm) your (account|bank account|)",
  "pay * now",
  "within # (hours|days)",
  "# messages",
  "viagra",
  "(the|a) urgent (and final|final|) notice",
]
de = ["bestätigen sie"]
ru = ["срок действия"]
zh = ["验证您的"]
"""
LEXICON = build([read_theme("test", LINES)])


def said(text: str) -> list[str]:
    return [entry.text for entry in LEXICON.find(fold(text))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Please VERIFY your\naccount!", ["verify your account"]),
        ("confirm your order", ["confirm your"]),
        ("confirm your bank, account", ["confirm your bank account"]),
        ("pay this now, or pay the whole now", ["pay this now"]),
        ("pay the whole now", ["pay the whole now"]),
        ("pay the whole sum now", []),
        ("within 48 hours", ["within 48 hours"]),
        ("within some hours", []),
        ("You have 12 messages", ["12 messages"]),
        ("messages", []),
        ("V.i.a.g.r.a", ["viagra"]),
        ("v i a g r a", ["viagra"]),
        ("the urgent and final notice", ["the urgent and final notice"]),
        ("a urgent notice", ["a urgent notice"]),
        ("v\u0435rify y\u200bour acc\u043eunt", ["verify your account"]),
        ("verify", []),
        ("", []),
    ],
)
def test_lines_are_found_at_their_longest_and_once(text, found):
    assert said(text) == found


def test_words_are_spelt_as_the_lexicon_spells_them():
    assert said("Bestatigen Sie bitte. СРОК действия") == ["bestätigen sie", "срок действия"]


def test_languages_without_spaces_are_found_within_words():
    assert LEXICON.find(fold("请 验证 您的 账户")) == [Entry("test", "zh", "验证您的")]


def test_a_text_that_says_everything_is_cut():
    lines = ", ".join(f'"word{number} again"' for number in range(FOUND_LIMIT + 50))
    theme = read_theme("all", f'about = "All."\n[phrases]\nen = [{lines}]')
    text = " ".join(f"word{number} again" for number in range(FOUND_LIMIT + 50))
    assert len(build([theme]).find(text)) == FOUND_LIMIT


@given(st.text(max_size=300))
def test_any_text_is_read(text):
    for entry in shipped_lexicon().find(fold(text)):
        assert entry.text


def test_every_shipped_line_is_found_in_itself():
    lexicon = shipped_lexicon()
    for line in (line for theme in shipped_themes().values() for line in theme.lines):
        parts = [next(choice for choice in choices if choice) for choices in line.choices]
        text = fold(" ".join(parts).replace("*", "word").replace("#", "24"))
        assert any(entry.theme == line.theme for entry in lexicon.find(text)), line.choices


def test_reading_stays_linear():
    text = "confirm your account within 24 hours and pay the " * 4_000
    before = time.process_time()
    shipped_lexicon().find(text)
    assert time.process_time() - before < 2
