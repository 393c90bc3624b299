import base64
from contextlib import closing

import pytest

import hostile_files as make
from bartizan.assembly.judge import build_judge, build_resolver, judge_from_settings, organisation
from bartizan.base.clock import SystemClock
from bartizan.forensics.signatures.errors import SignatureRuleError
from bartizan.mail.authentication.dns.live import LiveResolver
from bartizan.mail.evidence import History
from bartizan.mail.judgement import DnsSettings, ExaminationSettings, JudgementSettings
from bartizan.mail.pipeline import Recalled
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
    assert verdict.reasons[0].id == "display_name_spoof"
    assert verdict.authentication is None


async def test_messages_on_disk_are_judged_without_asking_anybody(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert await judge_from_settings(dns=False).authenticate(b"", ENVELOPE) is None


async def test_attachments_are_examined_unless_the_settings_say_no():
    program = base64.encodebytes(make.zip_of({"a.exe": b"MZ" * 100}))
    head = b"From: x@evil.test\r\nContent-Type: application/zip; name=a.zip\r\n"
    raw = head + b"Content-Transfer-Encoding: base64\r\n\r\n" + program
    off = SETTINGS.model_copy(update={"examination": ExaminationSettings(enabled=False)})
    for settings, expected in ((SETTINGS, True), (off, False)):
        judge = build_judge(settings, ("*",), SystemClock())
        with closing(judge):
            verdict = await judge.judge(raw, ENVELOPE)
        assert ("program_in_archive" in {reason.id for reason in verdict.reasons}) is expected


async def test_rules_of_the_settings_are_matched_inside_archives_too(tmp_path):
    (tmp_path / "own.yar").write_text('rule own { strings: $a = "abcdef" condition: $a }')
    settings = JudgementSettings.model_validate(
        {"dns": {"mode": "offline"}, "signatures": {"folder": str(tmp_path)}}
    )
    packed = base64.encodebytes(make.zip_of({"a.txt": b"abcdef" * 9}))
    head = b"From: x@evil.test\r\nContent-Type: application/zip; name=a.zip\r\n"
    raw = head + b"Content-Transfer-Encoding: base64\r\n\r\n" + packed
    with closing(build_judge(settings, ("*",), SystemClock())) as judge:
        analysis = await judge.examine(raw, ENVELOPE)
    assert [one.name for one in analysis.facts.signatures] == ["own"]


async def test_rules_of_the_settings_are_used(tmp_path):
    (tmp_path / "own.yar").write_text('rule own { strings: $a = "abcdef" condition: $a }')
    settings = JudgementSettings.model_validate(
        {"dns": {"mode": "offline"}, "signatures": {"folder": str(tmp_path)}}
    )
    judge = build_judge(settings, ("*",), SystemClock())
    verdict = await judge.judge(b"From: a@b.test\r\n\r\nabcdef\r\n", ENVELOPE)
    assert "own" in verdict.reasons[0].sentence


def test_a_rule_that_cannot_be_used_is_told_at_start(tmp_path):
    (tmp_path / "own.yar").write_text("rule own {")
    settings = JudgementSettings.model_validate({"signatures": {"folder": str(tmp_path)}})
    with pytest.raises(SignatureRuleError, match=r"own\.yar, line 1"):
        build_judge(settings, (), SystemClock())


async def test_a_clamd_of_the_settings_is_asked():
    settings = JudgementSettings.model_validate(
        {"dns": {"mode": "offline"}, "clamav": {"address": "127.0.0.1:1", "timeout_seconds": 1}}
    )
    verdict = await build_judge(settings, ("*",), SystemClock()).judge(b"From: a@b.test", ENVELOPE)
    assert "scanner-unavailable" in {defect.code for defect in verdict.defects}


async def test_the_judge_asks_the_book_it_is_given():
    class Book:
        async def recall(self, facts):
            return Recalled(History(confirmed_bad=3, claimed=3))

    judge = build_judge(SETTINGS, ("*",), SystemClock(), Book())
    verdict = await judge.judge(b"From: x@evil.test\r\n\r\nHi\r\n", ENVELOPE)
    assert "previously_confirmed" in {reason.id for reason in verdict.reasons}


def test_nobody_is_asked_about_dns_where_that_is_forbidden():
    assert build_resolver(SETTINGS.dns, SystemClock()) is None
    live = DnsSettings(mode="live", servers=("127.0.0.1",))
    assert isinstance(build_resolver(live, SystemClock()), LiveResolver)
