import io

from PIL import Image

from bartizan.forensics.codes import codes_in, codes_in_cells, read_image
from bartizan.forensics.examination import Sign, Trait, Trouble
from bartizan.forensics.file_signatures import TYPES

URL = "https://x.test/login?u=a@b.test"


def picture(content: str = URL, scale: int = 4) -> Image.Image:
    import numpy as np
    import zxingcpp

    code = zxingcpp.create_barcode(content, zxingcpp.BarcodeFormat.QRCode)
    return Image.fromarray(np.array(code.to_image(scale=scale), copy=True))


def saved(image: Image.Image, form: str = "PNG", **options) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def read(content: bytes):
    return read_image(content, TYPES["png"], ())


def test_a_code_on_a_picture():
    reading = read(saved(picture()))
    assert reading.codes == (URL,)
    assert reading.signs == (Sign(Trait.CODE, URL),)


def test_every_way_a_picture_is_stored():
    image = picture()
    for form in ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP"):
        assert read(saved(image.convert("RGB"), form)).codes == (URL,), form


def test_a_code_without_a_margin_turned_inverted_and_small_in_a_large_picture():
    image = picture(scale=3)
    box = image.point(lambda value: 255 - value).getbbox()
    assert codes_in(image.crop(box)) == (URL,)
    assert codes_in(image.rotate(30, expand=True, fillcolor=255)) == (URL,)
    assert codes_in(image.point(lambda value: 255 - value)) == (URL,)
    large = Image.new("L", (2_000, 1_500), 255)
    large.paste(image, (900, 700))
    assert codes_in(large) == (URL,)


def test_a_code_on_a_transparent_ground():
    image = picture().convert("L")
    clear = Image.new("RGBA", image.size, (0, 0, 0, 0))
    clear.paste((0, 0, 0, 255), mask=image.point(lambda value: 255 - value))
    assert read(saved(clear)).codes == (URL,)


def test_a_code_in_a_later_frame():
    blank = Image.new("L", picture().size, 255)
    assert read(saved(blank, "GIF", save_all=True, append_images=[picture()])).codes == (URL,)


def test_a_picture_without_a_code_is_nothing():
    assert read(saved(Image.new("RGB", (300, 200), "navy"))) is None
    assert read(saved(Image.new("RGB", (5, 5)))) is None


def test_a_picture_of_absurd_size_is_not_decoded():
    whole = bytearray(saved(picture()))
    whole[16:24] = (60_000).to_bytes(4, "big") * 2
    (defect,) = read(bytes(whole)).defects
    assert defect.trouble in (Trouble.TOO_LARGE, Trouble.BROKEN)
    large = b"GIF89a\xff\xff\xff\xff\x00\x00\x00" + bytes(50)
    assert read(large).defects


def test_what_is_no_picture_is_broken():
    assert read(b"\x89PNG\r\n\x1a\nnothing").defects[0].trouble is Trouble.BROKEN


def test_cells_are_read_like_pixels():
    grey = picture(scale=1).convert("L")
    width = grey.width
    values = [1 if value < 128 else 0 for value in grey.tobytes()]
    rows = [values[at : at + width] for at in range(0, len(values), width)]
    assert codes_in_cells(rows) == (URL,)
