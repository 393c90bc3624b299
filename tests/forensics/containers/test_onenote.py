import hostile_files as make


def test_every_file_is_found(unpack):
    files, troubles = unpack(make.onenote_of(b"\x89PNG", b"MZ"))
    assert [file.content for file in files] == [b"\x89PNG", b"MZ"]
    assert [file.name for file in files] == ["file-1", "file-2"]
    assert not troubles


def test_a_file_that_ends_too_early(unpack):
    files, troubles = unpack(make.onenote_of(b"MZ" * 100)[:-50])
    assert len(files[0].content) == 150
    assert troubles == {"broken"}
