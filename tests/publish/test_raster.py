"""A picture as PNG looks the same on every machine, with or without fonts of its own."""

import re
import struct
import zlib

import pytest

from generator.errors import InputError
from generator.model.catalogue import load_catalogue
from generator.model.chart import Chart, Trace
from generator.publish.raster import png
from generator.render.charts import draw
from generator.templating import environment
from tests.render.charts.made import days


@pytest.fixture(scope="module")
def svg():
    """A chart with labels."""
    values = tuple(68_000.0 + 100 * (day % 17) for day in range(90))
    made = Chart(
        id="price",
        form="line",
        title="Bitcoin over ninety days",
        note="Binance, daily closes, UTC",
        metric="spot.price",
        places=days(90),
        traces=(Trace(label="BTC", values=values, fact="BTC/spot.price@binance"),),
    )
    return draw(made, catalogue=load_catalogue(), jinja=environment()).svg


def pixels(data):
    """Width, height and rows of RGBA of a PNG, by its specification (W3C, PNG, sections 7 and 9)."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    at, packed = 8, b""
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        body = data[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            wide, high, depth, colour, *_, interlaced = struct.unpack(">IIBBBBB", body)
            assert (depth, colour, interlaced) == (8, 6, 0)
        if kind == b"IDAT":
            packed += body
        at += 12 + length
    raw, step = zlib.decompress(packed), wide * 4
    before, rows = bytes(step), []
    for row in range(high):
        how, line = raw[row * (step + 1)], bytearray(raw[row * (step + 1) + 1 : (row + 1) * (step + 1)])
        for place in range(step):
            left = line[place - 4] if place >= 4 else 0
            up, corner = before[place], before[place - 4] if place >= 4 else 0
            guess = left + up - corner
            paeth = min((left, up, corner), key=lambda each: abs(guess - each))  # the first of equals, as asked for
            line[place] = (line[place] + (0, left, up, (left + up) // 2, paeth)[how]) & 255
        before = bytes(line)
        rows.append(before)
    return wide, high, rows


def dark(data):
    """How many pixels are darker than a shade of grey."""
    _, _, rows = pixels(data)
    return sum(1 for row in rows for at in range(0, len(row), 4) if sum(row[at : at + 3]) < 3 * 150)


def test_text_is_drawn_without_the_fonts_of_the_machine(svg):
    """Title, note and labels leave many dark pixels that are not there without them."""
    silent = re.sub(r"<text.*?</text>", "", svg)
    assert silent != svg
    assert dark(png(svg, width_px=380)) > dark(png(silent, width_px=380)) + 300


def test_the_title_is_bold(svg):
    """Both weights are found: a regular title has fewer dark pixels."""
    assert dark(png(svg, width_px=380)) > dark(png(svg.replace('font-weight="600"', ""), width_px=380))


def test_the_same_svg_gives_the_same_bytes(svg):
    """So that nothing is published anew for nothing."""
    assert png(svg, width_px=400) == png(svg, width_px=400)


def test_the_width_is_as_asked_and_the_paper_is_light(svg):
    """Twice the size for sharp screens; programs that know no dark mode get the light side, and no hole in it."""
    wide, high, rows = pixels(png(svg, width_px=190))
    assert (wide, high) == (190, 95)
    assert tuple(rows[-1][-4:]) == (0xFB, 0xF8, 0xF3, 255)
    assert png(svg, width_px=1520)[16:24] == struct.pack(">II", 1520, 760)


def test_what_is_no_svg_is_refused():
    """With a line for the user, not a trace."""
    with pytest.raises(InputError, match="cannot be drawn"):
        png("not a picture", width_px=100)
