"""Opens encrypted Office documents with the passwords at hand."""

import re
import warnings
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from typing_extensions import override

from bartizan.forensics.documents.drafting import Draft
from bartizan.forensics.examination import Trait, Trouble

#: Excel opens workbooks with this password by itself, so malware uses it to hide from scanners.
BUILT_IN = "VelvetSweatshop"
TRIES = 12
OPENED_BYTES = 48_000_000

#: Rounds of hashing that the document asks for; Office writes 100,000.
_ROUNDS = re.compile(rb"spinCount=\"(\d{1,12})\"")
_MOST_ROUNDS = 200_000


def unlock(content: bytes, passwords: Sequence[str], draft: Draft) -> None:
    """Note the encryption; where a password fits, what is inside is to be examined in turn."""
    draft.sign(Trait.ENCRYPTED)
    rounds = _ROUNDS.search(content)
    if rounds and int(rounds[1]) > _MOST_ROUNDS:
        draft.defect(Trouble.TIME, "Its encryption asks for more work than is done here.")
        return
    for password in dict.fromkeys([BUILT_IN, *passwords[: TRIES - 1]]):
        opened = _opened(content, password)
        if opened:
            draft.password = password
            if password == BUILT_IN:
                draft.sign(Trait.OBFUSCATED, "encrypted with the password that Excel knows itself")
            draft.embed("decrypted", opened)
            return
    draft.defect(Trouble.LOCKED, "It is encrypted and no known password opens it.")


def _opened(content: bytes, password: str) -> bytes:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _decrypted(content, password)
    except Exception:  # noqa: BLE001 - a wrong password and a broken file look alike here
        return b""


def _decrypted(content: bytes, password: str) -> bytes:
    import msoffcrypto  # noqa: PLC0415 - heavy, and only where a reader runs

    document: Any = msoffcrypto.OfficeFile(BytesIO(content))
    document.load_key(password=password, **_verifying(document))
    out = _Bounded()
    document.decrypt(out)
    return out.getvalue()


def _verifying(document: Any) -> dict[str, bool]:
    """Only the newer format can check a password before it decrypts."""
    return {"verify_password": True} if document.format == "ooxml" else {}


class _Bounded(BytesIO):
    """Refuses to grow beyond what may be examined."""

    @override
    def write(self, data: Any, /) -> int:
        if self.tell() + len(data) > OPENED_BYTES:
            raise ValueError("too large")
        return super().write(data)
