import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.forensics.html import Mark
from bartizan.forensics.mime import parse
from bartizan.mail.body_view import (
    BODY_HEADERS,
    body_document,
    body_text,
    evidence_marks,
    part_headers,
    raw_headers,
)
from bartizan.mail.verdict import Evidence, Suspicion, Verdict

WHY = [
    ("weak", 0.2, ("body", "act now"), ("header:from", "x")),
    ("strong", 0.9, ("link", "https://x")),
]
VERDICT = Verdict(
    score=90,
    disposition="hold",
    policy="default",
    reasons=[
        Suspicion(
            id=name, title=".", severity="low", weight=weight, sentence=".",
            evidence=[Evidence(where=where, text=text) for where, text in found],
        )
        for name, weight, *found in WHY
    ],
    defects=(),
    authentication=None,
    milliseconds=1,
)  # fmt: skip
PNG = b"\x89PNG\r\n\x1a\n"


def part(header: bytes, content: bytes):
    found = parse(header + b"\r\n\r\n" + content).parts[0]
    return part_headers(found, found.content())


def test_plain_text_is_shown_as_text_not_as_markup():
    document = body_document(parse(b"Subject: x\r\n\r\n<b>1 & 2</b>"), "/parts/")
    assert "<pre>&lt;b&gt;1 &amp; 2&lt;/b&gt;" in document


def test_the_text_body_is_found():
    assert body_text(parse(b"Content-Type: text/plain; charset=latin1\r\n\r\n\xfc")) == "ü"


def test_the_policy_forbids_everything_by_default():
    policy = BODY_HEADERS["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script" not in policy
    assert policy.startswith("sandbox ")
    assert "allow-same-origin" not in policy


def test_reasons_are_numbered_by_weight_and_only_the_body_is_marked():
    assert evidence_marks(VERDICT, "all") == [Mark(1, "https://x"), Mark(2, "act now")]
    assert evidence_marks(VERDICT, "weak") == [Mark(2, "act now")]
    assert evidence_marks(VERDICT, "unknown") == evidence_marks(None, "all") == []


@pytest.mark.parametrize(
    ("header", "content", "kind"),
    [
        (b"Content-Type: image/png\r\nContent-ID: <a>", PNG, "image/png"),
        (b"Content-Type: image/png", PNG, "application/octet-stream"),
        (
            b"Content-Type: image/png\r\nContent-ID: <a>",
            b"<script>",
            "application/octet-stream",
        ),
        (
            b"Content-Type: image/svg+xml\r\nContent-ID: <a>",
            b"<svg/>",
            "application/octet-stream",
        ),
        (b"Content-Type: text/html\r\nContent-ID: <a>", b"<p>", "application/octet-stream"),
    ],
)
def test_only_true_pictures_of_the_body_are_shown(header, content, kind):
    found, headers = part(header, content)
    assert found == kind
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert ("Content-Disposition" in headers) is (kind == "application/octet-stream")


@given(st.text(max_size=300))
def test_no_file_name_breaks_out_of_its_header(name):
    value = raw_headers(name)["Content-Disposition"]
    assert value.isascii()
    assert value.isprintable()
    assert value.count('"') == 2
    assert value.startswith('attachment; filename="')
