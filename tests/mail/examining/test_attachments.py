import base64

import pytest

import hostile_files as make
from bartizan.base.clock import ManualClock
from bartizan.forensics.unpacking import examine
from bartizan.mail.evidence import Organisation
from bartizan.mail.examining.attachments import examine_attachments, is_worth_it
from bartizan.mail.gathering import gather


class Here:
    """Examines in this process, and remembers what it was asked."""

    def __init__(self, clock: ManualClock | None = None) -> None:
        self.asked: list[tuple[str, tuple[str, ...]]] = []
        self.clock = clock

    def examine(self, content, name, passwords, seconds):
        self.asked.append((name, passwords))
        if self.clock is not None:
            self.clock.advance(20)
        return examine(content, name, passwords=passwords)

    def close(self):
        pass


def facts(files: dict[str, bytes], text: str = "See attached.", kind: str = "application/x-test"):
    parts = [f"--b\r\nContent-Type: text/plain\r\n\r\n{text}\r\n".encode()]
    for name, content in files.items():
        head = f"--b\r\nContent-Type: {kind}; name={name}\r\nContent-Disposition: attachment\r\n"
        code = base64.encodebytes(content)
        parts.append(head.encode() + b"Content-Transfer-Encoding: base64\r\n\r\n" + code)
    head = b"From: a@b.test\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    return gather(head + b"".join(parts) + b"--b--\r\n", None, None, Organisation())


def test_a_message_without_attachments_comes_back_as_it_is():
    plain, here = facts({}), Here()
    assert examine_attachments(plain, here, ManualClock(), 30) is plain
    assert here.asked == []


@pytest.mark.parametrize(
    ("name", "content", "worth"),
    [
        ("a.zip", make.zip_of({"a": b"1"}), True),
        ("a.pdf", b"%PDF-", True),
        ("a.txt", b"text", False),
        ("a.patch", b"--- a", False),
        ("a.js", b"eval()", True),
        ("a.mp3", b"ID3", False),
        ("a.gif", b"GIF89a" + make.zip_of({"a": b"1"}), True),
        ("a.gif", b"GIF89a", False),
        ("a.asc", b"-----BEGIN PGP SIGNATURE-----", False),
        ("a.asc", b"-----BEGIN PGP SIGNATURE-----" + make.zip_of({"a": b"1"}), True),
        ("a.bin", b"", False),
        ("a.bin", b"\0\1\2", True),
    ],
)
def test_what_is_worth_it(name, content, worth):
    assert is_worth_it(facts({name: content}).attachments[0]) is worth


def test_passwords_in_the_message_open_attachments():
    here = Here()
    files = {"a.zip": make.aes_zip(make.EICAR, "4711x")}
    found = examine_attachments(facts(files, "Password: 4711x"), here, ManualClock(), 30)
    assert here.asked[0][1][0] == "4711x"
    assert [file.type for file in found.attachments[0].examination.files] == ["zip", "eicar"]


def test_pages_in_attachments_are_pages_of_the_message():
    page = b"<html><form action=https://evil.test/><input type=password></form>"
    page += b"<a href=https://bank.test/>Bank</a>"
    found = examine_attachments(
        facts({"a.zip": make.zip_of({"p": page})}), Here(), ManualClock(), 30
    )
    assert found.html[-1].forms[0].asks_password
    assert [(link.url.host, link.part) for link in found.links] == [("bank.test", 2)]


def test_a_page_that_is_read_already_is_not_read_twice():
    page = {"a.html": b"<html><a href=https://bank.test/>Bank</a>"}
    found = examine_attachments(facts(page, kind="text/html"), Here(), ManualClock(), 30)
    assert (len(found.html), len(found.links)) == (1, 1)
    hidden = examine_attachments(facts({"a.dat": page["a.html"]}), Here(), ManualClock(), 30)
    assert (len(hidden.html), len(hidden.links)) == (1, 1)


def test_pages_and_links_have_bounds():
    page = b"<html>" + b"<a href=https://a.test/>a</a>" * 400
    files = {f"{number}.html": page + b"%d" % number for number in range(30)}
    found = examine_attachments(facts({"a.zip": make.zip_of(files)}), Here(), ManualClock(), 30)
    assert (len(found.html), len(found.links)) == (10, 2000)


def test_what_there_is_no_time_for_is_told():
    clock = ManualClock()
    files = {f"{number}.zip": make.zip_of({"a": b"%d" % number}) for number in range(4)}
    found = examine_attachments(facts(files), Here(clock), clock, 30)
    told = [[str(one.trouble) for one in a.examination.every_defect] for a in found.attachments]
    assert told == [[], [], ["out-of-time"], ["out-of-time"]]
