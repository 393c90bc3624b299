import time
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from bartizan.archive.query.parser import parse
from bartizan.archive.query.snippets import Fragment, pattern_of, snippet

NOW = datetime(2026, 5, 20, tzinfo=UTC)


def _shown(query, text):
    found = snippet(text, pattern_of(parse(query, NOW)))
    return "".join(f"[{part.text}]" if part.marked else part.text for part in found)


def test_hits_are_marked_whatever_their_case():
    assert _shown("invoice", "Your Invoice is due") == "Your [Invoice] is due"


def test_only_whole_words_are_marked_unless_the_query_ends_in_a_star():
    assert _shown("voice", "invoice voices voice") == "invoice voices [voice]"
    assert _shown("invoi*", "the invoices came") == "the [invoices] came"


def test_a_phrase_is_marked_across_a_line_break():
    assert _shown('"annual report"', "the annual\nreport") == "the [annual report]"


def test_scripts_without_spaces_are_marked_inside_a_run():
    assert _shown("北京", "我住在北京大学") == "我住在[北京]大学"


def test_far_hits_are_shown_with_what_is_around_them():
    text = "start " + "x " * 200 + "needle " + "y " * 200 + "needle " + "z " * 200
    shown = _shown("needle", text)
    assert shown.count("[needle]") == 2
    assert shown.startswith("… x x")
    assert shown.endswith("z …")
    assert len(shown) < 320


def test_near_hits_share_their_surroundings():
    assert _shown("a b", "a and b") == "[a] and [b]"


def test_without_a_hit_the_opening_is_shown():
    assert _shown("subject:other", "An opening") == "An opening"
    assert _shown("-opening", "An opening") == "An opening"
    assert len(_shown("nothing", "word " * 1000)) < 170
    assert _shown("a", "") == ""


def test_what_the_query_forbids_is_not_marked():
    assert _shown("a -b", "a b") == "[a] b"


@given(st.text(max_size=400), st.text(alphabet="ab .\n_é", max_size=30))
def test_any_text_and_any_words_make_fragments_of_that_text(text, words):
    found = snippet(text, pattern_of(parse(f'"x{words}"', NOW)))
    assert all(isinstance(part, Fragment) and part.text.strip() for part in found)
    shown = "".join(part.text for part in found).replace("…", "")
    assert set(shown) <= set(text) | {" "}


def test_hostile_text_takes_no_time():
    started = time.perf_counter()
    for text in ("a" * 300_000, "a " * 200_000, "a" + " " * 300_000, "a_" * 150_000):
        _shown('"a b c" aa*', text)
    assert time.perf_counter() - started < 2
