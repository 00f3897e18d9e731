"""Words are measured in the bundled typeface before they are set."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.typeface import ELLIPSIS, load_typeface

FACE = load_typeface()
FOLDER = Path(__file__).resolve().parents[3] / "templates" / "fonts"


def test_a_word_is_as_wide_as_its_letters():
    """ "A" is 0.676 and "B" 0.651 of the size, as the font's own table says."""
    assert FACE.width("AB", 100) == pytest.approx(67.6 + 65.1)
    assert FACE.width("AB", 100, "SemiBold") > FACE.width("AB", 100)


def test_a_letter_that_the_font_lacks_counts_as_wide():
    """Too much room is better than a word over the edge."""
    assert FACE.width("\U0001f600", 100) >= 100


@given(st.text(st.characters(codec="utf-8"), max_size=60), st.floats(1, 400))
def test_cutting_fits(text, room):
    """What is cut says so, and is no wider than its room unless not even the ellipsis fits."""
    kept = FACE.cut(text, 13, room)
    if kept != text:
        assert kept.endswith(ELLIPSIS)
        assert FACE.width(kept, 13) <= room or kept == ELLIPSIS


@given(st.text(st.sampled_from("ab WM1,$\n"), max_size=120), st.floats(30, 400))
def test_lines_fit_and_lose_no_word(text, room):
    """Every line fits, and the words come in their order; a word wider than a line is cut."""
    lines = FACE.lines(text, 13, room)
    assert all(FACE.width(line, 13) <= room for line in lines)
    if all(FACE.width(word, 13) <= room for word in text.split()):
        assert " ".join(lines).split() == text.split()


def test_both_weights_measure_the_same_letters_and_are_small():
    """Each file is under 150 kB, and its licence lies beside it."""
    widths = json.loads((FOLDER / "widths.json").read_text(encoding="utf-8"))
    assert widths["Regular"].keys() == widths["SemiBold"].keys()
    assert {"é", "₿", "€", "…", "\u2019", "\u2013"} <= widths["Regular"].keys()
    assert all(path.stat().st_size < 150_000 for path in FOLDER.glob("*.otf"))
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FOLDER / "OFL.txt").read_text(encoding="utf-8")
