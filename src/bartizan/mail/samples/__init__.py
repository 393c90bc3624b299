"""A dozen messages of our own writing, to see a new installation work.

Five are honest, seven are not; none of them can do harm. Addresses are in names reserved for
examples (RFC 2606, RFC 6761).
"""

import base64
from collections.abc import Iterator
from datetime import datetime
from email.utils import format_datetime
from importlib.resources import files

SENDER = "sample@samples.example"
RECIPIENT = "reader@example.com"

#: The test file that every virus scanner knows (eicar.org), in two halves so that a scanner does
#: not take this very file for it.
EICAR = r"X5O!P%@AP[4\PZX54(P^)7CC)7}" + "$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def samples(now: datetime) -> Iterator[tuple[str, bytes]]:
    """Yield each sample's name and its bytes as they go over SMTP, dated `now`."""
    eicar = base64.b64encode(EICAR.encode()).decode()
    for entry in sorted(files(__name__).iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".eml"):
            text = entry.read_text(encoding="utf-8")
            text = text.replace("@DATE@", format_datetime(now)).replace("@EICAR@", eicar)
            yield entry.name.removesuffix(".eml"), text.replace("\n", "\r\n").encode()
