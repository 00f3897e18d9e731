"""Pages of the past: no hole between them, and another run asks for the same ones."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.collectors.pages import millis, seconds, windows

INSTANTS = st.datetimes(datetime(2018, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - zone beside it
LENGTHS = st.integers(1, 24 * 400).map(lambda hours: timedelta(hours=hours))
SPANS = st.integers(1, 400 * 1440).map(lambda minutes: timedelta(minutes=minutes))


def test_windows_begin_at_whole_multiples_of_their_length():
    """12 January 2025 is the 20,100th day since 1970: windows of ten days begin there, whenever one begins to ask."""
    spans = list(windows(datetime(2025, 1, 14, 9, tzinfo=UTC), datetime(2025, 1, 31, 18, tzinfo=UTC), timedelta(10)))
    assert [(start.day, end.day, end.hour) for start, end in spans] == [(12, 22, 0), (22, 31, 18)]


@given(INSTANTS, SPANS, LENGTHS)
def test_windows_cover_the_span_without_a_hole(since, span, length):
    """Each ends where the next begins, the first at or before the start, the last at the end; none is too long."""
    spans = list(windows(since, since + span, length))
    assert spans[0][0] <= since
    assert since - spans[0][0] < length
    assert spans[-1][1] == since + span
    assert all(end == start for (_, end), (start, _) in pairwise(spans))
    assert all(timedelta(0) < end - start <= length for start, end in spans)


@given(INSTANTS, SPANS, SPANS, LENGTHS)
def test_another_run_asks_for_the_same_windows(since, span, later, length):
    """All but the one that was not over are there again, in the same order."""
    first = list(windows(since, since + span, length))
    second = list(windows(since, since + span + later, length))
    assert second[: len(first) - 1] == first[:-1]


def test_nothing_is_asked_of_a_span_that_is_none():
    """A past that begins now, where a window begins too, has no page."""
    at = datetime(2026, 2, 10, tzinfo=UTC)
    assert list(windows(at, at, timedelta(days=1))) == []


@pytest.mark.parametrize(("write", "unit"), [(millis, 1000), (seconds, 1)])
def test_times_are_written_whole(write, unit):
    """10 February 2026, 10:00 UTC is 1,770,717,600 seconds after 1970; what is below the unit is cut off."""
    at = datetime(2026, 2, 10, 10, tzinfo=UTC)
    assert write(at) == write(at + timedelta(microseconds=999)) == str(1_770_717_600 * unit)
