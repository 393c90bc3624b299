from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.mail.feedback.errors import ReportUnreadableError
from bartizan.mail.feedback.tls import read_tls

TLS = (Path(__file__).parent / "tls.json").read_bytes()


def test_a_report_is_read_whole():
    report = read_tls(TLS)
    assert (report.organisation, report.report_id) == ("mail.example", "t-1")
    (policy,) = report.policies
    assert (policy.type, policy.domain, policy.hosts) == (
        "sts",
        "shop.example",
        ("mx.shop.example",),
    )
    assert (policy.succeeded, policy.failed) == (40, 2)
    assert [(one.result, one.count) for one in policy.failures] == [("certificate-expired", 2)]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"{}", b'{"policies": 1}'])
def test_another_document_is_no_report(content):
    with pytest.raises(ReportUnreadableError):
        read_tls(content)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
)  # fmt: skip


@given(values, values, values)
def test_values_of_another_kind_are_left_out(policies, policy, details):
    import orjson

    told = {"policies": [policies, {"policy": policy, "failure-details": details}]}
    try:
        content = orjson.dumps(told)
    except TypeError:
        return
    assert len(read_tls(content).policies) == 2
