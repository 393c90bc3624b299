from hypothesis import given
from hypothesis import strategies as st

from bartizan.mail.summary import Summary, summarise


def test_a_message_is_summed_up():
    raw = (
        b"From: =?utf-8?q?J=C3=B6rg?= <j@example.com>, other@example.com\r\n"
        b"Subject: Hello\r\n there\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        b"--b\r\n\r\ntext\r\n--b\r\nContent-Disposition: attachment\r\n\r\nx\r\n--b--\r\n"
    )
    assert summarise(raw) == Summary("Jörg", "j@example.com", "Hello there", 1, authors=2)


def test_lengths_are_bounded_and_nul_is_dropped():
    found = summarise(
        b"From: " + b"n" * 5000 + b" <a@b>\r\nSubject: a\0b" + b"s" * 5000 + b"\r\n\r\n"
    )
    assert len(found.from_name) == 300
    assert len(found.subject) <= 1000
    assert "\0" not in found.subject


@given(st.binary(max_size=500))
def test_whatever_it_is_made_of_there_is_one(raw):
    found = summarise(b"Subject: " + raw)
    found.subject.encode("utf-8")
    assert "\0" not in found.subject + found.from_name + found.from_address


def test_authors_are_counted_and_whom_it_is_addressed_to_is_kept():
    raw = b"From: a@b.test\r\nTo: Bo <bo@c.test>, d@e.test\r\nCc: f@g.test\r\n\r\n"
    found = summarise(raw)
    assert [one.address for one in found.addressed] == ["bo@c.test", "d@e.test", "f@g.test"]
    assert found.authors == 1
    many = b"To: " + b",".join(b"a%d@b.test" % number for number in range(500)) + b"\r\n\r\n"
    assert len(summarise(many).addressed) == 100


def test_the_author_is_the_one_readers_see():
    found = summarise(b"From: Bank Support ,_<x@evil.test>\r\n\r\n")
    assert (found.from_name, found.from_address, found.authors) == (
        "Bank Support", "x@evil.test", 2,
    )  # fmt: skip


def test_a_mailing_list_is_told_by_its_fields():
    told = [b"List-Id: <l.example>\r\n", b"list-post: NO\r\n", b"List-Unsubscribe: <x>\r\n", b""]
    found = [summarise(field + b"\r\nHi\r\n").from_list for field in told]
    assert found == [True, True, False, False]
