from hypothesis import given
from hypothesis import strategies as st

from bartizan.mail.authentication import domains


def test_names_are_compared_in_one_form():
    assert domains.normalised(" Mail.Example.COM. ") == "mail.example.com"
    assert domains.normalised("bücher.example") == "xn--bcher-kva.example"
    assert domains.normalised("BÜCHER。example") == "xn--bcher-kva.example"


def test_sharp_s_is_another_domain_than_double_s():
    assert domains.normalised("straße.example") == "xn--strae-oqa.example"


def test_askable_means_that_a_query_can_carry_it():
    assert domains.is_askable("a" * 63 + ".example")
    assert not domains.is_askable("a" * 64 + ".example")
    assert not domains.is_askable("a..example")
    assert not domains.is_askable("")
    assert not domains.is_askable("bücher.example")
    assert domains.is_askable(".".join(["a" * 49] * 5) + ".abc")
    assert not domains.is_askable(".".join(["a" * 49] * 5) + ".abcd")


def test_hosts_are_letters_digits_hyphens_and_underscores():
    assert domains.is_host("_dmarc.mail-1.example")
    assert not domains.is_host("mail-.example")
    assert not domains.is_host("a b.example")
    assert not domains.is_host("***")


def test_a_mail_domain_has_two_labels():
    assert domains.is_full("example.com")
    assert not domains.is_full("localhost")


def test_within_respects_labels():
    assert domains.is_within("mail.example.com", "example.com")
    assert domains.is_within("example.com", "example.com")
    assert not domains.is_within("notexample.com", "example.com")


def test_parents_nearest_first():
    assert domains.parents("a.b.c") == ["b.c", "c"]
    assert domains.parents("c") == []


def test_child_towards_is_one_label_below():
    assert domains.child_towards("com", "a.b.example.com") == "example.com"


def test_shortening_cuts_labels_from_the_left():
    name = "head." + ".".join(["a" * 49] * 5) + ".abc"
    assert domains.shortened(name) == name.removeprefix("head.")
    assert domains.shortened("short.example") == "short.example"


@given(st.text(max_size=400))
def test_nothing_raises_and_normal_forms_are_stable(text):
    name = domains.normalised(text)
    if domains.is_askable(name):
        assert domains.normalised(name) in {name, name.strip().removesuffix(".")}
    domains.is_host(name)
    assert len(domains.shortened("a." + name)) <= max(253, len(name) + 2)
