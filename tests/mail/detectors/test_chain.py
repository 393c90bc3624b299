from bartizan.forensics.mime import parse
from bartizan.mail.detectors._chain import MOST_HOPS, hops
from bartizan.mail.evidence import Facts


def test_hops_come_latest_first_and_bounded():
    raw = b"Received: from a.test by b.test;\r\n 1 Jan 2025 10:00:00 +0000\r\n" * 100
    found = hops(Facts(parse(raw + b"\r\n")))
    assert len(found) == MOST_HOPS
    text, hop = found[0]
    assert text.startswith("from a.test by b.test; 1 Jan")
    assert (hop.sender, hop.by) == ("a.test", "b.test")
