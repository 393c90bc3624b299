from bartizan.forensics.mime import parse
from bartizan.mail.detectors._chain import MOST_HOPS, hop_dates, hop_texts
from bartizan.mail.evidence import Facts


def test_hops_come_latest_first_and_bounded():
    hop = b"Received: from a.test by b.test;\r\n %d Jan 2025 10:00:00 +0000\r\n"
    raw = b"".join(hop % (1 + day % 28) for day in range(100))
    facts = Facts(parse(raw + b"\r\n"))
    texts = list(hop_texts(facts))
    assert len(texts) == MOST_HOPS
    assert texts[0].startswith("from a.test by b.test; 1 Jan")
    assert [date.day for date in hop_dates(facts) if date][:3] == [1, 2, 3]


def test_a_hop_without_a_date_has_none():
    assert list(hop_dates(Facts(parse(b"Received: by b.test\r\n\r\n")))) == [None]
