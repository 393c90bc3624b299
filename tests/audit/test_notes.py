import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from bartizan.audit.errors import NoteError
from bartizan.audit.notes import Signer, Verifier, decode_base64, open_note, read_note

#: The reference vector of golang.org/x/mod/sumdb/note, whose format C2SP signed-note specifies.
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETER_SIGNS = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
SIGNED = (
    TEXT + "\n\u2014 PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
#: The example note of C2SP signed-note.md: its text holds an empty line.
EXAMPLE = (
    "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\n"
    "ed \u00e8 subito sera.\n\n\u2014 quasimodo.example/salvatore "
    "NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n"
)


def test_the_reference_note_opens():
    assert open_note(SIGNED, [Verifier.decode(PETER)]) == TEXT


def test_the_reference_key_signs_the_same_note():
    signer = Signer.decode(PETER_SIGNS)
    assert signer.sign(TEXT) == SIGNED
    assert signer.verifier.encode() == PETER
    assert signer.encode() == PETER_SIGNS


def test_the_example_of_the_specification_is_read():
    note = read_note(EXAMPLE)
    assert note.text.endswith(":\n\ned \u00e8 subito sera.\n")
    assert note.signatures[0].name == "quasimodo.example/salvatore"
    assert note.signatures[0].key_id == bytes.fromhex("367ba04b")
    assert len(note.signatures[0].signature) == 64


def test_the_strings_of_a_key_come_back():
    signer = Signer.generate("bartizan/example.com")
    again = Signer.decode(signer.encode())
    assert again.encode() == signer.encode()
    assert Verifier.decode(signer.verifier.encode()) == signer.verifier


def test_a_signer_never_prints_its_key():
    signer = Signer.generate("x")
    assert signer.encode().split("+", 4)[4] not in repr(signer)


def test_signatures_of_strangers_are_ignored(signer):
    stranger = Signer.generate("stranger")
    line = stranger.sign(TEXT).rpartition("\n\n")[2]
    assert open_note(signer.sign(TEXT) + line, [signer.verifier]) == TEXT
    with pytest.raises(NoteError, match="not signed"):
        open_note(stranger.sign(TEXT), [signer.verifier])


def test_one_bad_signature_of_a_known_key_spoils_the_note(signer):
    good = signer.sign(TEXT)
    bad = signer.sign("other\n").rpartition("\n\n")[2]
    with pytest.raises(NoteError, match="wrong"):
        open_note(good + bad, [signer.verifier])


def test_the_same_name_with_another_key_is_a_stranger(signer):
    double = Signer(signer.name, Ed25519PrivateKey.generate())
    with pytest.raises(NoteError, match="not signed"):
        open_note(double.sign(TEXT), [signer.verifier])


@given(st.integers(0, len(SIGNED.encode()) - 1), st.integers(0, 7))
def test_no_flipped_bit_opens(at, bit):
    spoiled = bytearray(SIGNED.encode())
    spoiled[at] ^= 1 << bit
    with pytest.raises(NoteError):
        open_note(spoiled.decode("utf-8", "replace"), [Verifier.decode(PETER)])


@given(st.text() | st.text().map(lambda text: text + "\n\n\u2014 a b\n"))
def test_hostile_notes_are_refused_by_name(text):
    with pytest.raises(NoteError):
        open_note(text, [Verifier.decode(PETER)])


@pytest.mark.parametrize(
    "note",
    [
        "", "text\n", "text\n\n", "text\n\n\u2014 a AAAAAAA=", "text\n\n- a AAAAAAA=\n",
        "text\n\n\u2014 a\n", "text\n\n\u2014 a+b AAAAAAA=\n", "text\n\n\u2014  AAAAAAA=\n",
        "text\n\n\u2014 a AAAA\n", "text\r\n\n\u2014 a AAAAAAA=\n", "t\x00t\n\n\u2014 a AAAAAAA=\n",
    ],
)  # fmt: skip
def test_malformed_notes_are_refused(note):
    with pytest.raises(NoteError):
        read_note(note)


def test_sixteen_signatures_are_read_and_a_hundred_refused(signer):
    line = signer.sign("x\n").rpartition("\n\n")[2]
    assert len(read_note("x\n\n" + line * 16).signatures) == 16
    with pytest.raises(NoteError, match="signatures"):
        read_note("x\n\n" + line * 100)


def test_a_huge_note_is_refused():
    with pytest.raises(NoteError, match="too long"):
        read_note("x" * 100_000)


@pytest.mark.parametrize(
    "key",
    [
        "", "a", "a+b", "a+b+c", PETER[:-4], PETER.replace("c74f", "c74e"), "x" * 100_000,
        PETER.replace("PeterNeumann", "Peter Neumann"), PETER.replace("+AR", "+AhR"),
    ],
)  # fmt: skip
def test_what_is_no_key_is_refused(key):
    with pytest.raises(NoteError):
        Verifier.decode(key)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u00a0b", "a\nb"])
def test_a_bad_name_makes_no_key(name):
    with pytest.raises(NoteError):
        Signer.generate(name)


def test_a_damaged_signing_key_is_not_repeated_in_the_error():
    damaged = PETER_SIGNS.replace("c74f", "c74e")
    with pytest.raises(NoteError) as refused:
        Signer.decode(damaged)
    assert "YEKFALV" not in refused.value.detail


@given(st.binary(max_size=64))
def test_base64_is_read_in_one_way_only(content):
    text = base64.b64encode(content).decode()
    assert decode_base64(text) == content
    for variant in (text + "\n", text + "=", text.rstrip("=") + "!"):
        with pytest.raises(NoteError):
            decode_base64(variant)


def test_trailing_bits_of_base64_are_refused():
    assert decode_base64("AA==") == b"\0"
    with pytest.raises(NoteError):
        decode_base64("AB==")
