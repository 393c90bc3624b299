from bartizan.audit.schemas import EntryView, KeyView, ProofView, VerificationView


async def test_an_entry_is_shown_whole(ledger, entry):
    await ledger.append([entry(reason="r", details={"a": [1]}, private={"p": "hidden value"})])
    shown = EntryView.of(await ledger.entry(0)).model_dump(mode="json")
    assert shown["actor"] == {"id": "anna", "kind": "user", "name": "Anna Example"}
    assert shown["time"] == "2026-01-01T00:00:00Z"
    assert (shown["reason"], shown["details"], shown["outcome"]) == ("r", {"a": [1]}, "done")
    assert len(shown["private"]["p"]) == 64
    assert "hidden value" not in str(shown)


async def test_a_proof_is_shown_in_parts_and_as_text(ledger, entry):
    await ledger.append([entry(number) for number in range(3)])
    proof = await ledger.prove(1)
    shown = ProofView.of(proof)
    assert shown.text == proof.text
    assert [bytes.fromhex(value) for value in shown.hashes] == list(proof.hashes)
    assert (shown.index, shown.tree_size, shown.entry.object) == (1, 3, "1")


async def test_verification_and_key_are_shown(ledger, entry):
    await ledger.append([entry()])
    found = await ledger.verify()
    assert VerificationView.of(found).root_hash == found.root_hash.hex()
    key = KeyView.of(ledger.key)
    assert key.verifier_key.startswith(f"{key.name}+{key.key_id}+")
    assert bytes.fromhex(key.public_key) == ledger.key.public
