import asyncio
import time

import pytest
import yaml

from bartizan.mail.authentication.arc.validate import validate_arc
from bartizan.mail.authentication.dkim.canonical import Canonical
from bartizan.mail.authentication.dns.resolver import (
    OfflineResolver,
    RecordingResolver,
    settle,
)
from bartizan.mail.authentication.dns.zone import ZoneResolver
from bartizan.mail.authentication.fields import read_message
from bartizan.mail.authentication.results import Result


def validate(message, resolver):
    canonical = Canonical(read_message(message))
    return asyncio.run(settle(validate_arc(canonical), resolver))


def cases(folder):
    text = (folder / "suites/arc/arc-draft-validation-tests.yml").read_text(encoding="utf-8")
    for scenario in yaml.safe_load_all(text):
        for name, case in scenario["tests"].items():
            yield name, scenario["txt-records"], case["message"].encode(), case["cv"]


@pytest.mark.data
def test_the_validation_suite_of_rfc_8617(data):
    # The suite leaves the result empty where a seal itself says `fail`: RFC 8617, section 5.2,
    # step 2, calls that `fail`.
    expected = {"Pass": "pass", "Fail": "fail", "None": "none", "": "fail"}
    wrong, count = [], 0
    for name, zone, message, cv in cases(data):
        count += 1
        found = validate(message, ZoneResolver(zone))
        if found.result != expected[cv]:
            wrong.append((name, cv, found))
    assert wrong == []
    assert count == 171


@pytest.fixture
def five(data):
    """A message with five whole sets, and its zone."""
    return next((raw, zone) for name, zone, raw, _ in cases(data) if name == "cv_pass_i5_1")


@pytest.mark.data
def test_a_whole_chain_names_its_sealers(five):
    raw, zone = five
    found = validate(raw, ZoneResolver(zone))
    assert found.sealers == ("example.org",) * 5
    assert found.sentence == (
        "5 forwarders sealed this message, the last being example.org, and every seal is whole."
    )


@pytest.mark.data
def test_a_broken_chain_names_nobody(five):
    raw, zone = five
    found = validate(raw.replace(b"Example 1", b"Example 2"), ZoneResolver(zone))
    assert (found.result, found.sealers) == (Result.FAIL, ())
    assert found.sentence.startswith("The ARC chain is broken: the header is not the one")


@pytest.mark.data
def test_a_changed_body_is_found_without_dns(five):
    raw, zone = five
    recorder = RecordingResolver(ZoneResolver(zone))
    found = validate(raw + b"more\r\n", recorder)
    assert found.result is Result.FAIL
    assert recorder.lookups == []


@pytest.mark.data
def test_no_answer_about_a_key_is_no_pass(five):
    raw, _ = five
    for resolver in (OfflineResolver(), ZoneResolver({"dummy._domainkey.example.org": "TIMEOUT"})):
        found = validate(raw, resolver)
        assert (found.result, found.sealers) == (Result.TEMPERROR, ())


@pytest.mark.data
def test_sealing_only_the_beginning_of_the_body_seals_nothing(five):
    raw, zone = five
    limited = raw.replace(b"c=relaxed/relaxed;", b"c=relaxed/relaxed; l=0;")
    assert validate(limited, ZoneResolver(zone)).result is Result.FAIL


def test_a_message_nobody_sealed():
    assert validate(b"From: a@example.com\r\n\r\n", OfflineResolver()).result is Result.NONE


def test_many_sets_cost_little():
    text = "".join(
        f"ARC-Seal: i={n}; a=rsa-sha256; d=a{n}.example; s=s; cv={'pass' if n > 1 else 'none'}; "
        f"b=aGVsbG8=\r\nARC-Message-Signature: i={n}; a=rsa-sha256; d=a.example; s=s; "
        f"h={':'.join(['from'] * 2000)}; bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; "
        f"b=aGVsbG8=\r\nARC-Authentication-Results: i={n}; {'x' * 10_000}\r\n"
        for n in range(1, 51)
    )
    started = time.perf_counter()
    found = validate((text + "From: a@example.com\r\n\r\n").encode(), OfflineResolver())
    assert time.perf_counter() - started < 0.5
    assert found.result in {Result.TEMPERROR, Result.FAIL}
