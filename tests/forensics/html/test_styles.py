import pytest

from bartizan.forensics.html.styles import (
    Look,
    declarations,
    read_colour,
    read_pixels,
    read_sheet,
    read_style,
)


@pytest.mark.parametrize(
    ("value", "colour"),
    [
        ("#fff", (255, 255, 255)),
        ("FF0000", (255, 0, 0)),
        (" Navy ", (0, 0, 128)),
        ("rgb(1,2,3)", (1, 2, 3)),
        ("rgba(1, 2, 3, .5)", (1, 2, 3)),
        ("rgb(1 2 3)", (1, 2, 3)),
        ("inherit", None),
        ("#ggg", None),
        ("", None),
    ],
)
def test_colours(value, colour):
    assert read_colour(value) == colour


def test_lengths():
    assert read_pixels("12") == read_pixels("12px") == 12
    assert read_pixels("-1em") == -16
    assert read_pixels("auto") is None


def test_declarations():
    said = declarations("COLOR: Red ; /* x:y; */ width:1px!important; color:blue")
    assert said == {"color": "blue", "width": "1px"}


def test_looks_are_inherited_and_changed():
    look = Look().under(read_style("color:white"))
    assert look.is_hidden
    assert not look.under(read_style("background:black")).is_hidden
    assert Look().under(read_style("display:none")).under(read_style("display:block")).is_hidden


def test_sheets_read_simple_rules_only():
    rules = read_sheet("a.x, #y, td{display:none} @media print{.z{display:none}} .v .w{opacity:0}")
    assert set(rules) == {".x", "#y", "td"}
    assert all(effect.hidden for effect in rules.values())
