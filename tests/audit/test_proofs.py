import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.audit.errors import NoteError
from bartizan.audit.proofs import HEADER, Bundled, ProofText, encode_bundle, read_proof

NOTE = "log\n1\nAAAA\n\n\u2014 log AAAA\n"
HASHES = st.lists(st.binary(min_size=32, max_size=32), max_size=64).map(tuple)


@given(st.integers(0, 2**60), HASHES, st.none() | st.binary(max_size=500))
def test_a_proof_comes_back(index, hashes, extra):
    proof = ProofText(index, hashes, NOTE, extra)
    assert read_proof(proof.encode()) == proof


def test_the_text_is_the_specifications():
    text = ProofText(73_894, (bytes(32),), NOTE, b"x").encode()
    assert text == (
        "c2sp.org/tlog-proof@v1\nextra eA==\nindex 73894\n"
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n" + NOTE
    )


@pytest.mark.parametrize(
    "text",
    [
        "", HEADER, f"{HEADER}\nindex 0", f"{HEADER}\n\n{NOTE}", f"{HEADER}\nindex 01\n\n{NOTE}",
        f"{HEADER}\nindex 0\nAAAA\n\n{NOTE}", f"{HEADER}\nextra !\nindex 0\n\n{NOTE}",
        f"{HEADER}\nindex 0\nextra eA==\n\n{NOTE}", f"x{HEADER}\nindex 0\n\n{NOTE}",
        f"{HEADER}\nindex 0\n" + "A" * 300_000 + f"\n\n{NOTE}",
        f"{HEADER}\nindex 0\n" + ("A" * 43 + "=\n") * 65 + f"\n{NOTE}",
    ],
)  # fmt: skip
def test_what_is_no_proof_is_refused(text):
    with pytest.raises(NoteError):
        read_proof(text)


@given(st.text(max_size=300).map(lambda text: f"{HEADER}\nindex 0\n{text}"))
def test_hostile_text_is_read_or_refused_by_name(text):
    try:
        assert read_proof(text).encode() == text
    except NoteError:
        return


def test_a_bundle_carries_key_proofs_and_disclosed_fields(signer):
    proof = ProofText(0, (), NOTE, b"{}")
    content = orjson.loads(
        encode_bundle([Bundled(proof, {"address": (b"\1\2", "a@b")})], signer.verifier)
    )
    assert content["format"] == "bartizan/audit-bundle@v1"
    assert content["key"] == signer.verifier.encode()
    [item] = content["proofs"]
    assert read_proof(item["proof"]) == proof
    assert item["private"] == {"address": {"salt": "0102", "value": "a@b"}}
