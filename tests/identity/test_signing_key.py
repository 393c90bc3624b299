from concurrent.futures import ThreadPoolExecutor

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from bartizan.identity.errors import SigningKeyError
from bartizan.identity.signing_key import signing_key


def test_it_is_made_once_and_read_ever_after(tmp_path):
    path = tmp_path / "deep" / "key.pem"
    made = signing_key(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert signing_key(path).thumbprint() == made.thumbprint()
    assert [one.name for one in path.parent.iterdir()] == ["key.pem"]


def test_of_many_that_start_together_all_have_the_same(tmp_path):
    path = tmp_path / "key.pem"
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: signing_key(path).thumbprint(), range(32)))
    assert len(set(made)) == 1
    assert [one.name for one in tmp_path.iterdir()] == ["key.pem"]


def test_a_key_that_everybody_may_read_is_refused(tmp_path):
    path = tmp_path / "key.pem"
    signing_key(path)
    path.chmod(0o644)
    with pytest.raises(SigningKeyError, match="chmod 600"):
        signing_key(path)


@pytest.mark.parametrize("content", [b"", b"not a key", b"\x00" * 50_000])
def test_what_is_no_key_is_refused(tmp_path, content):
    path = tmp_path / "key.pem"
    path.touch(0o600)
    path.write_bytes(content)
    with pytest.raises(SigningKeyError):
        signing_key(path)


def test_a_key_of_another_kind_is_refused(tmp_path):
    path = tmp_path / "key.pem"
    path.touch(0o600)
    other = generate_private_key(SECP256R1())
    path.write_bytes(other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    with pytest.raises(SigningKeyError, match="Ed25519"):
        signing_key(path)


def test_a_folder_that_cannot_be_is_refused(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(SigningKeyError, match="permissions"):
        signing_key(tmp_path / "file" / "key.pem")
