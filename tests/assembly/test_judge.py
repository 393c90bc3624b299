from bartizan.assembly.judge import build_judge, judge_from_settings, organisation
from bartizan.base.clock import SystemClock
from bartizan.mail.evidence import History
from bartizan.mail.judgement import JudgementSettings
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
    assert [reason.id for reason in verdict.reasons] == ["display_name_spoof"]
    assert verdict.authentication is None


async def test_messages_on_disk_are_judged_without_asking_anybody(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert await judge_from_settings(dns=False).authenticate(b"", ENVELOPE) is None


async def test_the_judge_asks_the_book_it_is_given():
    class Book:
        async def recall(self, facts):
            return Recalled(History(confirmed_bad=3, claimed=3))

    judge = build_judge(SETTINGS, ("*",), SystemClock(), Book())
    verdict = await judge.judge(b"From: x@evil.test\r\n\r\nHi\r\n", ENVELOPE)
    assert [reason.id for reason in verdict.reasons] == ["previously_confirmed"]
