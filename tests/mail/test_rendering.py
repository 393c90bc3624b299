from bartizan.mail.public import Disposition
from bartizan.mail.rendering import shown, timeline


async def test_the_timeline_tells_the_story_in_order(world):
    identifier = await world.received(disposition=Disposition.HOLD)
    world.clock.advance(60)
    await world.mail.quarantine.release([identifier], world.alice, "known sender")
    await world.work()
    told = timeline(await world.mail.mailroom.dossier(identifier))
    assert [entry.kind for entry in told] == [
        "received", "judged", "held", "released", "deferred",
    ]  # fmt: skip
    assert told[0].sentence == "Accepted from 192.0.2.1 for 1 recipient(s)."
    assert told[2].sentence == "Held: The sender's domain looks like yours."
    assert (told[3].sentence, told[3].actor) == ("Released: known sender", "Alice")


async def test_header_names_keep_their_spelling_and_values_are_decoded(world):
    raw = b"SUBJECT: =?utf-8?q?=C3=A4?=\r\nX-Long: " + b"y" * 20_000 + b"\r\n\r\n"
    full = shown(await world.mail.mailroom.dossier(await world.received(raw)))
    assert [(one.name, one.value.strip()[:5]) for one in full.headers] == [
        ("SUBJECT", "ä"), ("X-Long", "yyyyy"),
    ]  # fmt: skip
    assert len(full.headers[1].value) == 10_000


async def test_only_what_is_held_now_has_an_end(world):
    identifier = await world.received(disposition=Disposition.HOLD)
    full = shown(await world.mail.mailroom.dossier(identifier))
    assert (full.expires_at - full.received_at).days == 30
    await world.mail.quarantine.release([identifier], world.alice, "fine")
    assert shown(await world.mail.mailroom.dossier(identifier)).expires_at is None


async def test_an_unjudged_message_is_shown_as_such(world):
    full = shown(await world.mail.mailroom.dossier(await world.accept()))
    assert (full.verdict, full.score, full.disposition, full.state) == (
        None, None, None, "received",
    )  # fmt: skip
