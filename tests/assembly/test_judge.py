import base64
from contextlib import closing

import hostile_files as make
from bartizan.assembly.judge import build_judge, judge_from_settings, organisation
from bartizan.base.clock import SystemClock
from bartizan.mail.judgement import ExaminationSettings, JudgementSettings
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


async def test_attachments_are_examined_unless_the_settings_say_no():
    program = base64.encodebytes(make.zip_of({"a.exe": b"MZ" * 100}))
    head = b"From: x@evil.test\r\nContent-Type: application/zip; name=a.zip\r\n"
    raw = head + b"Content-Transfer-Encoding: base64\r\n\r\n" + program
    off = SETTINGS.model_copy(update={"examination": ExaminationSettings(enabled=False)})
    for settings, expected in ((SETTINGS, ["program_in_archive"]), (off, [])):
        judge = build_judge(settings, ("*",), SystemClock())
        with closing(judge):
            verdict = await judge.judge(raw, ENVELOPE)
        assert [reason.id for reason in verdict.reasons] == expected
