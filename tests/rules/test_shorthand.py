"""Series in short, as monitoring systems write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.rules.shorthand import states, values


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("6%", ["6%"]),
        ("5% _ 6.1%", ["5%", "_", "6.1%"]),
        ("6%x3", ["6%", "6%", "6%"]),
        ("_x2 4%", ["_", "_", "4%"]),
        ("5%+0.5%x4", ["5.0%", "5.5%", "6.0%", "6.5%", "7.0%"]),
        ("10-2.5x2", [10.0, 7.5, 5.0]),
        ("-6%-1%x1", ["-6%", "-7%"]),
        (["5%", "_", 6], ["5%", "_", 6]),
        (25, [25]),
        ("-3.5", [-3.5]),
    ],
)
def test_readings_in_short(written, read):
    """One word a reading, so many of one, or steps from one: as many more as are named."""
    assert values(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("neutral", ["neutral"]),
        ("neutral x3, extreme fear, unknown", ["neutral"] * 3 + ["extreme fear", "unknown"]),
        ("fear x2", ["fear", "fear"]),
        (["neutral", "fear"], ["neutral", "fear"]),
    ],
)
def test_states_in_short(written, read):
    """Commas part them, since a state may be of two words."""
    assert states(written) == read


@pytest.mark.parametrize("written", ["5%+1%", "5%+1..0%x3", "5+1"])
def test_a_step_that_is_none_is_refused(written):
    """Without its number of times, or with a number that is none."""
    with pytest.raises(ValueError, match=r"has a step and no number|is no reading"):
        values(written)


@given(st.lists(st.tuples(st.sampled_from(["fear", "extreme fear", "neutral"]), st.integers(1, 5)), min_size=1))
def test_runs_come_back_as_they_went_in(runs):
    """Writing runs in short and reading them gives each day."""
    written = ", ".join(f"{state} x{times}" for state, times in runs)
    assert states(written) == [state for state, times in runs for _ in range(times)]
