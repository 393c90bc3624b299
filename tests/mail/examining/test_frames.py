import io
import struct

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.mail.examining import frames


@given(st.dictionaries(st.text(), st.integers(0, 9)), st.binary())
def test_what_is_packed_is_read(head, body):
    sent = b"".join(frames.pack(head, body))
    assert frames.read(io.BytesIO(sent).read) == (head, body)
    words, content = frames.unpack(sent)
    assert (orjson.loads(words), content) == (head, body)


def test_what_is_missing_is_known_after_the_lengths():
    sent = b"".join(frames.pack({}, b"12345"))
    assert frames.missing(b"") == 12
    assert frames.missing(sent[:12]) == 7
    assert frames.missing(sent) == 0


def test_an_end_between_frames_is_one():
    assert frames.read(io.BytesIO(b"").read) is None


@pytest.mark.parametrize("cut", [5, 12, 15])
def test_an_end_within_a_frame_is_none(cut):
    sent = b"".join(frames.pack({}, b"12345"))
    with pytest.raises(frames.FrameError):
        frames.read(io.BytesIO(sent[:cut]).read)


def test_nobody_makes_us_wait_for_a_petabyte():
    with pytest.raises(frames.FrameError):
        frames.missing(struct.pack("!IQ", 2**31, 2**50))
