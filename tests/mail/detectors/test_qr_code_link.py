import numpy as np
import zxingcpp


def drawn(content: str) -> list[list[int]]:
    code = zxingcpp.create_barcode(content, zxingcpp.BarcodeFormat.QRCode)
    return [
        [int(value < 128) for value in row] for row in np.array(code.to_image(scale=1)).tolist()
    ]


def test_case(case, check):
    check(case)


def test_a_code_drawn_with_letters(check):
    rows = drawn("https://x.test/")
    text = "\n".join("".join("██" if cell else "  " for cell in row) for row in rows)
    message = f"From: a@b.test\nContent-Type: text/plain; charset=utf-8\n\nScan:\n{text}\n"
    found = {"sentence": "without a picture leads to x.test", "weight": 0.85, "where": "drawing"}
    check({"detector": "qr_code_link", "message": message, "found": found})


def test_a_code_drawn_as_a_table(check):
    cells = (
        "".join('<td bgcolor="#000">' if cell else "<td>" for cell in row)
        for row in drawn("https://x.test/")
    )
    table = "\n".join(f"<tr>{row}</tr>" for row in cells)
    message = f"From: a@b.test\nContent-Type: text/html\n\n<table>{table}</table>"
    check({"detector": "qr_code_link", "message": message, "found": {"weight": 0.85}})
