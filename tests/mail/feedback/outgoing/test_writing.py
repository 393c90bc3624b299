"""Our reports against the tables and the schema of RFC 9990, and against our own reader."""

from datetime import UTC, datetime
from ipaddress import ip_address
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.mail.feedback.aggregate import (
    AggregateReport,
    AuthResult,
    Override,
    Policy,
    Record,
    read_aggregate,
)
from bartizan.mail.feedback.outgoing.writing import NAMESPACE, write_aggregate

#: RFC 9990's tables: children in their order, each with how often it may be there: R exactly once,
#: O at most once, + at least once, * any number.
TABLES = {
    "feedback": "version:O report_metadata:R policy_published:R extension:O record:+",
    "report_metadata": "org_name:R email:R extra_contact_info:O report_id:R date_range:R error:O "
    "generator:O",
    "date_range": "begin:R end:R",
    "policy_published": "domain:R discovery_method:O p:R sp:O np:O fo:O adkim:O aspf:O testing:O",
    "record": "row:R identifiers:R auth_results:R",
    "row": "source_ip:R count:R policy_evaluated:R",
    "policy_evaluated": "disposition:R dkim:R spf:R reason:*",
    "reason": "type:R comment:O",
    "identifiers": "header_from:R envelope_from:O envelope_to:O",
    "auth_results": "dkim:* spf:O",
    "auth_results/dkim": "domain:R selector:R result:R human_result:O",
    "auth_results/spf": "domain:R scope:O result:R human_result:O",
}
#: The values that the schema enumerates.
VALUES = {
    "version": {"1.0"},
    "discovery_method": {"psl", "treewalk"},
    "p": {"none", "quarantine", "reject"},
    "sp": {"none", "quarantine", "reject"},
    "np": {"none", "quarantine", "reject"},
    "adkim": {"r", "s"},
    "aspf": {"r", "s"},
    "testing": {"n", "y"},
    "disposition": {"none", "pass", "quarantine", "reject"},
    "policy_evaluated/dkim": {"pass", "fail"},
    "policy_evaluated/spf": {"pass", "fail"},
    "type": {"local_policy", "mailing_list", "other", "policy_test_mode", "trusted_forwarder"},
    "scope": {"mfrom"},
    "dkim/result": {"none", "pass", "fail", "policy", "neutral", "temperror", "permerror"},
    "spf/result": {"none", "neutral", "pass", "fail", "softfail", "temperror", "permerror"},
}
TIMES = {"R": (1, 1), "O": (0, 1), "+": (1, 10**9), "*": (0, 10**9)}

