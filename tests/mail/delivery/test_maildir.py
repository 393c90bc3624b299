import mailbox

from bartizan.mail.delivery.maildir import Maildir, file_message
from bartizan.mail.delivery.next_hop import Addressed, Transmission
from bartizan.mail.delivery.outcome import Fate

MESSAGE = Transmission(
    b"Subject: Tides\r\n\r\nHigh at noon.\r\n",
    "a@b.test",
    (Addressed("one@home.test"), Addressed("two@home.test")),
)


def test_every_recipient_gets_a_copy_that_mail_programs_read(tmp_path):
    outcomes = file_message(Maildir(tmp_path / "box"), MESSAGE)
    assert [outcome.fate for outcome in outcomes] == [Fate.DELIVERED] * 2
    filed = list(mailbox.Maildir(tmp_path / "box", create=False))
    assert {one["Delivered-To"] for one in filed} == {"one@home.test", "two@home.test"}
    assert {one["Return-Path"] for one in filed} == {"<a@b.test>"}
    assert {one["Subject"] for one in filed} == {"Tides"}


def test_filing_again_makes_no_second_copy(tmp_path):
    for _ in range(3):
        file_message(Maildir(tmp_path), MESSAGE)
    assert len(list((tmp_path / "new").iterdir())) == 2
    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_folder_that_cannot_be_written_defers(tmp_path):
    (tmp_path / "box").write_text("in the way")
    outcomes = file_message(Maildir(tmp_path / "box"), MESSAGE)
    assert [outcome.fate for outcome in outcomes] == [Fate.DEFERRED] * 2
    assert "cannot be written" in outcomes[0].response
