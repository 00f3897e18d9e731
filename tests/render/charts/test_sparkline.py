"""A sparkline is a line as high as a word."""

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.render.charts import spark


def test_it_takes_the_colour_of_the_text_and_is_hidden_from_screen_readers():
    """The numbers stand beside it in the table, and the page's style must not be needed."""
    root = ET.fromstring(spark([1.0, 2.0, 1.5]))
    assert root.get("aria-hidden") == "true"
    assert root.find("path").get("stroke") == "currentColor"
    assert root.find("path").get("d") == "M3 21l45-18 45 9"
    assert root.get("style") is None


def test_a_hole_breaks_it():
    """A day without a reading is not bridged."""
    assert ET.fromstring(spark([1.0, 2.0, None, 1.0, 2.0])).find("path").get("d").count("M") == 2


@pytest.mark.parametrize("values", [[], [1.0], [None, 2.0, None]])
def test_less_than_two_readings_are_no_line(values):
    """There is nothing to see."""
    assert spark(values) == ""


@given(st.lists(st.none() | st.floats(-1e9, 1e9), max_size=50))
def test_any_values_parse(values):
    """Flat, broken, negative: it is markup or nothing."""
    drawn = spark(values)
    assert drawn == "" or ET.fromstring(drawn).tag == "svg"
