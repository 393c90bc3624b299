from pathlib import Path

from bartizan.mail.feedback.aggregate import read_aggregate
from bartizan.mail.feedback.models import OutgoingState
from bartizan.mail.feedback.schemas import OutgoingShown, shown

AGGREGATE = (Path(__file__).parent / "aggregate.xml").read_bytes()


def test_a_stored_report_is_put_together_again():
    report = read_aggregate(AGGREGATE)
    row = {
        "id": "1", "kind": "aggregate", "organisation": "mail.example", "domain": "shop.example",
        "begins_at": report.begin, "ends_at": report.end, "received_at": report.end,
        "message_id": None, "total": 15, "passed": 12,
        "report": report.model_dump(mode="json", exclude={"records"}),
    }  # fmt: skip
    records = [{"record": one.model_dump(mode="json")} for one in report.records]
    found = shown(row, records)
    assert found.aggregate is not None
    assert tuple(found.aggregate.records) == report.records
    assert found.tls is found.failure is None


def test_every_state_of_a_report_of_ours_can_be_shown():
    facts = dict.fromkeys(OutgoingShown.model_fields)
    facts |= {"id": "1", "domain": "shop.example", "begins_at": 0, "messages": 1}
    for state in OutgoingState:
        assert OutgoingShown.model_validate(facts | {"state": state}).state == state
