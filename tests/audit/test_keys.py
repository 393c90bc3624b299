import subprocess
import sys

import pytest

from bartizan.audit.errors import SigningKeyError
from bartizan.audit.keys import load_or_create
from bartizan.audit.notes import Signer

SCRIPT = """
import sys
from pathlib import Path
from bartizan.audit.keys import load_or_create
sys.stdin.readline()
print(load_or_create(Path(sys.argv[1]), "bartizan/test").verifier.encode())
"""


def test_a_key_is_made_once_and_kept(tmp_path):
    path = tmp_path / "var" / "audit.key"
    made = load_or_create(path, "bartizan/test")
    assert path.stat().st_mode & 0o777 == 0o600
    content = path.read_bytes()
    assert load_or_create(path, "bartizan/test").encode() == made.encode()
    assert path.read_bytes() == content
    assert [entry.name for entry in path.parent.iterdir()] == ["audit.key"]


def test_processes_that_start_together_agree_on_one_key(tmp_path):
    path = tmp_path / "audit.key"
    started = [
        subprocess.Popen(
            [sys.executable, "-c", SCRIPT, path],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for _ in range(4)
    ]  # fmt: skip
    for process in started:
        process.stdin.write("go\n")
        process.stdin.flush()
    answers = {process.communicate(timeout=60)[0] for process in started}
    assert answers == {load_or_create(path, "bartizan/test").verifier.encode() + "\n"}


def test_a_key_of_another_ledger_is_refused(tmp_path):
    load_or_create(tmp_path / "audit.key", "bartizan/one")
    with pytest.raises(SigningKeyError, match=r"audit\.origin to bartizan/one"):
        load_or_create(tmp_path / "audit.key", "bartizan/two")


def test_a_key_open_to_others_is_refused(tmp_path):
    path = tmp_path / "audit.key"
    load_or_create(path, "x")
    path.chmod(0o644)
    with pytest.raises(SigningKeyError, match="chmod 600"):
        load_or_create(path, "x")
    path.chmod(0o440)
    assert load_or_create(path, "x").name == "x"


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"PRIVATE+KEY+x+00000000+AAAA", b"x" * 9999])
def test_a_damaged_key_is_refused_and_left_alone(tmp_path, content):
    path = tmp_path / "audit.key"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(SigningKeyError):
        load_or_create(path, "x")
    assert path.read_bytes() == content


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SigningKeyError, match="cannot be read or made"):
        load_or_create(tmp_path / "file" / "audit.key", "x")


def test_no_error_repeats_a_key(tmp_path):
    path = tmp_path / "audit.key"
    secret = Signer.generate("x").encode()
    path.write_text(secret.replace("+x+", "+y+"))
    path.chmod(0o600)
    with pytest.raises(SigningKeyError) as refused:
        load_or_create(path, "y")
    assert secret[-20:] not in refused.value.detail
