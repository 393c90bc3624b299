import struct

from bartizan.forensics.examination import Trait, Trouble


def test_macros_and_text_of_a_word_document(make, read, traits):
    field = b"\x13 DDEAUTO c:\\cmd.exe \x14x\x15"
    streams = {
        "WordDocument": bytes(1_000) + b"Please enable the content" + field,
        "Macros/_VBA_PROJECT": b"x",
        "Macros/M": make.vba("Sub AutoOpen()\nEnd Sub"),
    }
    reading = read(make.ole(streams))
    assert traits(reading) == ["dde", "macro", "macro-runs-by-itself"]
    assert "Please enable the content" in reading.text


def test_wide_fields_and_text(make, read):
    text = '\x13 HYPERLINK "https://x.test/" \x14 Click here\x15'.encode("utf-16-le")
    reading = read(make.ole({"WordDocument": bytes(1_000) + text}))
    assert reading.urls == ("https://x.test/",)
    assert "Click here" in reading.text


def test_an_encrypted_document_is_told(make, read, traits):
    fib = bytes(10) + struct.pack("<H", 0x0100) + bytes(100)
    reading = read(make.ole({"WordDocument": fib}), "wrong")
    assert traits(reading) == ["encrypted"]
    assert reading.defects[0].trouble is Trouble.LOCKED


def test_an_encrypted_workbook_is_told(make, read, traits):
    start = struct.pack("<HH", 0x809, 16) + bytes(16) + struct.pack("<HH", 0x2F, 6) + bytes(6)
    assert traits(read(make.ole({"Workbook": start}))) == ["encrypted"]


def test_objects_in_a_document(make, read):
    native = make.native("run.js", b"WScript")
    reading = read(make.ole({"WordDocument": b"x", "P1/\x01Ole10Native": native}))
    assert reading.embedded == (("run.js", b"WScript"),)


def test_an_object_in_a_workbook_is_told(make, read):
    reading = read(make.ole({"Workbook": b"", "MBD0001/CONTENTS": b"x"}))
    assert Trait.EMBEDDED_OBJECT in {sign.trait for sign in reading.signs}


def test_words_of_slides(make, read):
    reading = read(make.ole({"PowerPoint Document": b"\0\0Your mailbox is full\0"}))
    assert "Your mailbox is full" in reading.text


def test_a_damaged_container_still_shows_its_macros(make, read, traits):
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + make.vba("Sub AutoOpen()")
    reading = read(content)
    assert traits(reading) == ["macro", "macro-runs-by-itself"]
    assert reading.defects[0].trouble is Trouble.BROKEN
