import json
from email.utils import formataddr, getaddresses
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.forensics.addresses import MAILBOX_LIMIT, Mailbox, parse_addresses, parse_groups


def shown(mailboxes: tuple[Mailbox, ...]) -> list[dict]:
    return [{"name": box.name or None, "address": box.written or None} for box in mailboxes]


def as_suite(value: str) -> dict:
    groups = parse_groups(value)
    if not any(group.name for group in groups):
        return {"List": [box for group in groups for box in shown(group.mailboxes)]}
    return {
        "Group": [
            {"name": group.name or None, "addresses": shown(group.mailboxes)} for group in groups
        ]
    }


@pytest.mark.data
def test_the_address_suite(data: Path, field_value):
    for case in json.loads((data / "suites/mime/address.json").read_text()):
        assert as_suite(field_value(case["header"])) == case["expected"], case["header"]


PIECES = st.sampled_from(
    ["a", "b.test", "@", "<", ">", '"', " ", ",", "(c)", "é", "=?utf-8?q?=C3=A9?=", "\\", "\t", ":"]
)


@given(st.lists(PIECES, max_size=12).map("".join))
def test_a_short_field_reads_like_a_long_one(value):
    assert parse_addresses(value) == parse_addresses(value + " " * 600)


@given(PIECES, PIECES, PIECES, PIECES)
def test_nearly_every_field_reads_like_a_long_one(name, before, local, domain):
    for value in (f'"{name}{before}" <{local}@{domain}>', f"{before}{local}@{domain}"):
        assert parse_addresses(value) == parse_addresses(value + " " * 600)


@pytest.mark.parametrize(
    ("value", "name", "address"),
    [
        ("Jane <jane@x.example>", "Jane", "jane@x.example"),
        ("jane@x.example", "", "jane@x.example"),
        ("Jane jane@x.example", "Jane", "jane@x.example"),
        ('"Doe, Jane" <jane@x.example>', "Doe, Jane", "jane@x.example"),
        ("jane@x . example", "", "jane@x.example"),
        ("<@relay.example:jane@x.example>", "", "jane@x.example"),
        ("jane@(here)x.example (Jane)", "here Jane", "jane@x.example"),
        ('"jane doe"@x.example', "", '"jane doe"@x.example'),
        ("Jane <jane@x.example", "Jane", "jane@x.example"),
        ("((( Jane <jane@x.example>", "Jane", "jane@x.example"),
        ("bank@bank.example <evil@x.example>", "bank@bank.example", "evil@x.example"),
        (
            "=?utf-8?q?bank=40bank.example_=3C?= <evil@x.example>",
            "bank@bank.example <",
            "evil@x.example",
        ),
        ("=?utf-8?q?a,b?= <a@x.example>", "a,b", "a@x.example"),
        ("Just a name", "Just a name", ""),
        ('"bank@bank.example"', "bank@bank.example", ""),
    ],
)
def test_one_mailbox(value, name, address):
    (mailbox,) = parse_addresses(value)
    assert (mailbox.name, mailbox.address) == (name, address)


def test_local_part_and_domain():
    (mailbox,) = parse_addresses('"a@b"@c.example')
    assert (mailbox.local, mailbox.domain) == ('"a@b"', "c.example")


def test_two_addresses_in_one_mailbox_are_both_reported():
    assert [box.address for box in parse_addresses("A <a@x.example> <b@x.example>")] == [
        "a@x.example",
        "b@x.example",
    ]


def test_groups_lend_their_mailboxes():
    value = "Staff: a@x.example, B <b@x.example>; c@x.example"
    assert [box.address for box in parse_addresses(value)] == [
        "a@x.example", "b@x.example", "c@x.example",
    ]  # fmt: skip


def test_what_follows_the_limit_is_not_read():
    assert len(parse_addresses("a@b.example," * 9_000)) <= MAILBOX_LIMIT


@given(st.text('ab@<>(),;:".\\ =?é\n[]', max_size=80))
def test_anything_reads(value):
    for mailbox in parse_addresses(value):
        assert all(isinstance(text, str) for text in mailbox)


atoms = st.text("abcXYZ019-_+", min_size=1, max_size=12)
locals_ = st.lists(atoms, min_size=1, max_size=3).map(".".join)
names = st.text('aZ é,;:<>@()"\\.', max_size=20).map(lambda name: " ".join(name.split()))
pairs = st.lists(st.tuples(names, locals_, atoms), min_size=1, max_size=5)


@given(pairs)
def test_the_standard_library_agrees_on_what_it_writes(people):
    boxes = [(name, f"{local}@{host}.example") for name, local, host in people]
    written = ", ".join(formataddr(box) for box in boxes)
    found = [(box.name, box.address) for box in parse_addresses(written)]
    assert [address for _, address in found] == [address for _, address in boxes]
    assert [address for _, address in found] == [address for _, address in getaddresses([written])]
    assert [name for name, _ in found] == [name for name, _ in boxes]
