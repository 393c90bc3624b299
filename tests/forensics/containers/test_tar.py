import io
import tarfile

import hostile_files as make


def test_links_are_named_and_not_followed(unpack):
    files, troubles = unpack(make.tar_of({"a": b"1"}, [("b", "/etc/passwd"), ("../c", "a")]))
    assert [(file.name, file.content) for file in files] == [
        ("a", b"1"),
        ("b", None),
        ("../c", None),
    ]
    assert troubles == {"link-in-archive", "path-traversal"}


def test_long_names_of_both_kinds(unpack):
    long = "d/" * 80 + "name.exe"
    assert [file.name for file in unpack(make.tar_of({long: b"MZ"}))[0]] == [long]
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        archive.addfile(tarfile.TarInfo("é" * 120))
    assert [file.name for file in unpack(out.getvalue())[0]] == ["é" * 120]


def test_a_damaged_header_ends_it(unpack):
    whole = bytearray(make.tar_of({"a": b"1", "b": b"2"}))
    whole[1024 + 150] ^= 1
    files, troubles = unpack(bytes(whole))
    assert [file.name for file in files] == ["a"]
    assert troubles == {"broken"}


def test_a_size_beyond_the_end(unpack):
    files, troubles = unpack(make.tar_of({"a": b"1" * 5000})[:2000])
    assert len(files[0].content) == 1488
    assert troubles == {"broken"}
