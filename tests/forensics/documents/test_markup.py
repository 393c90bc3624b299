import base64

import pytest

from bartizan.forensics.examination import Sign, Trait


def svg(body: str, attributes: str = "") -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg"{attributes}>{body}</svg>'.encode()


def test_a_page_is_handed_on(read):
    reading = read(b"<html><body>Hi</body></html>")
    assert reading.html == "<html><body>Hi</body></html>"
    assert reading.signs == ()


def test_a_drawing_that_only_draws(read):
    reading = read(svg('<path d="M0 0"/><use href="#a"/><text>Logo</text>'))
    assert reading.signs == ()
    assert reading.text == "Logo"


def test_scripts_and_handlers(read, traits):
    reading = read(svg("<script>location=atob('aHR0')</script>", ' onload="go()"'))
    assert traits(reading) == ["javascript", "obfuscated"]


def test_links_and_pages_inside(read, traits):
    reading = read(svg('<a xlink:href="https://x.test/?a=1&amp;b">x</a><foreignObject/>'))
    assert traits(reading) == ["form", "link"]
    assert reading.urls == ("https://x.test/?a=1&b",)


def test_a_link_that_is_a_program(read, traits):
    assert traits(read(svg('<a href="javascript:go()">x</a>'))) == ["javascript"]


def test_pictures_inside_come_out(make, read):
    picture = base64.b64encode(make.png("https://x.test/")).decode()
    reading = read(svg(f'<image href="data:image/png;base64,{picture}"/>'))
    ((_, content),) = reading.embedded
    assert read(content).codes == ("https://x.test/",)
    assert Sign(Trait.LINK) not in reading.signs


@pytest.mark.parametrize(
    "unit", ["<script", "<script>", " onload=", 'href="', "data:image/png;base64,A"]
)
def test_hostile_repeats_are_linear(read, unit):
    assert read(svg(unit * 50_000)) is not None
