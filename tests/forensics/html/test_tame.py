from bartizan.forensics.html.tame import ATTRIBUTES_LIMIT, DEPTH_LIMIT, SIZE_LIMIT, tame


def test_ordinary_markup_is_untouched():
    row = '<tr><td style="a:b" title="x > y"><font color=red><b>hi</b></font><p>one<p>two</td></tr>'
    markup = "<table>" + row * 500 + "</table>"
    assert tame(markup) == (markup, False)


def test_unclosed_elements_that_close_themselves_are_untouched():
    markup = "<ul>" + "<li>x" * 2_000 + "</ul>" + "<p>y" * 2_000
    assert tame(markup) == (markup, False)


def test_deep_nesting_loses_tags_but_no_text():
    tamed = tame("<div>" * 1_000 + "text")
    assert tamed.cut
    assert tamed.markup.count("<div>") < DEPTH_LIMIT
    assert tamed.markup.endswith("text")


def test_links_are_never_dropped():
    markup = "<div>" * 1_000 + "<a href=x>y</a>"
    assert tame(markup).markup.endswith("<a href=x>y</a>")


def test_a_tag_of_very_many_attributes_is_cut():
    tamed = tame("<div " + "a b " * 5_000 + ">text")
    assert tamed.cut
    assert len(tamed.markup) < ATTRIBUTES_LIMIT + 100
    assert tamed.markup.endswith(">text")


def test_one_long_attribute_is_kept():
    markup = '<img src="data:image/png;base64,' + "A" * 50_000 + '">'
    assert tame(markup) == (markup, False)


def test_size():
    assert len(tame("x" * (SIZE_LIMIT + 5)).markup) == SIZE_LIMIT
