import hostile_files as make


def test_bodies_and_attachments_are_files(unpack):
    files, troubles = unpack(make.message_of("../a.exe", b"MZ"))
    assert [file.name for file in files] == ["body.txt", "../a.exe"]
    assert files[1].content == b"MZ"
    assert troubles == {"path-traversal"}


def test_a_message_in_a_message_is_one_file(unpack):
    inner = make.message_of("a.exe", b"MZ")
    outer = b"From: a@b.test\r\nContent-Type: message/rfc822\r\n\r\n" + inner
    files, _ = unpack(outer)
    assert [(file.name, file.content) for file in files] == [("message.eml", inner)]


def test_too_many_parts_are_told(unpack):
    head = b"From: a@b.test\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    _, troubles = unpack(head + b"--b\r\n\r\nx\r\n" * 3000)
    assert "too-many-entries" in troubles