names = st.from_regex(r"[a-z0-9-]{1,20}\.example", fullmatch=True)
words = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=40)
policies = st.sampled_from(["none", "quarantine", "reject"])
aligned = st.sampled_from(["pass", "fail"])
signatures = st.builds(
    AuthResult, method=st.just("dkim"), domain=names, selector=words.filter(bool),
    result=st.sampled_from(sorted(VALUES["dkim/result"])),
)  # fmt: skip
senders = st.builds(
    AuthResult, method=st.just("spf"), domain=names, scope=st.just("mfrom"),
    result=st.sampled_from(sorted(VALUES["spf/result"])),
)  # fmt: skip
records = st.builds(
    Record,
    source_ip=st.ip_addresses().map(str),
    count=st.integers(1, 10**6),
    disposition=st.sampled_from(sorted(VALUES["disposition"])),
    dkim=aligned,
    spf=aligned,
    header_from=names,
    envelope_from=names | st.just(""),
    overrides=st.lists(
        st.builds(Override, type=st.sampled_from(sorted(VALUES["type"])), comment=words), max_size=2
    ).map(tuple),
    results=st.tuples(st.lists(signatures, max_size=3), st.lists(senders, max_size=1)).map(
        lambda pair: (*pair[0], *pair[1])
    ),
)
days = st.datetimes(datetime(2000, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001 - hypothesis adds the zone
    lambda moment: moment.replace(microsecond=0)
)
reports = st.builds(
    AggregateReport,
    organisation=words.filter(bool),
    email=names.map("dmarc@{}".format),
    report_id=st.from_regex(r"[0-9a-f]{32}", fullmatch=True),
    begin=days,
    end=days,
    generator=st.just("Bartizan 1"),
    errors=st.lists(words.filter(bool), max_size=1).map(tuple),
    policy=st.builds(
        Policy, domain=names, p=policies, sp=policies, np=policies, adkim=st.sampled_from("rs"),
        aspf=st.sampled_from("rs"), fo=st.sampled_from(["0", "1:d:s"]),
        testing=st.sampled_from("ny"),
        discovery_method=st.just("treewalk"),
    ),
    records=st.lists(records, min_size=1, max_size=5).map(tuple),
)  # fmt: skip


def faults(content: bytes) -> list[str]:
    """Return what in a document is not as the tables and the schema say."""
    return _faults(ET.fromstring(content), "")  # noqa: S314 - we wrote it


def _faults(element, parent: str) -> list[str]:
    space, _, name = element.tag.rpartition("}")
    found = [] if space == "{" + NAMESPACE else [f"{name} is in {space}"]
    within = f"{parent}/{name}" if f"{parent}/{name}" in TABLES else name
    is_leaf = within not in TABLES or f"{parent}/{name}" in VALUES
    if is_leaf:
        allowed = VALUES.get(f"{parent}/{name}") or VALUES.get(name)
        if len(element) or (allowed is not None and element.text not in allowed):
            found.append(f"{parent}/{name}: {element.text!r}")
        return found
    children = [child.tag.rpartition("}")[2] for child in element]
    table = [one.split(":") for one in TABLES[within].split()]
    order = [child for child, _ in table]
    if any(child not in order for child in children):
        return [*found, f"{name} holds {children}"]
    if children != sorted(children, key=order.index):
        found.append(f"{name} has the order {children}")
    for child, times in table:
        least, most = TIMES[times]
        if not least <= children.count(child) <= most:
            found.append(f"{name}: {children.count(child)} {child}")
    return found + [fault for child in element for fault in _faults(child, name)]


@given(reports)
def test_what_we_write_is_as_the_rfc_says_and_reads_back_the_same(report):
    content = write_aggregate(report)
    assert faults(content) == []
    assert read_aggregate(content) == report
    for row in ET.fromstring(content).iter(f"{{{NAMESPACE}}}source_ip"):  # noqa: S314 - we wrote it
        ip_address(row.text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<spf>pass</spf>", ""),
        ("<disposition>none</disposition>", "<disposition>deliver</disposition>"),
        ("<version>1.0</version>", "<version>1</version>"),
        ("<count>2</count>", "<count>2</count><count>2</count>"),
        ("<domain>shop.example</domain><p>none</p>", "<p>none</p><domain>shop.example</domain>"),
        ("dmarc-2.0", "dmarc-3.0"),
    ],
)
def test_a_document_that_is_not_as_the_rfc_says_is_caught(old, new):
    content = write_aggregate(SMALL).decode().replace("\n", "")
    assert faults(content.encode()) == []
    assert old in content
    assert faults(content.replace(old, new).encode())


SMALL = AggregateReport(
    organisation="A & B <c>",
    email="d@example.org",
    report_id="r1",
    begin=datetime(2026, 1, 1, tzinfo=UTC),
    end=datetime(2026, 1, 2, tzinfo=UTC),
    policy=Policy(domain="shop.example", p="none"),
    records=(
        Record(
            source_ip="192.0.2.1", count=2, disposition="none", dkim="fail", spf="pass",
            header_from="shop.example",
        ),
    ),
)  # fmt: skip


def test_a_small_report_in_full():
    assert write_aggregate(SMALL).decode().split("\n") == [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<feedback xmlns="urn:ietf:params:xml:ns:dmarc-2.0">',
        "<version>1.0</version>",
        "<report_metadata>", "<org_name>A &amp; B &lt;c&gt;</org_name>",
        "<email>d@example.org</email>", "<report_id>r1</report_id>",
        "<date_range>", "<begin>1767225600</begin>", "<end>1767312000</end>", "</date_range>",
        "</report_metadata>",
        "<policy_published>", "<domain>shop.example</domain>", "<p>none</p>", "</policy_published>",
        "<record>",
        "<row>", "<source_ip>192.0.2.1</source_ip>", "<count>2</count>",
        "<policy_evaluated>", "<disposition>none</disposition>", "<dkim>fail</dkim>",
        "<spf>pass</spf>", "</policy_evaluated>", "</row>",
        "<identifiers>", "<header_from>shop.example</header_from>",
        "<envelope_from></envelope_from>", "</identifiers>",
        "<auth_results>", "</auth_results>",
        "</record>",
        "</feedback>", "",
    ]  # fmt: skip


def test_what_xml_cannot_hold_is_replaced():
    odd = SMALL.model_copy(update={"organisation": "a\x00b\ufffe\ud800c"})
    assert read_aggregate(write_aggregate(odd)).organisation == "a\ufffdb\ufffd\ufffdc"
