import hostile_files as make


def test_both_trees_are_walked(unpack):
    image = make.iso_of({"README.TXT": b"nothing"}, {"Invoice.exe": b"MZ"})
    files, troubles = unpack(image)
    assert {(file.name, file.content) for file in files} == {
        ("README.TXT", b"nothing"),
        ("Invoice.exe", b"MZ"),
    }
    assert not troubles


def test_one_place_on_the_disk_is_read_once(unpack):
    files, _ = unpack(make.iso_of({"A.EXE": b"MZ"}))
    assert len(files) == 1


def test_a_file_beyond_the_end(unpack):
    files, troubles = unpack(make.iso_of({"A.EXE": b"MZ" * 2000})[:-2048])
    assert len(files[0].content) == 2048
    assert troubles == {"broken"}


def test_no_volume(unpack):
    image = bytearray(make.iso_of({"A": b"1"}))
    image[16 * 2048] = 9
    image[17 * 2048] = 9
    assert unpack(bytes(image)) == ([], {"broken"})
