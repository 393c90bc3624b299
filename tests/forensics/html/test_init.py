"""Reading and defusing HTML together: hostile markup, real mail, properties."""

import random
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.forensics.html import read_html, safe_document
from bartizan.forensics.mime import parse

BUDGET = 0.15

BOMBS = {
    "deep": "<div>" * 200_000,
    "attributes": "<div " + " ".join(f"a{number}=1" for number in range(20_000)) + ">",
    "attributes without value": "<div " + "a b c " * 3_000 + ">",
    "formatting": "".join(f"<font c={number}><p>" for number in range(1_500)),
    "few formatting": "".join(f"<font c={number}><p>" for number in range(199)),
    "links": "".join(f"<a href={number}><p>" for number in range(9_000)),
    "closing": "<div>" * 20_000 + "</p>" * 20_000,
    "tables": "<table>" * 20_000,
    "foster parents": "<table>" + "<b>x" * 9_000,
    "options": "<select><option>" * 20_000,
    "brackets": "<" * 1_000_000,
    "quotes": '<a "' * 300_000,
    "comments": "<!--" * 300_000,
    "rules": "<style>" + "a{" * 100_000 + "</style>",
    "style sheets": "<style>/*" * 50_000,
    "style": '<p style="' + "a:b;" * 100_000 + '">',
    "spaces in style": '<p style="' + " " * 200_000 + '">',
    "white space": "<p>" + " \n" * 700_000,
    "long text": "x " * 900_000,
    "script": "<script>" + "a" * 1_000_000 + "</script>",
}


def cost(task, markup: str) -> float:
    costs = []
    for _ in range(2):
        begun = time.process_time()
        task(markup)
        costs.append(time.process_time() - begun)
    return min(costs)


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_cost_little(name):
    assert cost(read_html, BOMBS[name]) < BUDGET
    assert cost(lambda markup: safe_document(markup, {}), BOMBS[name]) < BUDGET


def test_cutting_is_told():
    assert read_html(BOMBS["deep"]).cut
    assert read_html("x" * 1_000_001).cut
    assert not read_html("<p>x").cut


def test_real_html_is_read_fast_and_defused(data: Path):
    paths = sorted((data / "mail/phish").glob("*.eml"))
    for path in random.Random(7).sample(paths, 60):
        for part in parse(path.read_bytes()).html_body():
            facts = read_html(part.text())
            again = read_html(safe_document(part.text(), {}))
            assert not again.scripts, path.name
            assert not again.forms, path.name
            assert not again.frames, path.name
            assert len(again.links) <= len(facts.links), path.name


@given(st.text("<>/=\"' abpistyle!-&;#:()\n", max_size=120))
def test_anything_reads(markup):
    read_html(markup)
    safe_document(markup, {})


def test_lone_surrogates_do_not_break_the_parser():
    assert read_html("a\ud800b").text == "a?b"
