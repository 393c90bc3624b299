import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.forensics.file_types import Family, extension, find_type, runs_by_name


def zipped(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return buffer.getvalue()


def ole(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + stream.encode("utf-16-le") + bytes(64)


EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@pytest.mark.parametrize(
    ("content", "name", "family"),
    [
        (b"MZ\x90\x00", "pe", Family.EXECUTABLE),
        (b"\x7fELF\x02", "elf", Family.EXECUTABLE),
        (b"\xca\xfe\xba\xbe\x00\x00\x00\x02", "mach-o", Family.EXECUTABLE),
        (b"\xca\xfe\xba\xbe\x00\x00\x00\x34", "java-class", Family.EXECUTABLE),
        (b"L\x00\x00\x00\x01\x14\x02\x00", "lnk", Family.SHORTCUT),
        (b"%PDF-1.7", "pdf", Family.DOCUMENT),
        (b"{\\rtf1", "rtf", Family.DOCUMENT),
        (b"\x89PNG\r\n\x1a\n", "png", Family.IMAGE),
        (b"\xff\xd8\xff\xe0", "jpeg", Family.IMAGE),
        (b"Rar!\x1a\x07\x01", "rar", Family.ARCHIVE),
        (b"7z\xbc\xaf\x27\x1c", "7z", Family.ARCHIVE),
        (b"\x1f\x8b\x08", "gzip", Family.ARCHIVE),
        (bytes(0x8001) + b"CD001", "iso", Family.DISK_IMAGE),
        (zipped("a.txt"), "zip", Family.ARCHIVE),
        (zipped("[Content_Types].xml", "word/document.xml"), "docx", Family.DOCUMENT),
        (zipped("xl/workbook.xml"), "xlsx", Family.DOCUMENT),
        (zipped("word/document.xml", "word/vbaProject.bin"), "ooxml-macro", Family.MACRO_DOCUMENT),
        (zipped("META-INF/MANIFEST.MF", "A.class"), "jar", Family.EXECUTABLE),
        (zipped("AndroidManifest.xml", "META-INF/MANIFEST.MF"), "apk", Family.EXECUTABLE),
        (ole("WordDocument"), "doc", Family.DOCUMENT),
        (ole("_VBA_PROJECT_CUR"), "ole-macro", Family.MACRO_DOCUMENT),
        (ole("Other"), "ole", Family.DOCUMENT),
        (b"<!DOCTYPE html><p>", "html", Family.MARKUP),
        (b"\xef\xbb\xbf <HTML>", "html", Family.MARKUP),
        ("\ufeff<script>".encode("utf-16-le"), "html", Family.MARKUP),
        (b"<?xml version='1.0'?><svg onload=x>", "svg", Family.MARKUP),
        (b"<?xml version='1.0'?><note/>", "xml", Family.MARKUP),
        (b"#!/usr/bin/env python3\n", "shebang-script", Family.SCRIPT),
        (b"@echo off\r\n", "batch", Family.SCRIPT),
        (EICAR, "eicar", Family.TEST),
        (b"just words", "text", Family.TEXT),
        (b"\x01\x02\x03", "unknown", Family.UNKNOWN),
        (b"", "empty", Family.UNKNOWN),
    ],
)
def test_types_by_content(content, name, family):
    found = find_type(content)
    assert (found.name, found.family) == (name, family)


def test_names_that_lie():
    executable = find_type(b"MZ")
    assert executable.suits("setup.EXE")
    assert not executable.suits("invoice.pdf")
    assert find_type(b"\x01").suits("anything.bin")


@pytest.mark.parametrize(
    ("name", "found"), [("a.PDF", "pdf"), ("a.pdf.exe ", "exe"), ("a.exe. .", "exe"), ("a", "")]
)
def test_extensions(name, found):
    assert extension(name) == found


@given(st.binary(max_size=200))
def test_anything_has_a_type(content):
    assert find_type(content).name


@pytest.mark.parametrize(("name", "runs"), [("a.EXE ", True), ("a.b.lnk.", True), ("exe", False)])
def test_names_that_run(name, runs):
    assert runs_by_name(name) is runs


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"From: a@b.test\r\nMIME-Version: 1.0\r\n\r\nHi", "eml"),
        (b"Received: from a\r\n\tby b\r\nFrom: a@b.test\r\n\r\nHi", "eml"),
        (b"From a@b.test Mon\nX-A: 1\nContent-Type: text/html\n\n<html>", "eml"),
        (b"From: a\nTo: b\n\nNotes of a telephone call", "text"),
        (b"Received: three apples", "text"),
        (b"a: 1\n" * 1000, "text"),
    ],
)
def test_messages_are_known_by_their_header(content, name):
    assert find_type(content).name == name
