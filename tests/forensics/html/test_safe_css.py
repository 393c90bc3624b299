import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.forensics.html.safe_css import safe_sheet, safe_style


def test_plain_declarations_stay():
    style = "color: #fff; FONT: bold 12px/1.5 'Arial', sans-serif; width: calc(100% - 2px)"
    assert safe_style(style) == (
        "color:#fff;font:bold 12px/1.5 'Arial', sans-serif;width:calc(100% - 2px)", False,
    )  # fmt: skip


@pytest.mark.parametrize(
    "style",
    [
        "background:url(http://x)",
        "background:URL( 'x' )",
        "background:u\\72l(x)",
        "background:image-set('x' 1x)",
        "background:/**/url(x)",
        "width:expression(alert(1))",
        "font-family:x;src:url(y)",
        "color:var(--x)",
        "background:-webkit-image-set(url(x) 1x)",
    ],
)
def test_what_loads_goes(style):
    kept, _ = safe_style(style)
    for word in ("url", "image", "expression", "\\", "var", "http"):
        assert word not in kept.lower()


@pytest.mark.parametrize(
    "style", ["position:fixed", "behavior:x", "-moz-binding:x", "content:'x'", "cursor:x"]
)
def test_what_is_not_on_the_list_goes(style):
    assert safe_style(style)[0] == ""


def test_a_style_that_loads_is_told():
    assert safe_style("background:url(x)")[1]
    assert not safe_style("color:red;position:fixed")[1]


def test_sheets():
    sheet = """@import url(x); .a, td > p {color:red; background:url(x)} @font-face{src:url(y)}
    @media screen and (max-width: 600px) {.b{width:100%} .c{behavior:x}} .d{}</style><script>"""
    assert safe_sheet(sheet) == (
        ".a, td > p{color:red}@media screen and (max-width: 600px){.b{width:100%}}"
    )


@given(st.text("a{}@:;<>/*\\'\"url( )import#.-", max_size=80))
def test_no_sheet_leaves_its_element_or_loads(sheet):
    safe = safe_sheet(sheet)
    assert "<" not in safe
    assert "\\" not in safe
    assert "url" not in safe.lower()
    assert "@import" not in safe
    assert safe.count("{") == safe.count("}")
