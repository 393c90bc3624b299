from bartizan.mail.feedback.errors import DestinationsUnknownError, ReportUnreadableError


def test_it_is_an_answer_to_the_client_not_a_failure_of_ours():
    assert (ReportUnreadableError.code, ReportUnreadableError.status) == (
        "mail-report-unreadable", 422,
    )  # fmt: skip


def test_what_dns_does_not_say_now_it_may_say_later():
    assert DestinationsUnknownError.status == 503
