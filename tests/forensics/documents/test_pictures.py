from bartizan.forensics.documents.drafting import Draft
from bartizan.forensics.documents.pictures import read_picture
from bartizan.forensics.examination import Reading, Sign, Trait


def read(content: bytes) -> Reading:
    draft = Draft()
    read_picture(content, draft)
    return draft.reading()


def test_a_code_on_a_picture_is_the_documents(make):
    reading = read(make.png("https://x.test/"))
    assert reading.codes == ("https://x.test/",)
    assert reading.signs == (Sign(Trait.CODE, "https://x.test/"),)


def test_what_is_no_picture_is_nothing():
    assert read(b"no picture") == Reading()
    assert read(b"\x89PNG\r\n\x1a\nbroken") == Reading()
