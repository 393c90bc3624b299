from bartizan.forensics.mime import parse
from bartizan.mail.parse_report import tree


def test_the_tree_has_offsets_and_defects():
    raw = (
        b"From: a@b.test\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        b"--b\r\n\r\nHello\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n"
        b"Subject: inner\r\n\r\nHi\r\n"
    )
    found = tree(parse(raw))
    root, text, attached = found["parts"]
    assert (root["parent"], text["parent"]) == (None, 0)
    assert raw[text["body_start"] : text["end"]] == b"Hello"
    assert attached["message"]["parts"][0]["headers"][0]["value"].strip() == "inner"
    assert "unclosed-multipart" in {defect["code"] for defect in found["defects"]}
