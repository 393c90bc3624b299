from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.mail.authentication.spf.macros import (
    EXPLANATION_LETTERS,
    LONGEST_VALUE,
    MacroError,
    dotted,
    expand,
    expand_domain,
    needs_validated_name,
    parse_domain_spec,
    parse_macros,
    reverse_name,
)

# The examples of RFC 7208, section 7.4.
VALUES = {
    "s": "strong-bad@email.example.com",
    "l": "strong-bad",
    "o": "email.example.com",
    "d": "email.example.com",
    "i": "192.0.2.3",
    "v": "in-addr",
    "h": "mx.example.org",
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("%{s}", "strong-bad@email.example.com"),
        ("%{d4}", "email.example.com"),
        ("%{d2}", "example.com"),
        ("%{d1}", "com"),
        ("%{dr}", "com.example.email"),
        ("%{d2r}", "example.email"),
        ("%{l-}", "strong.bad"),
        ("%{lr-}", "bad.strong"),
        ("%{l1r-}", "strong"),
        ("%{ir}.%{v}._spf.%{d2}", "3.2.0.192.in-addr._spf.example.com"),
        ("%{lr-}.lp.%{ir}.%{v}._spf.%{d2}", "bad.strong.lp.3.2.0.192.in-addr._spf.example.com"),
        ("100%%%_%-", "100% %20"),
        ("%{S}", "strong-bad%40email.example.com"),
    ],
)
def test_the_examples_of_rfc_7208(text, expected):
    assert expand(parse_macros(text), VALUES) == expected


@pytest.mark.parametrize("text", ["%", "%a", "%{", "%{x}", "%{d0}", "%{d!}", "é", "a\rb", "%{c}"])
def test_broken_macros_are_refused(text):
    with pytest.raises(MacroError):
        parse_macros(text)


def test_explanations_may_use_three_more_letters():
    assert len(parse_macros("%{c}%{r}%{t}", EXPLANATION_LETTERS)) == 3


@pytest.mark.parametrize("text", ["example.com", "example.com.", "%{d}", "a.xn--zckzah", "x%{h}"])
def test_a_domain_ends_in_a_macro_or_a_top_label(text):
    assert parse_domain_spec(text)


@pytest.mark.parametrize("text", ["", "museum", "museum.", "a.-com", "a.123", "%{d}com", "a b.com"])
def test_other_domains_are_refused(text):
    with pytest.raises(MacroError):
        parse_domain_spec(text)


def test_a_domain_is_shortened_from_the_left():
    macros = parse_domain_spec("head." + "%{o}." * 20 + "example.com")
    found = expand_domain(macros, VALUES)
    assert len(found) <= 253
    assert found.endswith("email.example.com.example.com")


def test_only_p_needs_lookups():
    assert needs_validated_name(parse_macros("%{d}.%{p}"))
    assert not needs_validated_name(parse_macros("p%{d}"))


def test_addresses_as_macros_and_in_reverse():
    four, six = ip_address("192.0.2.3"), ip_address("2001:db8::cb01")
    assert dotted(four) == "192.0.2.3"
    assert dotted(six).startswith("2.0.0.1.0.D.B.8.")
    assert reverse_name(four) == "3.2.0.192.in-addr.arpa"
    assert reverse_name(six).endswith("8.B.D.0.1.0.0.2.ip6.arpa")


@given(st.text(alphabet="%{}dlsrR0129.-+_ab", max_size=60), st.text(max_size=2000))
def test_expansion_is_bounded_by_the_text_times_one_value(text, value):
    try:
        macros = parse_macros(text)
    except MacroError:
        return
    letters = dict.fromkeys("slodipvh", value)
    assert len(expand(macros, letters)) <= max(1, len(macros)) * LONGEST_VALUE * 12 + len(text) * 3
