"""Every opener, on files that hold the EICAR test file, on pieces of them, and on noise."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import hostile_files as make
from bartizan.forensics.containers import OPENERS, Budget, Entry, Limits, open_container
from bartizan.forensics.file_types import TYPES, find_type

SAMPLES = make.every_container()
TIGHT = Limits(total_bytes=1_000_000, work_bytes=10_000_000, entries=50)


def test_every_opener_is_for_a_type_that_exists():
    assert set(OPENERS) <= set(TYPES)


@pytest.mark.parametrize("name", SAMPLES)
def test_the_test_virus_is_found(unpack, name):
    files, _ = unpack(SAMPLES[name], "wrong", "1234")
    assert make.EICAR in [file.content for file in files]


@pytest.mark.parametrize("name", SAMPLES)
def test_every_piece_of_a_container_is_read_without_an_error(name):
    whole = SAMPLES[name]
    kind = find_type(whole)
    started = time.process_time()
    step = max(1, len(whole) // 400)
    for end in range(0, len(whole), step):
        for found in open_container(whole[:end], kind, Budget(TIGHT), ("1234",)):
            assert isinstance(found, Entry) or "could not be opened" not in found.sentence
    assert time.process_time() - started < 20


@given(data=st.data())
@settings(max_examples=300)
def test_no_altered_container_is_too_much(data):
    whole = bytearray(SAMPLES[data.draw(st.sampled_from(sorted(SAMPLES)))])
    kind = find_type(bytes(whole))
    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.integers(0, len(whole) - 1))
        noise = data.draw(st.binary(min_size=1, max_size=8))
        whole[at : at + len(noise)] = noise
    spent = sum(
        len(found.content or b"")
        for found in open_container(bytes(whole), kind, Budget(TIGHT), ("1234",))
        if isinstance(found, Entry)
    )
    # Parts of a cabinet's folder, of a mail's body may be handed out more than once.
    assert spent <= 50 * TIGHT.total_bytes


@given(st.sampled_from(sorted(OPENERS)), st.binary(max_size=2000))
def test_noise_of_every_type(name, noise):
    for found in open_container(noise, TYPES[name], Budget(TIGHT), ("a",)):
        assert isinstance(found, Entry) or found.sentence


def test_what_is_not_opened_is_told():
    (defect,) = open_container(b"**ACE**", TYPES["ace"], Budget(Limits()))
    assert defect.trouble == "unsupported"
    assert not list(open_container(b"text", TYPES["text"], Budget(Limits())))
