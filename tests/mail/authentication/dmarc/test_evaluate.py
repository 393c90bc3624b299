import asyncio
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bartizan.mail.authentication.dmarc.evaluate import evaluate_dmarc
from bartizan.mail.authentication.dns.resolver import OfflineResolver, RecordingResolver, settle
from bartizan.mail.authentication.dns.zone import ZoneResolver
from bartizan.mail.authentication.fields import read_message
from bartizan.mail.authentication.results import DkimResult, Result, SpfResult

CASES = {
    case["name"]: case
    for case in yaml.safe_load((Path(__file__).parents[1] / "dmarc.yaml").read_text("utf-8"))
}


def message(authors):
    fields = authors if isinstance(authors, list) else [authors]
    return read_message("".join(f"From: {field}\r\n" for field in fields).encode() + b"\r\n")


def evaluate(case, resolver):
    ((domain, result),) = (case.get("spf") or {"": "none"}).items()
    spf = SpfResult(result=Result(result), domain=domain, sentence="")
    dkim = [
        DkimResult(result=Result(result), domain=domain, selector="s", sentence="")
        for domain, result in case.get("dkim", {}).items()
    ]
    return asyncio.run(settle(evaluate_dmarc(message(case["from"]), spf, dkim), resolver))


@pytest.mark.parametrize("name", CASES)
def test_situation(name):
    case = CASES[name]
    recorder = RecordingResolver(ZoneResolver(case["zone"]))
    found = evaluate(case, recorder)
    seen = found.model_dump(mode="json") | {
        "aligned": list(found.aligned),
        "asked": list(
            dict.fromkeys(
                question.name.removeprefix("_dmarc.")
                for question, _ in recorder.lookups
                if question.name.startswith("_dmarc.")
            )
        ),
    }
    for key in ("result", "policy", "policy_domain", "aligned", "asked"):
        if key in case:
            assert seen[key] == case[key], (key, found)
    assert case.get("sentence", "") in found.sentence


def test_there_are_enough_situations():
    assert len(CASES) >= 30


def test_the_sentence_tells_who_vouched_and_what_the_owner_asks():
    found = evaluate(CASES["both pass"], ZoneResolver(CASES["both pass"]["zone"]))
    assert found.sentence == (
        "This is really from example.com: SPF and DKIM vouched for it. example.com does not ask "
        "for anything to be done with mail that fails."
    )


def test_the_record_that_applied_is_told_as_it_was_published():
    record = "v=DMARC1; p=Reject; np=none; aspf=s; t=y; fo=1; rua=mailto:Dmarc@Example.com"
    case = {"from": "a@www.example.com", "zone": {"_dmarc.example.com": record}}
    found = evaluate(case, ZoneResolver(case["zone"]))
    assert found.published.model_dump() == {
        "p": "reject", "sp": None, "np": "none", "adkim": "r", "aspf": "s", "testing": True,
        "fo": "1", "rua": ("mailto:Dmarc@Example.com",),
    }  # fmt: skip


def test_offline_nobody_knows():
    found = evaluate({"from": "a@example.com", "spf": {"example.com": "pass"}}, OfflineResolver())
    assert found.result is Result.TEMPERROR
    assert "DNS was not asked" in found.sentence


names = st.sampled_from(["example.com", "a.example.com", "b.a.example.com", "other.example", "com"])
records = st.sampled_from(
    ["v=DMARC1; p=reject", "v=DMARC1; psd=n", "v=DMARC1; psd=y", "v=DMARC1; aspf=s; adkim=s", "x"]
)
results = st.sampled_from(["pass", "fail", "temperror", "none", "policy"])


@given(
    names, st.dictionaries(names, results, min_size=1, max_size=1), st.dictionaries(names, results),
    st.dictionaries(names.map("_dmarc.{}".format), records | st.just(["TIMEOUT"])),
)  # fmt: skip
def test_nothing_passes_unless_something_of_the_same_tree_passed(author, spf, dkim, zone):
    found = evaluate({"from": f"x@{author}", "spf": spf, "dkim": dkim}, ZoneResolver(zone))
    passed = [name for name, result in (spf | dkim).items() if result == "pass"]
    passed += [name for name, result in spf.items() if result == "pass"]
    if found.result is Result.PASS:
        assert any(name.split(".")[-1] == author.split(".")[-1] for name in passed)
        assert found.aligned
    else:
        assert found.aligned == ()
    if not passed:
        assert found.result is not Result.PASS
