import hostile_files as make
from bartizan.forensics.containers import Budget, Limits, open_container
from bartizan.forensics.file_types import TYPES


def test_bodies_and_attachments(unpack):
    files, troubles = unpack(make.msg_of("Rechnung für Sie.exe", b"MZ"))
    assert [(file.name, file.content) for file in files] == [
        ("Rechnung für Sie.exe", b"MZ"),
        ("body.txt", b"See attached"),
    ]
    assert not troubles


def test_a_message_attached_to_it(unpack):
    inner = "__attach_version1.0_#00000001/__substg1.0_10130102"
    files, _ = unpack(make.ole_of({"__properties_version1.0": bytes(32), inner: b"<p>inner"}))
    assert [(file.name, file.content) for file in files] == [
        ("attachment-1/body.html", b"<p>inner")
    ]


def test_a_damaged_one():
    damaged = make.msg_of("a", b"b")[:600]
    (defect,) = open_container(damaged, TYPES["msg"], Budget(Limits()))
    assert defect.trouble == "broken"
