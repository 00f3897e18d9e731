"""Each article has a card: its headline as a picture, for those who share a link to it."""

import re
import struct
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model.typeface import load_typeface
from generator.publish.cards import Card, cached, card, card_svg
from generator.templating import environment

SVG = "{http://www.w3.org/2000/svg}"
JINJA = environment()
FACE = load_typeface()


def made(headline="Bitcoin slips below $69,000", **more):
    """A card's words."""
    return Card(publication="The Desk", edition="Derivatives", day="Feb. 10, 2026", headline=headline, **more)


def headline_of(svg):
    """The headline's lines as (size, y, text)."""
    texts = ET.fromstring(svg).findall(f"{SVG}text")
    return [(float(t.get("font-size")), float(t.get("y")), t.text) for t in texts if float(t.get("font-size")) > 40]


def test_a_card_says_who_what_and_when():
    """Publication, edition, day and headline."""
    texts = [text.text for text in ET.fromstring(card_svg(made(), jinja=JINJA)).iter(f"{SVG}text")]
    assert texts[:3] == ["The Desk", "Feb. 10, 2026", "Derivatives"]
    assert " ".join(texts[3:]) == "Bitcoin slips below $69,000"


def test_a_card_has_the_size_that_networks_ask_for():
    """1200 by 630 pixels."""
    assert card(made(), jinja=JINJA)[16:24] == struct.pack(">II", 1200, 630)


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=300), st.booleans())
def test_any_headline_fits(headline, priced):
    """It parses, no line is wider than the card, and none runs into the prices or off the foot."""
    svg = card_svg(made(headline, prices=(1.0, 2.0) if priced else ()), jinja=JINJA)
    for size, y, text in headline_of(svg):
        assert FACE.width(text or "", size, "SemiBold") <= 1072.1
        assert y + size * 0.2 <= (460 if priced else 560)


def test_a_short_headline_is_larger_than_a_long_one():
    """The largest size that fits."""
    short, long = (headline_of(card_svg(made(text), jinja=JINJA))[0][0] for text in ("Up", "Bitcoin slips " * 9))
    assert short > long


def test_a_headline_that_does_not_fit_is_cut_with_an_ellipsis():
    """And the reader sees that it goes on."""
    lines = headline_of(card_svg(made("Bitcoin slips below a level " * 20), jinja=JINJA))
    assert lines[-1][2].endswith("…")
    assert not any(text.endswith("…") for _, _, text in lines[:-1])


def test_prices_are_a_line_with_holes():
    """The highest stands highest; a day without a price breaks it."""
    svg = card_svg(made(prices=(1.0, 3.0, None, 2.0, 1.0)), jinja=JINJA)
    line = next(p.get("d") for p in ET.fromstring(svg).iter(f"{SVG}path") if p.get("stroke") == "#1b4f8a")
    assert line == "M64.0 556.0L332.0 468.0M868.0 512.0L1136.0 556.0"


@pytest.mark.parametrize("prices", [(), (1.0,), (None, 1.0)])
def test_less_than_two_prices_are_no_line(prices):
    """There is nothing to show."""
    assert "#1b4f8a" not in card_svg(made(prices=prices), jinja=JINJA)


def test_markup_in_a_headline_is_text():
    """What a note or a source delivers never becomes part of the picture's code."""
    hostile = '</text><script>alert(1)</script>\x00"&'
    svg = card_svg(Card(publication=hostile, edition=hostile, day=hostile, headline=hostile), jinja=JINJA)
    assert {each.tag.removeprefix(SVG) for each in ET.fromstring(svg).iter()} == {"svg", "rect", "text", "path"}
    assert not re.search(r"href|url\(", svg)


def test_a_card_is_drawn_once(tmp_path):
    """The second time it is read; another text is another card."""
    drawn = []

    def make():
        drawn.append(1)
        return b"picture"

    folder = tmp_path / "cards"
    assert [cached(folder, "<svg>a", make) for _ in range(3)] == [b"picture"] * 3
    assert len(drawn) == 1
    cached(folder, "<svg>b", make)
    assert len(drawn) == 2
    assert sorted(path.suffix for path in folder.iterdir()) == [".png", ".png"]


def test_a_card_from_the_cache_is_the_same(tmp_path):
    """Byte for byte."""
    fresh = card(made(), jinja=JINJA)
    assert card(made(), jinja=JINJA, cache=tmp_path) == fresh
    assert card(made(), jinja=JINJA, cache=tmp_path) == fresh


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path):
    """Where the cache should be lies a file: the card is made nevertheless."""
    (tmp_path / "cards").write_text("in the way")
    assert cached(tmp_path / "cards", "<svg>", lambda: b"picture") == b"picture"
