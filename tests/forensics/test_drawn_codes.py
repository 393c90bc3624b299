import time

import pytest

from bartizan.forensics.drawn_codes import codes_in_tables, codes_in_text

URL = "https://x.test/login"


@pytest.fixture(scope="module")
def cells() -> list[list[int]]:
    import numpy as np
    import zxingcpp

    code = zxingcpp.create_barcode(URL, zxingcpp.BarcodeFormat.QRCode)
    pixels = np.array(code.to_image(scale=1), copy=True)
    return [[int(value < 128) for value in row] for row in pixels.tolist()]


def halves(cells: list[list[int]]) -> str:
    letters = {(0, 0): " ", (1, 0): "▀", (0, 1): "▄", (1, 1): "█"}
    padded = [*cells, [0] * len(cells[0])] if len(cells) % 2 else cells
    rows = zip(padded[::2], padded[1::2], strict=True)
    return "\n".join("".join(letters[pair] for pair in zip(*two, strict=True)) for two in rows)


def test_half_blocks(cells):
    assert codes_in_text(f"Scan this:\n{halves(cells)}\nThanks") == (URL,)


@pytest.mark.parametrize("pair", ["██", "##", "⬛"])
def test_whole_blocks(cells, pair):
    light = "⬜" if pair == "⬛" else "  "
    text = "\n".join("".join(pair if cell else light for cell in row) for row in cells)
    assert codes_in_text(text) == (URL,)


@pytest.mark.parametrize(
    "dark", ['bgcolor="#000000"', 'style="background-color:#111;width:4px"', 'bgcolor="black"']
)
def test_cells_of_a_table(cells, dark):
    rows = "".join(
        "<tr>" + "".join(f"<td {dark}></td>" if cell else "<td></td>" for cell in row) + "</tr>"
        for row in cells
    )
    assert codes_in_tables(f"<table>{rows}</table>") == (URL,)


def test_runs_of_cells_may_be_merged(cells):
    def row(values):
        runs, out = [], ""
        for value in values:
            if runs and runs[-1][0] == value:
                runs[-1][1] += 1
            else:
                runs.append([value, 1])
        for value, count in runs:
            colour = "rgb(0, 0, 0)" if value else "#fff"
            out += f'<td colspan={count} style="background:{colour}"></td>'
        return f"<tr>{out}</tr>"

    assert codes_in_tables("<table>" + "".join(map(row, cells)) + "</table>") == (URL,)


def test_honest_text_and_tables_are_nothing():
    banner = "\n".join(["#" * 60] * 30)
    assert codes_in_text(banner) == ()
    assert codes_in_text("Just words.") == ()
    assert codes_in_tables("<table>" + "<tr><td>a</td><td>b</td></tr>" * 60 + "</table>") == ()


@pytest.mark.parametrize("text", ["█" * 400_000, "█\n" * 100_000, ("█" * 60 + "\n") * 6_000])
def test_hostile_text_ends(text):
    started = time.process_time()
    codes_in_text(text)
    assert time.process_time() - started < 5


@pytest.mark.parametrize("unit", ["<tr", "<tr>", "<tr><td", "<tr><td colspan=999>", "<td bgcolor="])
def test_hostile_tables_end(unit):
    started = time.process_time()
    codes_in_tables(unit * 50_000)
    assert time.process_time() - started < 5
