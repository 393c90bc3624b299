import time
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from bartizan.forensics.html.marking import Mark, MarkedLinks, find_marks, marked_text, opening
from bartizan.forensics.html.safe import safe_document


def shown(texts, *marks):
    """What is marked, in the order of the texts, with its number."""
    found = find_marks(texts, [Mark(*mark) for mark in marks])
    return [
        (texts[at][span.start : span.end], span.label) for at in sorted(found) for span in found[at]
    ]


def test_words_are_found_whatever_their_case_and_the_space_between_them():
    assert shown(["Please VERIFY\n  your\xa0account."], (1, "verify your account")) == [
        ("VERIFY\n  your\xa0account", "1")
    ]
    assert shown(["verifying your account"], (1, "verify your account")) == []


def test_a_phrase_may_run_over_elements_and_is_numbered_once():
    texts = ["Click ", "here", " to win"]
    assert shown(texts, (2, "click here to")) == [
        ("Click", "2"), ("here", ""), ("to", ""),
    ]  # fmt: skip


def test_words_that_several_quote_have_the_numbers_of_all():
    texts = ["act now or never"]
    assert shown(texts, (2, "act"), (1, "act now")) == [("act now", "1·2")]


def test_what_goes_on_past_another_mark_is_marked_to_its_end():
    texts = ["act now or never again"]
    assert shown(texts, (1, "or"), (2, "now or never")) == [
        ("now", "2"), ("or", "1·2"), ("never", "2"),
    ]  # fmt: skip


def test_numbers_are_found_by_their_shape_only_where_they_are_not_found_themselves():
    texts = ["within 24 hours, 00 times"]
    assert shown(texts, (1, "within 00 hours")) == [("within 24 hours", "1")]
    assert shown(texts, (1, "00 times")) == [("00 times", "1")]
    assert shown(texts, (1, "within 48 hours")) == []


def test_what_was_cut_is_found_by_its_beginning():
    assert shown(["one two three"], (1, "one two thr…")) == [("one two", "1")]
    assert shown(["anything"], (1, ""), (2, "…"), (3, "→ !")) == []


def test_a_text_keeps_its_characters_and_every_one_is_escaped():
    text = "a <b> & c"
    spans = find_marks([text], [Mark(1, "a b")])[0]
    markup = marked_text(text, spans)
    assert "<b>" not in markup
    parsed = LexborHTMLParser(markup)
    parsed.css_first("sup").decompose()
    assert parsed.text() == text


def test_links_are_known_whole_by_their_beginning_and_by_where_they_lead():
    links = MarkedLinks(
        [
            Mark(1, "https://a.example/x"),
            Mark(2, "Pay now -> https://b.example/"),
            Mark(3, "https://c.example/" + "y" * 20 + "…"),
        ]
    )
    assert links.label_of(" https://a.example/x\n") == "1"
    assert links.label_of("https://b.example/") == "2"
    assert links.label_of("https://c.example/" + "y" * 400) == "3"
    assert links.label_of("https://a.example/other") == ""
    assert links.label_of("") == ""


def test_a_document_shows_its_links_and_words_marked():
    markup = '<p>Dear <b>customer</b></p><a href="https://x.test/"><img alt="go">Go</a>'
    marks = [Mark(1, "https://x.test/"), Mark(4, "Dear customer")]
    document = LexborHTMLParser(safe_document(markup, {}, marks))
    assert [node.text() for node in document.css("mark")] == ["4Dear", "customer", "1Go"]
    assert document.css_first("a > mark > img") is not None
    assert "mark" not in safe_document(markup, {})


def test_what_is_left_out_of_the_document_is_not_marked():
    document = safe_document("<script>secret words</script>", {}, [Mark(1, "secret words")])
    assert "secret" not in document


def test_the_message_cannot_style_a_mark_away():
    styles = opening("3").split('"')[1].split(";")
    assert all(one.endswith("!important") for one in styles)


@given(st.text(max_size=200), st.lists(st.text(max_size=40), max_size=5))
def test_any_text_is_kept_whatever_is_quoted(text, quoted):
    marks = [Mark(number, one) for number, one in enumerate(quoted)]
    spans = find_marks([text], marks).get(0, [])
    assert all(one.end <= other.start for one, other in pairwise(spans))
    plain = "".join(text[one.start : one.end] for one in spans)
    assert len(plain) <= len(text)
    assert marked_text(text, []).count("<") == 0


def test_a_text_made_of_one_word_costs_little():
    texts = ["a " * 100_000]
    marks = [Mark(number, "a " * 79 + "b") for number in range(300)]
    begun = time.process_time()
    assert find_marks(texts, marks) == {}
    assert time.process_time() - begun < 3
