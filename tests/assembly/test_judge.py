from bartizan.assembly.judge import (
    build_judge,
    build_resolver,
    judge_from_settings,
    organisation,
)
from bartizan.base.clock import SystemClock
from bartizan.mail.authentication.dns.live import LiveResolver
from bartizan.mail.judgement import DnsSettings, JudgementSettings
from bartizan.mail.verdict import Envelope

SETTINGS = JudgementSettings.model_validate(
    {
        "own_domains": ["Example.com"],
        "people": [{"name": "Ada Lovelace", "addresses": ["ADA@example.com"]}],
        "dns": {"mode": "offline"},
    }
)
ENVELOPE = Envelope(
    mail_from="", recipients=("r@elsewhere.test",), remote_address="192.0.2.1", helo=""
)


def test_whom_we_protect_comes_from_the_settings():
    found = organisation(SETTINGS, ("mail.test", "*"))
    assert found.domains == {"example.com", "mail.test"}
    assert found.people[0].addresses == {"ada@example.com"}


async def test_the_judge_protects_them():
    judge = build_judge(SETTINGS, ("*",), SystemClock())
    verdict = await judge.judge(b"From: Ada Lovelace <x@evil.test>\r\n\r\nHi\r\n", ENVELOPE)
    assert [reason.id for reason in verdict.reasons] == ["display_name_spoof"]
    assert verdict.authentication is None


async def test_messages_on_disk_are_judged_without_asking_anybody(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert await judge_from_settings(dns=False).authenticate(b"", ENVELOPE) is None


def test_nobody_is_asked_about_dns_where_that_is_forbidden():
    assert build_resolver(SETTINGS.dns, SystemClock()) is None
    live = DnsSettings(mode="live", servers=("127.0.0.1",))
    assert isinstance(build_resolver(live, SystemClock()), LiveResolver)
