"""Whether a message calls itself one of many: shared by the detectors that excuse or expect it."""

from bartizan.mail.evidence import Facts

_LIST_FIELDS = ("list-id", "list-post", "list-unsubscribe")
_BULK_WORDS = frozenset({"bulk", "list", "junk"})


def from_a_list(facts: Facts) -> bool:
    """Say whether the message claims to come through a mailing list."""
    return any(facts.message.root.header_bytes(name) is not None for name in _LIST_FIELDS)


def is_bulk(facts: Facts) -> bool:
    """Say whether the message claims to be one of many that are alike."""
    return (facts.message.header("precedence") or "").strip().lower() in _BULK_WORDS
