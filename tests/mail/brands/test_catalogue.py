import re
from collections import Counter

import pytest

from bartizan.mail.brands.catalogue import (
    Brand,
    find_brand,
    folded_words,
    read_brand,
    shipped_brands,
    words,
)

DOMAIN = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\Z")
#: What is listed as a brand's own although it is a whole ending: nobody else is let in there.
CLOSED_ENDINGS = {"bnpparibas", "societegenerale", "leclerc"}


def test_contracted_words_are_one_and_joined_names_too():
    assert words("i can't reach at&t's shop, it’s john's") == [
        "i", "can't", "reach", "at&t", "s", "shop", "it", "s", "john", "s",
    ]  # fmt: skip


def test_there_are_many_from_all_over():
    brands = shipped_brands()
    assert len(brands) >= 400
    assert len({brand.sector for brand in brands.values()}) >= 14
    for name in ("sparkasse", "correios", "la-poste", "banco-do-brasil", "rakuten", "sberbank"):
        assert name in brands


def test_each_brand_is_usable():
    for brand in shipped_brands().values():
        check_usable(brand)


def check_usable(brand: Brand) -> None:
    assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", brand.id)
    assert all(folded_words(name) for name in (*brand.names, *brand.phrases))
    for domain in brand.domains:
        assert DOMAIN.match(domain), domain
        assert "." in domain or domain in CLOSED_ENDINGS, domain
    assert not (brand.ordinary and brand.everywhere)
    assert all(house == house.lower() for house in brand.houses)


def test_no_name_belongs_to_two_brands_that_share_no_domain():
    owners = Counter()
    for brand in shipped_brands().values():
        for name in {folded_words(name) for name in brand.names}:
            owners[name] += 1
    shared = [name for name, count in owners.items() if count > 1]
    for name in shared:
        brands = [b for b in shipped_brands().values() if name in map(folded_words, b.names)]
        assert frozenset.intersection(*(b.domains for b in brands)), name


@pytest.mark.parametrize(
    ("identifier", "host", "expected"),
    [
        ("paypal", "paypal.com", True),
        ("paypal", "mail.paypal.co.uk", True),
        ("paypal", "paypal.cz", True),
        ("paypal", "paypal.top", False),
        ("paypal", "paypal.com.evil.test", False),
        ("microsoft", "login.microsoftonline.com", True),
        ("microsoft", "victim.azurewebsites.net", False),
        ("hmrc", "online.hmrc.gov.uk", True),
        ("bradesco", "banco.bradesco", True),
        ("bradesco", "bradesco", False),
        ("netflix", "", False),
    ],
)
def test_what_a_brand_owns(identifier, host, expected):
    brand = find_brand(identifier)
    assert brand is not None
    assert brand.owns(host) is expected


def test_nobody_is_found_under_an_unknown_id():
    assert find_brand("no-such-brand") is None


@pytest.mark.parametrize(
    "fields",
    [
        {"names": ["X"]},
        {"names": [], "domains": ["x.test"]},
        {"names": ["X"], "domains": ["x.test"], "colour": ["red"]},
        {"names": "X", "domains": ["x.test"]},
        {"names": [1], "domains": ["x.test"]},
    ],
)
def test_a_slip_in_a_file_is_told(fields):
    with pytest.raises(TypeError):
        read_brand("x", "test", fields)


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("www.sparkasse-musterstadt.de", True),
        ("ksk-musterkreis.de", True),
        ("stadtsparkasse-musterstadt.at", True),
        ("sparkasse-login.top", False),
        ("bakery.de", False),
        ("", False),
    ],
)
def test_what_may_be_a_local_house(host, expected):
    assert shipped_brands()["sparkasse"].may_own(host) is expected


def test_a_brand_without_houses_has_none():
    assert not shipped_brands()["paypal"].may_own("paypal-fans.de")
