import io

import orjson

import hostile_files as make
from bartizan.forensics.examination import Reading
from bartizan.mail.examining import frames
from bartizan.mail.examining.child import serve
from bartizan.mail.examining.wire import decode


def request(content: bytes, **more) -> bytes:
    told = {"name": "x.zip", "passwords": ["1234"], "limits": {"depth": 3}, "seconds": 1000}
    return b"".join(frames.pack(told | more, content))


def test_requests_are_answered_in_order():
    asked = io.BytesIO(request(make.locked_zip(make.EICAR, "1234")) + request(b"%PDF-"))
    answered = io.BytesIO()
    serve(asked, answered, (lambda *_: Reading(text="read"),))
    answered.seek(0)
    found = [decode(orjson.dumps(frames.read(answered.read)[0])) for _ in range(2)]
    assert [file.type for file in found[0].files] == ["zip", "eicar"]
    assert (found[1].files[0].type, found[1].files[0].text) == ("pdf", "read")
    assert frames.read(answered.read) is None


def test_the_limits_are_those_of_the_request():
    answered = io.BytesIO()
    serve(io.BytesIO(request(make.nested_zip(9))), answered, ())
    answered.seek(0)
    found = decode(orjson.dumps(frames.read(answered.read)[0]))
    assert [str(defect.trouble) for defect in found.every_defect] == ["too-deep"]
