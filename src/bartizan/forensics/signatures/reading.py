"""Rules as a reader of files, for the process that takes attachments apart.

They are compiled once, before that process forks for a file.
"""

from pathlib import Path

from bartizan.forensics.signatures.rules import SignatureReader, load_rules, signature_reader


def our_signatures() -> SignatureReader:
    """Return a reader that knows the rules that ship."""
    return signature_reader(load_rules())


def signatures_of(folder: str) -> SignatureReader:
    """Return a reader that knows the rules that ship and those in a folder.

    Raises:
        SignatureRuleError: the folder or a rule in it cannot be used.
    """
    return signature_reader(load_rules(Path(folder)))
