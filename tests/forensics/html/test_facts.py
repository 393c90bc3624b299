from bartizan.forensics.html.facts import Form, HtmlFacts, Image


def test_facts_of_nothing_are_empty():
    assert HtmlFacts() == HtmlFacts(text="", links=(), cut=False)


def test_a_form_asks_for_a_password_by_its_inputs():
    assert Form("", "get", (("password", ""),)).asks_password
    assert not Form("", "get", (("text", "password"),)).asks_password


def test_an_image_of_unknown_size_is_no_pixel():
    assert not Image("a").is_pixel
    assert not Image("a", width=1).is_pixel
    assert Image("a", width=0, height=40).is_pixel
