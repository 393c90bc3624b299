from datetime import UTC, datetime

from bartizan.mail.feedback.outgoing.assembling import Reporter, assemble

REPORTER = Reporter("Example", "dmarc@example.org", "example.org", "mx.example.org")
ROW = {
    "begins_at": datetime(2026, 1, 1, tzinfo=UTC),
    "domain": "shop.example",
    "published": {"p": "reject", "sp": "quarantine", "rua": ["mailto:a@shop.example"]},
}
RECORD = {
    "count": 3,
    "record": {
        "source_ip": "192.0.2.7", "disposition": "none", "dkim": "pass", "spf": "fail",
        "header_from": "shop.example",
    },
}  # fmt: skip


def test_a_day_becomes_a_report_with_the_defaults_of_the_record():
    report = assemble(REPORTER, ROW, [RECORD])
    assert (report.begin, report.end) == (
        ROW["begins_at"],
        datetime(2026, 1, 1, 23, 59, 59, tzinfo=UTC),
    )
    assert report.policy.model_dump() == {
        "domain": "shop.example", "p": "reject", "sp": "quarantine", "np": "quarantine",
        "adkim": "r", "aspf": "r", "fo": "0", "pct": "", "testing": "n",
        "discovery_method": "treewalk",
    }  # fmt: skip
    assert [one.count for one in report.records] == [3]
    assert report.generator.startswith("Bartizan ")
    assert report.errors == ()


def test_what_does_not_fit_is_said():
    assert assemble(REPORTER, ROW, [RECORD], 7).errors == (
        "7 records of few messages are left out.",
    )


def test_the_id_is_the_same_again_and_nobody_elses():
    first = assemble(REPORTER, ROW, []).report_id
    assert assemble(REPORTER, ROW, [RECORD]).report_id == first
    other = Reporter("Example", "dmarc@example.org", "example.org", "mx2.example.org")
    others = [(other, ROW), (REPORTER, ROW | {"domain": "else.example"})]
    assert first not in {assemble(*one, []).report_id for one in others}
    assert first.isalnum()
