import pytest
from prometheus_client import REGISTRY

from bartizan.identity.caller import Caller
from bartizan.identity.errors import BadCredentialsError


def value(name, **labels):
    return REGISTRY.get_sample_value(name, labels) or 0.0


async def test_sign_ins_are_counted_by_outcome_and_hashes_timed(identity, admin, password):
    def seen():
        return (
            value("bartizan_identity_logins_total", outcome="done"),
            value("bartizan_identity_logins_total", outcome="failed"),
            value("bartizan_identity_hash_seconds_count"),
        )

    before = seen()
    await identity.sessions.sign_in("admin", password, Caller())
    with pytest.raises(BadCredentialsError):
        await identity.sessions.sign_in("admin", "wrong", Caller())
    assert [now - then for now, then in zip(seen(), before, strict=True)] == [1, 1, 2]
