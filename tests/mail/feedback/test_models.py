from bartizan.mail.feedback.models import report_records, reports


def test_a_report_is_known_by_its_identity_and_records_by_their_place():
    assert reports.c.identity.unique
    assert [column.name for column in report_records.primary_key] == ["report_id", "position"]
