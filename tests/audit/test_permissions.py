import re

from bartizan.audit.permissions import AuditPermission


def test_every_word_is_package_thing_verb():
    assert {word.value for word in AuditPermission} == {
        "audit:entry:read", "audit:entry:shred", "audit:ledger:verify",
    }  # fmt: skip
    assert all(re.fullmatch(r"audit:[a-z]+:[a-z]+", word) for word in AuditPermission)
