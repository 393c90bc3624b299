import pytest

from bartizan.mail.errors import MessageDeletedError, MessageMissingError
from bartizan.mail.evidence import Organisation
from bartizan.mail.pipeline import Pipeline
from bartizan.mail.policies import PolicySettings, Thresholds
from bartizan.mail.public import Disposition
from bartizan.mail.what_if import Supposition, suppose, thresholds_of

PHISH = (
    b"From: IT <it@examp1e.org>\r\nTo: bob@example.org\r\nSubject: Password\r\n"
    b'Content-Type: text/html\r\n\r\n<form action="https://evil.test/"><input type=password></form>'
    b"\r\n"
)
STRICT = PolicySettings(domains={"example.org": Thresholds(tag_at=1, hold_at=2, reject_at=3)})


@pytest.fixture
def ask(world):
    pipeline = Pipeline(Organisation(), STRICT, None, world.clock)

    async def asking(identifier, **rules):
        return await suppose(world.mail.mailroom, pipeline, identifier, Supposition(**rules))

    return asking


async def test_nothing_supposed_is_what_is_in_force(world, ask):
    identifier = await world.received(PHISH, disposition=Disposition.HOLD)
    found = await ask(identifier)
    assert found.stored.disposition is Disposition.HOLD
    assert found.supposed.disposition is Disposition.REJECT
    assert found.supposed.policy == "domain:example.org"
    assert found.supposed.authentication == found.stored.authentication


async def test_thresholds_count_for_everybody(world, ask):
    identifier = await world.received(PHISH)
    lax = Thresholds(tag_at=100, hold_at=101, reject_at=101)
    found = await ask(identifier, thresholds=lax)
    assert (found.supposed.disposition, found.supposed.policy) == ("deliver", "default")


async def test_the_thresholds_in_force_are_the_lowest_of_the_recipients(world):
    pipeline = Pipeline(Organisation(), STRICT, None, world.clock)
    both = await world.received(PHISH, to=("a@example.org", "b@elsewhere.test"))
    told = await thresholds_of(world.mail.mailroom, pipeline, both)
    assert told == STRICT.domains["example.org"]
    other = await world.received(PHISH, to=("b@elsewhere.test",))
    assert await thresholds_of(world.mail.mailroom, pipeline, other) == Thresholds()


async def test_further_entries_and_missing_detectors_change_the_outcome(world, ask):
    identifier = await world.received(PHISH)
    denied = await ask(identifier, deny=("examp1e.org",))
    assert denied.supposed.policy == "deny:examp1e.org"
    names = {reason.id for reason in denied.supposed.reasons}
    bare = await ask(identifier, without=frozenset(names))
    assert (bare.supposed.score, bare.supposed.disposition) == (0, Disposition.DELIVER)


async def test_an_allow_entry_needs_a_proof_here_too(world, ask):
    forged = await world.received(PHISH)
    proved = await world.received(PHISH, proved=True)
    assert (await ask(forged, allow=("examp1e.org",))).supposed.disposition == "reject"
    assert (await ask(proved, allow=("examp1e.org",))).supposed.disposition == "deliver"


async def test_asking_changes_nothing(world, ask):
    identifier = await world.received(PHISH)
    before = await world.message(identifier)
    await ask(identifier, deny=("examp1e.org",))
    assert await world.message(identifier) == before
    assert await world.ledger.seal() == 1


async def test_what_is_gone_cannot_be_judged_again(world, ask):
    with pytest.raises(MessageMissingError):
        await ask("00000000-0000-7000-8000-000000000000")
    held = await world.received(PHISH, disposition=Disposition.HOLD)
    await world.mail.quarantine.delete([held], world.alice, "")
    with pytest.raises(MessageDeletedError):
        await ask(held)


async def test_what_was_never_judged_has_nothing_to_compare(world, ask):
    assert (await ask(await world.accept(PHISH))).stored is None
