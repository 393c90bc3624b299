import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.forensics.documents.drafting import Draft
from bartizan.forensics.documents.vba import (
    SOURCE_LIMIT,
    decompress,
    judge_source,
    read_vba,
    source_in,
)
from bartizan.forensics.examination import Trait

# The examples of [MS-OVBA] 3.2.
NORMAL = bytes.fromhex(
    "012FB000236161616263646582660070616768696A013808616B6C00306D6E6F70067102700410727374757610"
    "7778797A003C"
)
MOST = bytes.fromhex("0103B002614500")
NONE = bytes.fromhex("0119B00061626364656667680069706B6C6D6E6F70007172737475767778792E")


def details(source: str, trait: Trait) -> list[str]:
    draft = Draft()
    judge_source(source, draft)
    return [sign.detail for sign in draft.reading().signs if sign.trait is trait]


def test_the_examples_of_the_specification():
    assert decompress(NORMAL) == b"#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa"
    assert decompress(MOST) == b"a" * 73


@pytest.fixture(scope="module")
def oracle():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from oletools.olevba import decompress_stream
    return decompress_stream


def compress(text: bytes) -> bytes:
    """One chunk, greedily ([MS-OVBA] 2.4.1.3.7 to 2.4.1.3.19)."""
    tokens, position = [], 0
    while position < len(text):
        bits = max((position - 1).bit_length(), 4) if position else 4
        longest, offset = 0, 0
        for start in range(max(0, position - (1 << bits)), position):
            length = 0
            while (
                position + length < len(text)
                and length < (0xFFFF >> bits) + 3
                and text[start + length] == text[position + length]
            ):
                length += 1
            if length > longest:
                longest, offset = length, position - start
        if longest >= 3:
            token = (offset - 1) << (16 - bits) | longest - 3
            tokens.append((1, token.to_bytes(2, "little")))
            position += longest
        else:
            tokens.append((0, text[position : position + 1]))
            position += 1
    body = b"".join(
        bytes([sum(flag << bit for bit, (flag, _) in enumerate(tokens[at : at + 8]))])
        + b"".join(raw for _, raw in tokens[at : at + 8])
        for at in range(0, len(tokens), 8)
    )
    return b"\x01" + (0xB000 | len(body) - 1).to_bytes(2, "little") + body


@given(text=st.text("abc ", min_size=1, max_size=600).map(str.encode))
def test_it_decompresses_as_oletools_does(oracle, text):
    container = compress(text)
    assert decompress(container) == text
    assert bytes(oracle(bytearray(container))) == text


@given(st.binary(max_size=2_000))
def test_nothing_raises_and_nothing_grows(content):
    assert len(decompress(b"\x01" + content)) <= SOURCE_LIMIT + 4_096
    source_in(content)


def test_source_that_was_stored_unpacked_is_found_too(make):
    assert "Sub Hello()" in source_in(make.vba("Sub Hello()\r\n" + "x = 1\r\n" * 2_000))


def test_source_is_found_behind_compiled_code(make):
    assert "Sub Hello()" in source_in(make.vba("Sub Hello()\r\nEnd Sub"))


def test_what_runs_by_itself_and_what_is_suspicious():
    source = 'Sub Document_Open()\nCreateObject("WScript.Shell").Run "x"\nEnd Sub'
    assert details(source, Trait.MACRO_AUTO) == ["document_open"]
    assert details(source, Trait.MACRO_SUSPICIOUS) == ["wscript.shell"]


def test_words_that_were_split_are_read_whole():
    assert details('Sub A()\nx = "Power" & "Shell"\nEnd Sub', Trait.MACRO_SUSPICIOUS) == [
        "powershell"
    ]


def test_an_honest_macro_is_only_a_macro():
    draft = Draft()
    judge_source('Sub Total()\nRange("A1").Value = 1\nEnd Sub', draft)
    assert [sign.trait for sign in draft.reading().signs] == [Trait.MACRO]


def test_letters_spelled_as_numbers():
    assert details("Sub A()\n" + "x = x & Chr(65)\n" * 40, Trait.OBFUSCATED)


def test_a_project_without_its_source_is_suspicious():
    draft = Draft()
    read_vba([b"compiled only"], draft)
    assert draft.has(Trait.MACRO)
    assert draft.has(Trait.MACRO_SUSPICIOUS)


def test_modules_without_procedures_are_not(make):
    draft = Draft()
    read_vba([make.vba("")], draft)
    assert draft.has(Trait.MACRO)
    assert not draft.has(Trait.MACRO_SUSPICIOUS)
