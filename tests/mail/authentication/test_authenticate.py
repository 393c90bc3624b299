import asyncio
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bartizan.mail.authentication.authenticate import LARGE, Session, authenticate, examine
from bartizan.mail.authentication.dns.questions import Answer, Outcome
from bartizan.mail.authentication.dns.resolver import OfflineResolver, Resolver
from bartizan.mail.authentication.dns.zone import ZoneResolver
from bartizan.mail.authentication.results import Result

NOW = datetime(2026, 1, 1, tzinfo=UTC)
PLAIN = b"From: Joe <joe@example.com>\r\nSubject: x\r\n\r\nHi.\r\n"
ZONE = {
    "example.com": [{"TXT": "v=spf1 ip4:203.0.113.0/24 -all"}],
    "_dmarc.example.com": "v=DMARC1; p=reject",
}
SESSION = Session("203.0.113.5", "mail.example.com", "joe@example.com")


async def run(raw=PLAIN, zone=ZONE, resolver=None, budget_seconds=5.0, **session):
    facts = {
        "remote_address": "203.0.113.5",
        "helo": "mail.example.com",
        "mail_from": "joe@example.com",
    } | session
    return await authenticate(
        raw,
        **facts,
        resolver=resolver or ZoneResolver(zone),
        now=NOW,
        budget_seconds=budget_seconds,
    )


async def test_everything_about_one_message():
    found = await run()
    assert (found.spf.result, found.dmarc.result) == (Result.PASS, Result.PASS)
    assert found.dkim == ()
    assert found.arc.result is Result.NONE
    assert found.dmarc.policy == "reject"


async def test_a_forged_message_fails():
    found = await run(remote_address="198.51.100.1")
    assert (found.spf.result, found.dmarc.result) == (Result.FAIL, Result.FAIL)


async def test_offline_nothing_passes_and_everything_has_a_sentence():
    found = await run(resolver=OfflineResolver())
    assert found.spf.result is found.dmarc.result is Result.TEMPERROR
    assert found.dmarc.sentence
    assert found.arc.result is Result.NONE


async def test_every_lookup_is_kept_as_evidence():
    examination = await examine(PLAIN, SESSION, resolver=ZoneResolver(ZONE), now=NOW)
    asked = {
        method: [question.name for question, _ in made]
        for method, made in examination.lookups.items()
    }
    assert asked == {
        "spf": ["example.com"], "dkim": [], "arc": [], "dmarc": ["_dmarc.example.com"],
    }  # fmt: skip


async def test_a_large_message_is_judged_alike():
    raw = PLAIN + b"x" * LARGE
    assert (await run(raw)).dmarc.result is Result.PASS


class SilentResolver(Resolver):
    async def lookup(self, question):
        await asyncio.sleep(3600)
        return Answer(Outcome.NO_NAME)


async def test_the_budget_ends_the_waiting():
    started = time.perf_counter()
    found = await run(resolver=SilentResolver(), budget_seconds=0.05)
    assert time.perf_counter() - started < 2
    assert found.spf.result is found.dmarc.result is Result.TEMPERROR
    assert "DNS did not answer in time" in found.spf.sentence


class BrokenResolver(Resolver):
    async def lookup(self, question):
        raise RuntimeError("a bug")


async def test_a_bug_is_an_error_result_and_never_a_pass():
    found = await run(resolver=BrokenResolver())
    assert found.spf.result is found.dmarc.result is Result.PERMERROR
    assert found.spf.sentence


async def test_a_header_beyond_bounds_is_not_authenticated_in_part():
    found = await run(b"a:\r\n" * 6000 + PLAIN)
    assert found.spf.result is Result.PASS
    assert found.dmarc.result is found.arc.result is found.dkim[0].result is Result.PERMERROR
    assert "more than 5,000 header fields" in found.dmarc.sentence


HOSTILE = {
    "signatures": b"DKIM-Signature: v=1; a=rsa-sha256; d=e.example; s=s; h=from; bh=eA==; b=e=\r\n"
    * 4900
    + PLAIN,
    "tags": b"DKIM-Signature: " + b"a=b;" * 250_000 + b"\r\n" + PLAIN,
    "authors": b"From: " + b"<a@example.com>, " * 30_000 + b"\r\n\r\n",
    "folds": b"DKIM-Signature:" + b"\r\n " * 300_000 + b"\r\n" + PLAIN,
    "seals": b"ARC-Seal: i=1; cv=none\r\n" * 4900 + PLAIN,
    "open brackets": b"From: " + b"(" * 900_000 + b"\r\n\r\n",
}


@pytest.mark.parametrize("name", HOSTILE)
async def test_hostile_headers_cost_little(name):
    started = time.perf_counter()
    found = await run(HOSTILE[name], resolver=OfflineResolver())
    assert time.perf_counter() - started < 1
    assert found.dmarc.result is not Result.PASS


@settings(max_examples=100)
@given(st.binary(max_size=500), st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_no_input_raises(raw, remote_address, helo, mail_from):
    found = asyncio.run(
        authenticate(
            raw,
            remote_address=remote_address,
            helo=helo,
            mail_from=mail_from,
            resolver=OfflineResolver(),
            now=NOW,
        )
    )
    assert Result.PASS not in {found.spf.result, found.dmarc.result, found.arc.result}
    assert "beyond us" not in found.model_dump_json()
