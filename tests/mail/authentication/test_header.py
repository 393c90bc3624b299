import re

from hypothesis import given
from hypothesis import strategies as st

from bartizan.mail.authentication.header import authentication_results
from bartizan.mail.authentication.results import (
    ArcResult,
    Authentication,
    DkimResult,
    DmarcResult,
    Result,
    SpfIdentity,
    SpfResult,
)


def found(domain="example.com", selector="sel", *, dkim=True, identity=SpfIdentity.MAIL_FROM):
    signature = DkimResult(
        result=Result.PASS,
        domain=domain,
        selector=selector,
        sentence="",
        algorithm="rsa-sha256",
    )
    return Authentication(
        spf=SpfResult(result=Result.FAIL, domain=domain, sentence="", identity=identity),
        dkim=(signature,) if dkim else (),
        dmarc=DmarcResult(result=Result.PASS, domain=domain, sentence=""),
        arc=ArcResult(result=Result.NONE, sentence=""),
    )


def test_one_method_to_a_line():
    assert authentication_results("mx.example.net", found()) == (
        "mx.example.net;\r\n\tspf=fail smtp.mailfrom=example.com;\r\n"
        "\tdkim=pass header.d=example.com header.s=sel header.a=rsa-sha256;\r\n"
        "\tdmarc=pass header.from=example.com;\r\n\tarc=none"
    )


def test_an_unsigned_message_and_a_bounce():
    value = authentication_results("mx", found(dkim=False, identity=SpfIdentity.HELO))
    assert "\tdkim=none;" in value
    assert "smtp.helo=example.com" in value


def test_strangers_cannot_add_a_method():
    value = authentication_results("mx", found(domain='x"; dmarc=pass\r\nX: y', selector="a\\b c"))
    assert 'header.d="x\\"; dmarc=pass??X: y"' in value
    assert 'header.s="a\\\\b c"' in value
    assert len(re.sub(r'"(?:\\.|[^"\\])*"', "", value).split(";")) == 5


@given(st.text(max_size=600), st.text(max_size=600))
def test_the_value_is_ascii_and_folded_only_where_we_fold(domain, selector):
    value = authentication_results(domain, found(domain, selector))
    assert value.isascii()
    lines = value.split("\r\n")
    assert len(lines) == 5
    assert all(line.startswith("\t") for line in lines[1:])
    assert all(line.isprintable() for line in (line.removeprefix("\t") for line in lines))
    assert max(map(len, lines)) < 1900
