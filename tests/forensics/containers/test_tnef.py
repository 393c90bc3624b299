import hostile_files as make


def test_the_long_name_counts(unpack):
    files, troubles = unpack(make.tnef_of("a long name.exe", b"MZ"))
    assert [(file.name, file.content) for file in files] == [
        ("body.txt", b"The body"),
        ("a long name.exe", b"MZ"),
    ]
    assert not troubles


def test_a_stub(unpack):
    assert unpack(b'x\x9f>"') == ([], {"broken"})
