from bartizan.audit import public


def test_the_door_names_what_it_opens():
    assert sorted(public.__all__) == public.__all__
    assert all(hasattr(public, name) for name in public.__all__)


async def test_the_door_is_enough_to_keep_a_ledger(sqlite, tmp_path, clock):
    from bartizan.base.actor import SYSTEM

    signer = public.load_or_create(tmp_path / "audit.key", public.AuditSettings().origin)
    ledger = public.Ledger(sqlite, signer, clock, public.AuditSettings())
    entry = public.Entry(SYSTEM, "a:b:c", "x", public.Outcome.DONE)
    assert await ledger.append([entry]) == [0]
    assert (await ledger.prove(0)).text.startswith("c2sp.org/tlog-proof@v1\n")
    found = await ledger.find(public.EntryFilter(action="a:"))
    assert found.total == 1
    assert (await ledger.verify()).ok
