"""The faults that tests inject must be the faults that they are called."""

import json
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.loopback.payload_faults import FAULTS, is_number, is_time, leaves

CAPTURES = sorted((Path(__file__).resolve().parents[1] / "captures").rglob("*.json"))
BODY = {
    "rows": [
        {"price": "12.5", "size": 3, "at": 1770000000000, "note": None},
        {"price": "13.5", "size": -2, "at": 1770000060000, "note": "x"},
        {"price": "14.5", "size": 5, "at": 1770000120000, "note": "y"},
    ],
    "bars": [[1770000000000, "1.5", 2]],
    "day": "2026-02-10",
    "when": "2026-02-10T12:00:00Z",
    "seconds": "1770000000",
}
#: Of these a body may come back as it was: a shuffle may leave the order, and a body may have no such field.
MAY_KEEP = {"unsorted rows"}


def spoil(name, value=BODY, seed=1):
    """A body after a fault."""
    return json.loads(FAULTS[name](json.dumps(value).encode(), Random(seed)))


def numbers(value):
    """A body's numbers, times left out."""
    return [leaf.value for leaf in leaves(value) if is_number(leaf.value)]


def times(value):
    """A body's times."""
    return [leaf.value for leaf in leaves(value) if is_time(leaf.value)]


def test_numbers_and_times_are_told_apart():
    """By size in the four usual units, and by form."""
    assert numbers(BODY) == ["12.5", 3, "13.5", -2, "14.5", 5, "1.5", 2]
    assert times(BODY) == [
        1770000000000, 1770000060000, 1770000120000, 1770000000000, "2026-02-10", "2026-02-10T12:00:00Z", "1770000000",
    ]  # fmt: skip


@pytest.mark.parametrize("name", sorted(set(FAULTS) - MAY_KEEP))
@pytest.mark.parametrize("seed", range(5))
def test_each_fault_changes_the_body(name, seed):
    """A fault that spoils nothing would prove nothing."""
    assert repr(spoil(name, seed=seed)) != repr(json.loads(json.dumps(BODY)))


@pytest.mark.parametrize("name", FAULTS)
def test_the_same_chance_spoils_alike(name):
    """So that a run that failed can be run again."""
    assert repr(spoil(name, seed=7)) == repr(spoil(name, seed=7))


def test_times_move_in_their_own_form():
    """Milliseconds, days, ISO and seconds as text, by two days."""
    assert times(spoil("future time stamps")) == [
        1770172800000, 1770172860000, 1770172920000, 1770172800000, "2026-02-12", "2026-02-12T12:00:00Z", "1770172800",
    ]  # fmt: skip


def test_a_unit_is_wrong_in_all_rows_at_once():
    """As where a source changes from contracts to coins: one field, all rows, nothing else."""
    spoiled = spoil("a thousand times", {"rows": [{"size": 1, "other": "a"}, {"size": 2, "other": "b"}]})
    assert spoiled == {"rows": [{"size": 1000, "other": "a"}, {"size": 2000, "other": "b"}]}


def test_rows_are_doubled_emptied_and_turned():
    """It is the longest list that is spoiled."""
    assert len(spoil("duplicate rows")["rows"]) == 4
    assert spoil("empty list")["rows"] == []
    assert [row["price"] for row in spoil("rows in reverse")["rows"]] == ["14.5", "13.5", "12.5"]
    assert len(spoil("half a list")["rows"]) == 2


def test_a_field_may_be_missing_in_a_row_of_cells_too():
    """A bar that is a bare list loses a cell."""
    assert spoil("missing field", [[1, 2, 3]]) in ([[1, 2]], [[1, 3]], [[2, 3]])


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_no_json_stays_as_it_is(name):
    """A feed, a table of text, nothing at all."""
    for body in (b"", b"<rss/>", b"day,value\n2026-02-10,1.5\n"):
        assert FAULTS[name](body, Random(1)) == body


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15), 10**15) | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda below: st.lists(below, max_size=4) | st.dictionaries(st.text(max_size=3), below, max_size=4),
    max_leaves=15,
)


@given(VALUES, st.sampled_from(sorted(FAULTS)), st.integers(0, 10))
def test_any_body_can_be_spoiled(value, name, seed):
    """No form of JSON is beyond a fault."""
    json.loads(FAULTS[name](json.dumps(value).encode(), Random(seed)))


@pytest.mark.parametrize("capture", CAPTURES, ids=lambda path: path.name)
def test_real_replies_can_be_spoiled(capture):
    """Each real capture has a number to spoil."""
    body = capture.read_bytes()
    try:
        value = json.loads(body)
    except ValueError:
        pytest.skip("kept as a broken one")
    if numbers(value):
        assert FAULTS["text NaN"](body, Random(1)).count(b'"NaN"') == body.count(b'"NaN"') + 1
