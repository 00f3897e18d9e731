"""Every text and line of a chart stands out from what is behind it, in light and in dark."""

import pytest

from generator.render.charts.palette import LINES, PALETTE, TONES

PAPERS = ["paper", "shade", *(f"tint-{tone}" for tone in TONES)]
#: What texts are set in: labels and notes, values in the colour of their line.
TEXTS = ["ink", "muted", *(ink for ink, _ in LINES)]


def luminance(colour):
    """Relative luminance as the Web Content Accessibility Guidelines 2.2 define it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    """From 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_is_that_of_the_guidelines():
    """Black on white is 21, and the grey that just passes is #767676."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("text", TEXTS)
def test_text_is_readable(text, paper, mode):
    """4.5 for text, and the same for lines, since their values are printed in their colour."""
    assert contrast(getattr(PALETTE[text], mode), getattr(PALETTE[paper], mode)) >= 4.5


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("shape", [*TONES, "axis", "brand"])
def test_shapes_are_seen(shape, paper, mode):
    """3 for columns, cells and axes."""
    assert contrast(getattr(PALETTE[shape], mode), getattr(PALETTE[paper], mode)) >= 3


def seen_without_green(colour):
    """A colour as an eye without green cones has it (Viénot, Brettel and Mollon 1999), linear red-green and blue."""
    red, green, blue = ((int(colour[at : at + 2], 16) / 255) ** 2.2 for at in (1, 3, 5))
    return 0.29275 * red + 0.70725 * green, 0.29275 * red + 0.70725 * green, -0.02234 * red + 0.02234 * green + blue


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_fear_and_greed_are_told_apart_without_green(mode):
    """Orange and teal of the same strength differ in blue for who does not tell red from green."""
    for fear, greed in (("fear2", "greed2"), ("fear1", "greed1")):
        one, other = (seen_without_green(getattr(PALETTE[each], mode)) for each in (fear, greed))
        assert max(abs(a - b) for a, b in zip(one, other, strict=True)) > 0.07
