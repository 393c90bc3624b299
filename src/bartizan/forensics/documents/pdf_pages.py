"""The pages of a PDF as a reader sees them, through PDFium: text, links, pictures, attachments."""

import ctypes
from collections.abc import Iterator, Sequence
from typing import Any

from bartizan.forensics.codes import codes_in
from bartizan.forensics.documents.drafting import Draft
from bartizan.forensics.examination import Trait, Trouble

TEXT_PAGES, DRAWN_PAGES = 8, 2
TRIES = 12
ATTACHMENTS = 30
ATTACHMENT_BYTES = 32_000_000

_LONGEST_SIDE = 1_400
_LINKS = 300
_TEXT = 40_000
_WIDE_LINK = 0.08
_OBJECTS = 400
_LETTERS = 1
_URL_BYTES = 8_000


def read_pages(content: bytes, passwords: Sequence[str], draft: Draft) -> None:
    """Note what the pages say, link to and show."""
    document = _opened(content, passwords, draft)
    if document is None:
        return
    try:
        _document(document, draft)
    finally:
        document.close()


def _opened(content: bytes, passwords: Sequence[str], draft: Draft) -> Any:
    import pypdfium2  # noqa: PLC0415 - heavy, and only where a reader runs

    for password in (None, *dict.fromkeys(passwords[:TRIES])):
        try:
            document = pypdfium2.PdfDocument(content, password=password)
        except pypdfium2.PdfiumError as error:
            if "password" not in str(error).lower():
                draft.defect(Trouble.BROKEN, "The document cannot be opened.")
                return None
            draft.sign(Trait.ENCRYPTED)
        else:
            draft.password = password
            return document
    draft.defect(Trouble.LOCKED, "It is encrypted and no known password opens it.")
    return None


def _document(document: Any, draft: Draft) -> None:
    import pypdfium2.raw as pdfium  # noqa: PLC0415 - see _opened

    pages = len(document)
    for index in range(min(pages, TEXT_PAGES)):
        try:
            page = document[index]
        except Exception:  # noqa: BLE001 - the page is broken; others may not be
            draft.defect(Trouble.BROKEN, f"Page {index + 1} cannot be opened.")
            continue
        _say(page, draft)
        _links(pdfium, document, page, f"on page {index + 1} of {pages}", draft)
        if index < DRAWN_PAGES and _shows_pictures(pdfium, page):
            _codes(page, draft)
        page.close()
    _attachments(document, draft)


def _say(page: Any, draft: Draft) -> None:
    text = page.get_textpage()
    letters = min(text.count_chars(), _TEXT)
    if letters > 0:
        draft.say(text.get_text_range(0, letters).replace("\r\n", "\n"))
    text.close()


def _links(pdfium: Any, document: Any, page: Any, where: str, draft: Draft) -> None:
    """Links of a page; one over much of it is a button rather than a reference."""
    area = page.get_width() * page.get_height() or 1
    for link in _every_link(pdfium, page):
        url = _target(pdfium, document, link)
        if not url:
            continue
        draft.link(url)
        rectangle = pdfium.FS_RECTF()
        if pdfium.FPDFLink_GetAnnotRect(link, rectangle):
            width, height = rectangle.right - rectangle.left, rectangle.top - rectangle.bottom
            share = abs(width * height) / area
            if share >= _WIDE_LINK:
                draft.sign(Trait.LINK, f"{min(share, 1):.0%} {where}: {url}")


def _every_link(pdfium: Any, page: Any) -> Iterator[Any]:
    position = ctypes.c_int(0)
    link = pdfium.FPDF_LINK()
    for _ in range(_LINKS):
        if not pdfium.FPDFLink_Enumerate(page.raw, position, link):
            return
        yield link


def _target(pdfium: Any, document: Any, link: Any) -> str:
    action = pdfium.FPDFLink_GetAction(link)
    if not action or pdfium.FPDFAction_GetType(action) != pdfium.PDFACTION_URI:
        return ""
    buffer = ctypes.create_string_buffer(_URL_BYTES)
    size = pdfium.FPDFAction_GetURIPath(document.raw, action, buffer, _URL_BYTES)
    return buffer.raw[: max(min(size, _URL_BYTES) - 1, 0)].decode("utf-8", "replace")


def _shows_pictures(pdfium: Any, page: Any) -> bool:
    """Whether anything but letters is drawn: only then can there be a code."""
    count = pdfium.FPDFPage_CountObjects(page.raw)
    kinds = (
        pdfium.FPDFPageObj_GetType(pdfium.FPDFPage_GetObject(page.raw, index))
        for index in range(min(count, _OBJECTS))
    )
    return count > _OBJECTS or any(kind != _LETTERS for kind in kinds)


def _codes(page: Any, draft: Draft) -> None:
    longest = max(page.get_width(), page.get_height(), 1)
    bitmap = page.render(scale=min(_LONGEST_SIDE / longest, 4), grayscale=True)
    for code in codes_in(bitmap.to_pil()):
        draft.code(code)
        draft.sign(Trait.CODE, code)
    bitmap.close()


def _attachments(document: Any, draft: Draft) -> None:
    count = document.count_attachments()
    if count > ATTACHMENTS:
        draft.defect(Trouble.TOO_MANY, "It carries more files than were looked at.")
    for index in range(min(count, ATTACHMENTS)):
        try:
            attachment = document.get_attachment(index)
            name, content = attachment.get_name(), bytes(attachment.get_data())
        except Exception:  # noqa: BLE001 - this one is broken; others may not be
            draft.defect(Trouble.BROKEN, "A file inside cannot be taken out.")
            continue
        draft.sign(Trait.EMBEDDED_OBJECT, name)
        draft.embed(name or "attachment", content[:ATTACHMENT_BYTES])
