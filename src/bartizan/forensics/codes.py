"""Bar codes and QR codes on pictures: what a telephone would read there.

Pictures are opened by Pillow with a limit on their pixels, and looked at by ZXing. Both run where
readers run, in the process that reads hostile files.
"""

import warnings
from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from bartizan.forensics.examination import Defect, Reading, Sign, Trait, Trouble
from bartizan.forensics.file_types import FileType

if TYPE_CHECKING:
    from PIL.Image import Image

#: Pixels of a picture that is decoded, and the longest side that is looked at.
PIXELS = 40_000_000
LONGEST_SIDE = 2_400
CODES = 20
LONGEST_CODE = 4_000

_SMALLEST = 20
_FRAMES = 3
_MARGIN = 16
#: Pixels of each side of a cell, where a code is drawn in cells.
_SCALE = 4
_FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP", "ICO")
_SYMBOLOGIES = "QRCode|MicroQRCode|rMQRCode|DataMatrix|Aztec|PDF417"


def read_image(content: bytes, type: FileType, passwords: Sequence[str]) -> Reading | None:  # noqa: A002, ARG001 - the shape of every reader
    """Read the codes on a picture; `None` where it shows none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found, defects = _read(content)
    except Exception:  # noqa: BLE001 - decoders raise many kinds on hostile bytes
        found, defects = (), (Defect(Trouble.BROKEN, "The picture cannot be decoded."),)
    if not found and not defects:
        return None
    return Reading(
        signs=tuple(Sign(Trait.CODE, code[:300]) for code in found), defects=defects, codes=found
    )


def _read(content: bytes) -> tuple[tuple[str, ...], tuple[Defect, ...]]:
    from PIL import Image  # noqa: PLC0415 - heavy, and only where a reader runs

    with Image.open(BytesIO(content), formats=_FORMATS) as image:
        width, height = image.size
        if width * height > PIXELS:
            return (), (Defect(Trouble.TOO_LARGE, "The picture has too many pixels."),)
        if min(width, height) < _SMALLEST:
            return (), ()
        image.draft("L", (LONGEST_SIDE, LONGEST_SIDE))
        found: dict[str, None] = {}
        for frame in range(min(getattr(image, "n_frames", 1), _FRAMES)):
            if frame:
                image.seek(frame)
            found.update(dict.fromkeys(codes_in(image)))
    return tuple(found), ()


def codes_in(image: "Image") -> tuple[str, ...]:
    """Return what the codes on a decoded picture say, each once."""
    import zxingcpp  # noqa: PLC0415 - see _read

    formats = zxingcpp.barcode_formats_from_str(_SYMBOLOGIES)
    found = zxingcpp.read_barcodes(_prepared(image), formats, text_mode=zxingcpp.TextMode.Plain)
    texts = (code.text[:LONGEST_CODE] for code in found if code.valid and code.text)
    return tuple(dict.fromkeys(texts))[:CODES]


def codes_in_cells(rows: Sequence[Sequence[int]]) -> tuple[str, ...]:
    """Return what codes say that are drawn as rows of cells, 1 for dark."""
    from PIL import Image  # noqa: PLC0415 - see _read

    width = max(map(len, rows))
    pixels = b"".join(
        bytes(0 if cell else 255 for cell in row) + b"\xff" * (width - len(row)) for row in rows
    )
    image = Image.frombytes("L", (width, len(rows)), pixels)
    return codes_in(image.resize((width * _SCALE, len(rows) * _SCALE), Image.Resampling.NEAREST))


def _prepared(image: "Image") -> "Image":
    """Grey, on white, of a size that can be searched, with the quiet margin that codes need."""
    from PIL import Image, ImageOps  # noqa: PLC0415 - see _read

    factor = -(-max(image.size) // LONGEST_SIDE)
    clear = "A" in image.getbands() or "transparency" in image.info
    wanted = "RGBA" if clear else "L"
    grey = image if image.mode == wanted else image.convert(wanted)
    if factor > 1:
        grey = grey.reduce(factor)  # before anything else is made of it: memory is limited
    if clear:
        grey = Image.alpha_composite(Image.new("RGBA", grey.size, "white"), grey).convert("L")
    return ImageOps.expand(grey, _MARGIN, 255)
