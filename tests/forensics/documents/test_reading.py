import importlib
import subprocess
import sys
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bartizan.forensics.documents import LIBRARIES, can_read, read_document
from bartizan.forensics.documents.reading import _READERS
from bartizan.forensics.file_signatures import TYPES
from bartizan.forensics.file_types import find_type


def test_readers_are_of_types_that_exist():
    assert set(_READERS) <= set(TYPES)
    assert can_read(TYPES["pdf"])
    assert not can_read(TYPES["pe"])


def test_what_nobody_reads_is_nothing():
    assert read_document(b"MZ", TYPES["pe"], ()) is None


def test_a_reader_on_bytes_of_another_type_never_raises():
    for name in _READERS:
        for content in (b"", b"\0" * 100, b"PK\x03\x04", b"\xff" * 1_000):
            read_document(content, TYPES[name], ("a",))


def samples(make) -> list[bytes]:
    project = make.project("Sub AutoOpen()\nEnd Sub")
    return [
        make.docx("<w:p><w:t>Hi</w:t></w:p>", **{"word__vbaProject.bin": project}),
        project,
        make.lnk("cmd.exe", "/c x", "a.pdf"),
        make.png("https://x.test/"),
        b"{\\rtf1{\\object{\\*\\objdata 01050000020000000800}}}",
        b"BEGIN:VCALENDAR\nATTACH;ENCODING=BASE64:AAAA\n",
        b'<svg onload="x()"><a href="https://x.test/">x</a></svg>',
        b"[InternetShortcut]\nURL=file://a/b\n",
    ]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(chance=st.randoms(use_true_random=False))
def test_damaged_files_never_stop_a_reader(make, chance):
    content = bytearray(chance.choice(samples(make)))
    kind = find_type(bytes(content))
    for _ in range(chance.randrange(1, 20)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    if chance.random() < 0.3:
        content = content[: chance.randrange(len(content))]
    reading = read_document(bytes(content), kind, ("a",))
    defects = reading.defects if reading else ()
    assert not [one for one in defects if "could not go on" in one.sentence]


def test_every_library_is_there():
    for name in LIBRARIES:
        assert importlib.import_module(name)


def test_small_files_are_read_in_milliseconds(make):
    for content in samples(make):
        kind = find_type(content)
        read_document(content, kind, ())
        started = time.process_time()
        for _ in range(5):
            read_document(content, kind, ())
        assert (time.process_time() - started) / 5 < 0.02, kind.name


@pytest.mark.parametrize(
    "heavy", ["PIL", "zxingcpp", "pypdfium2", "olefile", "msoffcrypto", "oletools", "pypdf"]
)
def test_the_door_loads_nothing_heavy(heavy):
    code = f"import sys, bartizan.forensics.documents; sys.exit({heavy!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_an_address_that_is_only_written_is_a_link_too(make, read):
    reading = read(make.docx("<w:p><w:t>Go to https://x.test/a now</w:t></w:p>"))
    assert reading.urls == ("https://x.test/a",)


def test_a_table_in_a_page_may_be_a_code(read):
    import numpy as np
    import zxingcpp

    code = zxingcpp.create_barcode("https://x.test/", zxingcpp.BarcodeFormat.QRCode)
    pixels = np.array(code.to_image(scale=1)).tolist()
    rows = "".join(
        "<tr>" + "".join("<td bgcolor=#000>" if v < 128 else "<td>" for v in row) + "</tr>"
        for row in pixels
    )
    assert read(f"<html><table>{rows}</table></html>".encode()).codes == ("https://x.test/",)
