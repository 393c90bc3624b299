import base64
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.audit import offline_verify
from bartizan.audit.checkpoints import Checkpoint
from bartizan.audit.merkle import EMPTY_ROOT
from bartizan.audit.notes import Signer
from bartizan.audit.offline_verify import Key, NotProvedError, UnreadableError, verify_file
from bartizan.audit.proofs import Bundled, encode_bundle


@pytest.fixture
async def proofs(sqlite_ledger, entry):
    private = {"address": "anna@example.com"}
    await sqlite_ledger.append([entry(n, private=private) for n in range(300)])
    return [await sqlite_ledger.prove(index) for index in (0, 150, 299)]


@pytest.fixture
async def bundle(sqlite_ledger, proofs):
    bundled = []
    for proof in proofs:
        fields = await sqlite_ledger.private(proof.entry)
        bundled.append(
            Bundled(proof.parts(), {field.name: (field.salt, field.value) for field in fields})
        )
    return encode_bundle(bundled, sqlite_ledger.key).decode()


@pytest.fixture
def alone(tmp_path):
    """Run a copy of the script where nothing of ours can be imported."""
    copy = tmp_path / "elsewhere" / "check.py"
    copy.parent.mkdir()
    copy.write_bytes(Path(offline_verify.__file__).read_bytes())

    def run(content, key):
        target = copy.with_name("proof")
        target.write_text(content)
        blocked = (
            "import sys; sys.modules['bartizan'] = None; import runpy; sys.argv = sys.argv[1:]"
        )
        launch = f"{blocked}; runpy.run_path(sys.argv[0], run_name='__main__')"
        return subprocess.run(
            [sys.executable, "-I", "-c", launch, copy, target, "--key", key],
            capture_output=True, text=True, cwd=copy.parent, check=False, timeout=60,
        )  # fmt: skip

    return run


async def test_the_script_alone_proves_a_bundle(bundle, alone, sqlite_ledger):
    done = alone(bundle, sqlite_ledger.key.encode())
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("proved: entry") == 3
    assert "anna@example.com" in done.stdout


async def test_the_script_alone_proves_a_text(proofs, alone, sqlite_ledger):
    done = alone(proofs[1].text, sqlite_ledger.key.encode())
    assert (done.returncode, "proved: entry 150" in done.stdout) == (0, True)


async def test_the_script_alone_refuses_another_key(bundle, alone, sqlite_ledger):
    other = Signer.generate(sqlite_ledger.key.name).verifier.encode()
    done = alone(bundle, other)
    assert (done.returncode, done.stdout) == (1, "")
    assert "NOT PROVED" in done.stderr


async def test_the_script_alone_says_when_it_cannot_read(alone, sqlite_ledger):
    for content, key in (("{}", sqlite_ledger.key.encode()), ("x", "y"), ("[" * 9999, "y")):
        done = alone(content, key)
        assert (done.returncode, done.stdout) == (2, "")
        assert "Cannot read" in done.stderr
        assert "Traceback" not in done.stderr


async def test_any_changed_character_of_a_text_is_noticed(proofs, sqlite_ledger):
    key, text = Key(sqlite_ledger.key.encode()), proofs[1].text
    proved = verify_file(text, key)
    for at in range(len(text)):
        other = "A" if text[at] != "A" else "B"
        try:
            assert verify_file(text[:at] + other + text[at + 1 :], key) == proved, at
        except (NotProvedError, UnreadableError):
            continue
        pytest.fail(f"a changed character at {at} was passed over")


async def test_a_disclosed_field_must_be_the_sealed_one(bundle, sqlite_ledger):
    key = Key(sqlite_ledger.key.encode())
    for old, new in (
        ("anna@example.com", "bob@example.com"),
        ('"address"', '"other"'),
        ('"salt": "', '"salt": "00'),
    ):
        with pytest.raises(NotProvedError, match="private"):
            verify_file(bundle.replace(old, new, 1), key)
    for old, new in (('"salt"', '"pepper"'), ('"salt": "', '"salt": "zz')):
        with pytest.raises(UnreadableError):
            verify_file(bundle.replace(old, new, 1), key)


async def test_a_proof_taken_from_another_index_fails(proofs, sqlite_ledger):
    key = Key(sqlite_ledger.key.encode())
    moved = proofs[0].text.replace("\nindex 0\n", "\nindex 1\n")
    with pytest.raises(NotProvedError):
        verify_file(moved, key)


def test_the_empty_tree_proves_no_entry(signer):
    note = Checkpoint(signer.name, 0, EMPTY_ROOT).sign(signer)
    extra = base64.b64encode(b'{"index":0}').decode()
    text = f"c2sp.org/tlog-proof@v1\nextra {extra}\nindex 0\n\n{note}"
    with pytest.raises(NotProvedError):
        verify_file(text, Key(signer.verifier.encode()))


def test_a_bundle_without_proofs_proves_nothing(signer):
    empty = encode_bundle([], signer.verifier).decode()
    with pytest.raises(NotProvedError):
        verify_file(empty, Key(signer.verifier.encode()))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(
    st.text()
    | st.builds(
        lambda proofs: json.dumps({"format": "bartizan/audit-bundle@v1", "proofs": proofs}),
        JSON | st.lists(st.fixed_dictionaries({"proof": st.text(), "private": JSON})),
    )
    | st.text().map(lambda text: f"c2sp.org/tlog-proof@v1\nextra e30=\nindex 0\n{text}")
)
def test_hostile_files_are_refused_by_name(content):
    key = Key(Signer.generate("x").verifier.encode())
    with pytest.raises((NotProvedError, UnreadableError)):
        verify_file(content, key)


@given(st.text())
def test_hostile_keys_are_refused_by_name(text):
    with pytest.raises(UnreadableError):
        Key(text)
