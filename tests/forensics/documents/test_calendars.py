import pytest

from bartizan.forensics.examination import Sign, Trait


def calendar(*lines: str) -> bytes:
    return "\r\n".join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT"]).encode()


def test_what_an_invitation_says(read):
    reading = read(
        calendar(
            'ORGANIZER;CN="Pay: Team":mailto:pay@x.test',
            "SUMMARY:Invoice overdue",
            "DESCRIPTION:Call +1 555 0100\\, or open https://x.te",
            " st/pay\\nnow",
            "URL:https://y.test/",
        )
    )
    assert 'CN="Pay: Team" mailto:pay@x.test' in reading.text
    assert "Call +1 555 0100, or open https://x.test/pay\nnow" in reading.text
    assert reading.urls == ("https://x.test/pay", "https://y.test/")


def test_attachments(read):
    reading = read(
        calendar(
            "ATTACH;FMTTYPE=text/html;ENCODING=BASE64;X-FILENAME=a.html:PGh0bWw+",
            "ATTACH:https://z.test/a",
        )
    )
    assert reading.embedded == (("a.html", b"<html>"),)
    assert reading.signs == (
        Sign(Trait.EMBEDDED_OBJECT, "a.html"), Sign(Trait.LINK, "attachment https://z.test/a"),
    )  # fmt: skip


def test_markup_is_handed_on(read):
    assert read(calendar("X-ALT-DESC;FMTTYPE=text/html:<b>a\\, b</b>")).html == "<b>a, b</b>"


@pytest.mark.parametrize("line", ["DESCRIPTION;" + '"' * 100_000, ":" * 100_000, "ATTACH;BASE64:A"])
def test_hostile_lines(read, line):
    assert read(calendar(line)).embedded == ()
