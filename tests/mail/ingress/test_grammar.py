from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.mail.dsn import Notify, SenderOptions
from bartizan.mail.ingress.grammar import Refused, read_domain, read_recipient, read_sender


@pytest.mark.parametrize(
    ("argument", "address"),
    [
        (b"<>", ""),
        (b"<a@b>", "a@b"),
        (b" <a@b.example>", "a@b.example"),
        (b"<A.b+c@Example.COM>", "A.b+c@example.com"),
        (b'<"quoted \\" local"@b.example>', '"quoted \\" local"@b.example'),
        (b"<@relay.example,@other.example:a@b.example>", "a@b.example"),
        (b"<a@[192.0.2.1]>", "a@[192.0.2.1]"),
        (b"<a@[IPv6:2001:db8::1]>", "a@[ipv6:2001:db8::1]"),
    ],
)
def test_senders_are_read(argument, address):
    assert read_sender(argument) == (address, SenderOptions())


@pytest.mark.parametrize(
    "argument",
    [
        b"", b"a@b", b"<a@b", b"a@b>", b"<a>", b"<a@>", b"<@b>", b"<a b@c>", b"<a@b>junk",
        b"<.a@b>", b"<a.@b>", b"<a..b@c>", b"<a@-b>", b"<a@b->", b"<a@b..c>", b"<a@b c>",
        b"<<a@b>>", b"<a@b@c>", b"<a\\@b@c>", b"<\xff@b>", b"<postmaster>",
        b"<" + b"a" * 256 + b"@b>", b"<a@" + b"b" * 256 + b">",
    ],
)  # fmt: skip
def test_senders_that_are_no_path_are_refused(argument):
    with pytest.raises(Refused) as refused:
        read_sender(argument)
    assert refused.value.reply.code == 501


def test_the_parameters_of_mail_are_kept():
    _, options = read_sender(b"<a@b> SIZE=1000 BODY=8BITMIME ret=hdrs ENVID=x+2By SMTPUTF8")
    assert options == SenderOptions("HDRS", "x+2By", eight_bit=True, utf8=True, size=1000)


@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        (b"SIZE=x", 501), (b"SIZE=-1", 501), (b"SIZE", 501), (b"SIZE=" + b"9" * 21, 501),
        (b"BODY=9BIT", 501), (b"RET=ALL", 501), (b"ENVID=", 501), (b"ENVID=a+b", 501),
        (b"ENVID=" + b"x" * 101, 501), (b"SIZE=1 size=2", 501), (b"SMTPUTF8=yes", 501),
        (b"AUTH=<>", 555), (b"NOTIFY=NEVER", 555), (b"FOO", 555), (b"=x", 501),
    ],
)  # fmt: skip
def test_parameters_of_mail_that_are_not_valid_are_refused(parameters, code):
    with pytest.raises(Refused) as refused:
        read_sender(b"<a@b> " + parameters)
    assert refused.value.reply.code == code


def test_a_recipient_keeps_what_it_asked_for():
    addressee = read_recipient(b"<a@b> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;a+40b", utf8=False)
    assert addressee.address == "a@b"
    assert addressee.notify == {Notify.SUCCESS, Notify.FAILURE}
    assert addressee.orcpt == "rfc822;a+40b"


@pytest.mark.parametrize(
    "argument",
    [
        b"<>", b"<a@b> NOTIFY=NEVER,SUCCESS", b"<a@b> NOTIFY=SOMETIMES", b"<a@b> NOTIFY",
        b"<a@b> ORCPT=a@b", b"<a@b> ORCPT=rfc822;a b", b"<a@b> SIZE=3",
        b"<a@b> ORCPT=rfc822;" + b"x" * 500,
    ],
)  # fmt: skip
def test_recipients_that_are_not_valid_are_refused(argument):
    with pytest.raises(Refused):
        read_recipient(argument, utf8=False)


def test_postmaster_needs_no_domain():
    assert read_recipient(b"<PostMaster>", utf8=False).address == "postmaster"


def test_addresses_beyond_ascii_need_smtputf8():
    address = "<jörg@münchen.example>".encode()
    assert read_sender(address + b" SMTPUTF8")[0] == "jörg@münchen.example"
    assert read_recipient(address, utf8=True).address == "jörg@münchen.example"
    for read in (lambda: read_sender(address), lambda: read_recipient(address, utf8=False)):
        with pytest.raises(Refused) as refused:
            read()
        assert refused.value.reply.status == "5.6.7"


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(argument):
    for read in (read_sender, lambda data: read_recipient(data, utf8=True)):
        with suppress(Refused):
            assert read(argument) is not None


@pytest.mark.parametrize("name", [b"mx.example", b"[192.0.2.1]", b"localhost", b"a_b.example."])
def test_greetings_are_domains_or_literals(name):
    assert read_domain(name) == name.decode()


@pytest.mark.parametrize("name", [b"", b"a b", b"-", b"<x>", b"a" * 256, "mü.example".encode()])
def test_other_greetings_are_not(name):
    assert read_domain(name) is None
