import pytest

from bartizan.forensics.mime.defects import DefectCode
from bartizan.forensics.mime.limits import Limits
from bartizan.forensics.mime.structure import first_bare_cr, outline, view


def parts(raw: bytes, limits: Limits | None = None):
    return outline(view(raw), 0, len(raw), limits or Limits())


def bodies(raw: bytes) -> list[bytes]:
    return [raw[part.body_start : part.end] for part in parts(raw)[0] if not part.children]


def codes(raw: bytes, limits: Limits | None = None) -> set[DefectCode]:
    return {found.code for found in parts(raw, limits)[1]}


HEAD = b"Content-Type: multipart/mixed; boundary=b\n\n"


def test_preamble_and_epilogue_are_no_parts():
    assert bodies(HEAD + b"preamble\n--b\n\none\n--b\n\ntwo\n--b--\nepilogue\n--b\n\nno") == [
        b"one",
        b"two",
    ]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r", b" \t\n"])
def test_delimiters_end_with_any_line_break(end):
    raw = HEAD + b"--b" + end + b"\nx\n--b--" + end
    assert [part.content_type.media_type for part in parts(raw)[0]] == [
        "multipart/mixed",
        "text/plain",
    ]


def test_a_longer_line_is_no_delimiter():
    assert bodies(HEAD + b"--b\n\none\n--bc\n--b-\n--b--x\n--b--") == [b"one\n--bc\n--b-\n--b--x"]


def test_a_missing_close_is_a_defect_and_loses_nothing():
    raw = HEAD + b"--b\n\none"
    assert bodies(raw) == [b"one"]
    assert codes(raw) == {DefectCode.UNCLOSED_MULTIPART}


def test_a_close_glued_to_the_last_line_closes():
    raw = HEAD + b"--b\n\none--b--\n"
    assert bodies(raw) == [b"one"]
    assert codes(raw) == {DefectCode.BOUNDARY_GLUED}


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"Content-Type: multipart/mixed\n\n--b\n\nx", DefectCode.MISSING_BOUNDARY),
        (b'Content-Type: multipart/mixed; boundary=""\n\n--\n\nx', DefectCode.MISSING_BOUNDARY),
        (HEAD + b"nothing here", DefectCode.BOUNDARY_NOT_FOUND),
        (HEAD.replace(b"=b", b"=" + b"b" * 71) + b"--b", DefectCode.BOUNDARY_TOO_LONG),
        (HEAD + b"--b\n" + HEAD + b"x\n--b--", DefectCode.BOUNDARY_REUSED),
        (b"Content-Transfer-Encoding: base64\n" + HEAD + b"--b--", DefectCode.ENCODED_MULTIPART),
        (b"Content-Transfer-Encoding: rot13\n\nx", DefectCode.UNKNOWN_ENCODING),
        (b"Content-Type: ;\n\nx", DefectCode.UNREADABLE_CONTENT_TYPE),
        (b"From a@b Mon\nSubject: x\n\ny", DefectCode.MBOX_FROM_LINE),
    ],
)
def test_structural_defects(raw, code):
    assert code in codes(raw)


def test_the_mbox_line_is_no_part_of_the_header():
    (part,) = parts(b"From a@b Mon\nSubject: x\n\ny")[0]
    assert [field.name for field in part.fields] == ["subject"]
    assert part.header_start == len(b"From a@b Mon\n")


def test_an_outer_boundary_ends_an_inner_multipart():
    raw = (
        HEAD
        + b"--b\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\nin\n--b\n\nout\n--c--\n--b--"
    )
    assert bodies(raw) == [b"in", b"out\n--c--"]


def test_parts_in_a_digest_are_messages():
    found, _ = parts(HEAD.replace(b"mixed", b"digest") + b"--b\n\nSubject: x\n\ny\n--b--")
    assert found[1].content_type.media_type == "message/rfc822"


def test_an_empty_part_between_two_delimiters():
    found, _ = parts(HEAD + b"--b\nContent-Type: text/html\n\n--b--")
    assert (found[1].content_type.media_type, found[1].body_start == found[1].end) == (
        "text/html",
        True,
    )


def test_past_the_limits_the_rest_is_opaque():
    raw = HEAD + b"--b\n\nx\n" * 20
    limits = Limits(parts=5)
    assert len(parts(raw, limits)[0]) == 5
    assert DefectCode.TOO_MANY_PARTS in codes(raw, limits)
    assert DefectCode.TOO_DEEP in codes(raw, Limits(depth=0))
    assert DefectCode.TOO_MUCH_WORK in codes(raw, Limits(delimiter_lines=3))
    assert DefectCode.TOO_MUCH_WORK in codes(raw, Limits(scan_bytes=-4 * len(raw)))


def test_the_view_only_turns_bare_carriage_returns():
    assert view(b"a\r\rb\r\nc\r\r\nd") == b"a\n\nb\r\nc\r\r\nd"
    assert first_bare_cr(b"a\r\nb\rc") == 4
    assert first_bare_cr(b"a\r\r\n") is None
    unchanged = b"a\r\nb\r\n"
    assert view(unchanged) is unchanged
