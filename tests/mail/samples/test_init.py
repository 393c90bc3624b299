from bartizan.base.clock import SystemClock
from bartizan.forensics.file_types import find_type
from bartizan.mail.evidence import Organisation
from bartizan.mail.pipeline import Pipeline
from bartizan.mail.policies import PolicySettings
from bartizan.mail.samples import EICAR, RECIPIENT, samples
from bartizan.mail.verdict import Envelope

ENVELOPE = Envelope(
    mail_from="x@samples.example", recipients=(RECIPIENT,), remote_address="", helo=""
)


def test_the_honest_ones_pass_and_the_others_are_held():
    pipeline = Pipeline(Organisation(), PolicySettings(), None, SystemClock())
    found = {
        name: str(pipeline.analyse(raw, ENVELOPE, None).verdict.disposition)
        for name, raw in samples(SystemClock().now())
    }
    assert len(found) == 12
    assert {name for name, what in found.items() if what == "deliver"} == {
        "01-receipt", "02-minutes", "03-newsletter", "04-password-reset", "05-invoice",
    }  # fmt: skip
    assert {what for name, what in found.items() if name > "06"} == {"hold"}, found


def test_every_sample_is_ready_for_smtp():
    for name, raw in samples(SystemClock().now()):
        assert b"@DATE@" not in raw, name
        assert raw.count(b"\n") == raw.count(b"\r\n"), name
        assert max(map(len, raw.split(b"\r\n"))) <= 998, name


def test_the_test_virus_is_the_one_scanners_know():
    assert find_type(EICAR.encode()).name == "eicar"
