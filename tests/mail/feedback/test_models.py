from bartizan.mail.feedback.models import (
    outgoing_records,
    outgoing_reports,
    report_records,
    reports,
)


def test_a_report_is_known_by_its_identity_and_records_by_their_place():
    assert reports.c.identity.unique
    assert [column.name for column in report_records.primary_key] == ["report_id", "position"]


def test_there_is_one_report_of_ours_a_day_and_domain_and_one_record_of_what_fared_alike():
    unique = [index for index in outgoing_reports.indexes if index.unique]
    assert [[column.name for column in index.columns] for index in unique] == [
        ["begins_at", "domain"]
    ]
    names = [column.name for column in outgoing_records.primary_key]
    assert names == ["begins_at", "domain", "digest"]
