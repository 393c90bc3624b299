import io

import pypdf

from bartizan.forensics.documents.drafting import Draft
from bartizan.forensics.documents.pdf_pages import read_pages
from bartizan.forensics.examination import Trait, Trouble


def pages(content: bytes, *passwords: str):
    draft = Draft()
    read_pages(content, passwords, draft)
    return draft.reading()


def link(rectangle: str, url: str = "https://x.test/") -> str:
    return f"<</Type/Annot/Subtype/Link/Rect[{rectangle}]/A<</S/URI/URI({url})>>>>"


def locked(content: bytes, user: str, owner: str) -> bytes:
    writer, out = pypdf.PdfWriter(clone_from=io.BytesIO(content)), io.BytesIO()
    writer.encrypt(user, owner, algorithm="AES-256")
    writer.write(out)
    return out.getvalue()


def test_words_and_links(make):
    reading = pages(make.page(link("20 95 60 110")))
    assert reading.text == "Hello"
    assert reading.urls == ("https://x.test/",)
    assert reading.signs == ()


def test_a_link_over_much_of_a_page_is_a_button(make):
    (sign,) = pages(make.page(link("0 0 200 100"))).signs
    assert sign.trait is Trait.LINK
    assert sign.detail == "50% on page 1 of 1: https://x.test/"


def test_a_code_drawn_on_a_page_is_read(make):
    out = io.BytesIO()
    make.qr("https://qr.test/").convert("L").save(out, "PDF")
    assert pages(out.getvalue()).codes == ("https://qr.test/",)


def test_files_inside_come_out(make):
    writer, out = pypdf.PdfWriter(clone_from=io.BytesIO(make.page())), io.BytesIO()
    writer.add_attachment("pay.exe", b"MZ")
    writer.write(out)
    reading = pages(out.getvalue())
    assert reading.embedded == (("pay.exe", b"MZ"),)


def test_a_known_password_opens_it(make):
    content = locked(make.page(), "1234", "o")
    reading = pages(content, "no", "1234")
    assert (reading.text, reading.password) == ("Hello", "1234")
    assert [sign.trait for sign in reading.signs] == [Trait.ENCRYPTED]
    assert pages(content).defects[0].trouble is Trouble.LOCKED


def test_a_document_that_only_restricts_printing_is_open(make):
    reading = pages(locked(make.page(), "", "owner"))
    assert (reading.text, reading.signs) == ("Hello", ())


def test_what_is_no_document_is_broken():
    assert pages(b"%PDF-1.4 nothing").defects[0].trouble is Trouble.BROKEN


def test_a_page_of_absurd_size_is_drawn_small(make):
    content = make.page().replace(b"[0 0 200 200]", b"[0 0 9e9 1]") + b" " * 3
    assert pages(content) is not None
