"""A reading alone, a whole history: the same labels, and none for what is no number."""

from math import inf, isfinite, nan

import numpy as np
import pytest

from generator.rules.bands import UNKNOWN, beyond, levels, places, states
from generator.rules.book import Band, Cut, Moving, Scale
from generator.rules.row import NOTHING, RowPath, Seen
from tests.rules.test_hysteresis import FEAR, NEUTRAL, SKEW

#: As many readings are judged, in histories of so many.
MANY = 100_000
DAYS = 200
#: Cuts and readings are whole thousandths, so that "exactly on the cut" comes up.
GRID = 1000
NO_NUMBERS = (None, nan, inf, -inf, "0.07", "nan", "inf", "", "stale", True, False, 10**400, -(10**400), [], b"7", 1j)


def a_scale(rng):
    """Some bands with owners, a hysteresis up to half of the narrowest, and states that may need up to 3 readings."""
    count = int(rng.integers(1, 12))
    ends = np.sort(rng.choice(np.arange(-300, 301), size=count, replace=False)).tolist()
    owners = rng.integers(0, 2, size=count).tolist()
    if count > 1 and rng.random() < 0.1:  # `from: 5, to: 5`: a band of one number
        ends[1], owners[:2] = ends[0], [0, 1]
    middle = int(rng.integers(0, count + 1))
    widest = int(min(np.diff(ends), default=40)) // 2
    return Scale(
        bands=tuple(Band(f"band {place}", strength=int(place != middle)) for place in range(count + 1)),
        cuts=tuple(
            Cut(end / GRID, bool(owner), 1 if place >= middle else -1, f"band {place + (place >= middle)}")
            for place, (end, owner) in enumerate(zip(ends, owners, strict=True))
        ),
        middle=middle,
        hysteresis=int(rng.integers(0, widest + 1)) / GRID,
        after=int(rng.choice([1, 1, 2, 3])),
    )


def a_walk(rng, scale, days=DAYS):
    """A walk that often stands on a cut, or on the number at which a state is left: thousandths, whole."""
    lines = [round(cut.value * GRID) for cut in scale.cuts]
    lines += [line - cut.sign * round(scale.hysteresis * GRID) for line, cut in zip(lines, scale.cuts, strict=True)]
    steps = np.cumsum(rng.integers(-25, 26, size=days)) + rng.choice(lines)
    on_a_line = rng.choice(lines, size=days) + rng.integers(-1, 2, size=days)
    return np.where(rng.random(days) < 0.5, steps, on_a_line).tolist()


def as_floats(rng, walk):
    """The same as floats; many as differences of decimals, with the binary dust that these carry."""
    away = rng.integers(0, 900, size=len(walk)).tolist()
    return [(whole + by) / GRID - by / GRID for whole, by in zip(walk, away, strict=True)]


def judged_one_by_one(scale, readings, reasons=None):
    path, seen, found = RowPath(scale), NOTHING, []
    for reading, why in zip(readings, reasons or [""] * len(readings), strict=True):
        seen = path.judge(reading, seen, why)
        found.append(seen)
    return found


def test_what_is_no_number_is_never_in_a_band_and_both_paths_agree():
    """A hundred thousand random readings, a third of them missing, stale, not finite, texts or truths."""
    rng = np.random.default_rng(20260210)
    unknown = 0
    for _ in range(MANY // DAYS):
        scale = a_scale(rng)
        readings = as_floats(rng, a_walk(rng, scale))
        reasons = [""] * DAYS
        for day in np.flatnonzero(rng.random(DAYS) < 0.3).tolist():
            readings[day] = NO_NUMBERS[int(rng.integers(len(NO_NUMBERS)))]
        for day in np.flatnonzero(rng.random(DAYS) < 0.05).tolist():
            reasons[day] = "stale"
        numbers = [isinstance(reading, float) and isfinite(reading) for reading in readings]
        seen = judged_one_by_one(scale, readings, reasons)
        for place, why, number, reason in zip(
            [each.place for each in seen], [each.why for each in seen], numbers, reasons, strict=True
        ):
            assert (place == UNKNOWN) == (not number or reason != "")
            assert (why == "") == (place != UNKNOWN)
        # A history holds floats, infinity among them; all else is a gap there.
        row = [r if isinstance(r, float) and not why else nan for r, why in zip(readings, reasons, strict=True)]
        assert [each.place for each in seen] == states(scale, np.array(row)).tolist()
        unknown += sum(each.place == UNKNOWN for each in seen)
    assert 0.2 * MANY < unknown < 0.5 * MANY


@pytest.mark.parametrize("kind", ["percentile", "sigma"])
@pytest.mark.parametrize("after", [1, 2])
def test_both_paths_agree_where_cuts_move(kind, after):
    """Each day's cuts follow from the days before it, whoever asks."""
    rng = np.random.default_rng(7)
    low, high = (5, 95) if kind == "percentile" else (-1.5, 1.5)
    cuts = (
        Cut(nan, False, -1, "low", Moving(kind, low, 30)),
        Cut(nan, True, 1, "high", Moving(kind, high, 120)),
        Cut(0.35, True, 1, "record"),
    )
    bands = (Band("low", 1, 1), Band("usual"), Band("high", -1, 1), Band("record", -1, 2))
    for hysteresis in (0, 0.02, 0.4):
        scale = Scale(bands, cuts, 1, hysteresis, after)
        walk = (np.cumsum(rng.integers(-25, 26, size=400)) / GRID).tolist()
        readings = [nan if gap else reading for reading, gap in zip(walk, rng.random(400) < 0.05, strict=True)]
        seen = [each.place for each in judged_one_by_one(scale, readings)]
        assert seen == states(scale, np.array(readings)).tolist()
        assert len(set(seen)) > 2


@pytest.mark.parametrize(
    ("reading", "why", "reason"),
    [
        pytest.param(None, "", "missing", id="no reading"),
        pytest.param(0.07, "stale", "stale", id="a number that is too old"),
        pytest.param(None, "stale", "stale", id="the reason given goes before the one found"),
        *(pytest.param(each, "", "not a number", id=repr(each)[:9]) for each in NO_NUMBERS[1:]),
    ],
)
def test_a_reading_alone_says_why_it_is_unknown(reading, why, reason):
    """An unknown state always has its reason."""
    assert RowPath(SKEW).judge(reading, why=why) == Seen(UNKNOWN, reason)


def test_a_cut_without_enough_of_a_past_says_so():
    """The ninety-first reading is the first that a cut of ninety days can judge."""
    scale = Scale(
        (Band("usual"), Band("high", -1, 1)), (Cut(nan, True, 1, "high", Moving("percentile", 50, 90)),), 0, 0.0
    )
    seen = judged_one_by_one(scale, [float(day) for day in range(91)])
    assert {each.why for each in seen[:90]} == {"too few readings before it"}
    assert (seen[90].place, seen[90].why) == (1, "")


@pytest.mark.parametrize("infinite", [inf, -inf])
def test_infinity_is_in_no_band_and_beyond_no_cut(infinite):
    """A division by zero is no panic, and makes no threshold."""
    assert places(SKEW, np.array([infinite])).tolist() == [UNKNOWN]
    assert states(SKEW, np.array([0.07, infinite, 0.055])).tolist() == [FEAR, UNKNOWN, NEUTRAL]
    assert not any(beyond(cut, np.array([infinite])).any() for cut in SKEW.cuts)
    past = np.array([*range(20), infinite, 0.0])
    assert levels(Cut(nan, True, 1, "high", Moving("percentile", 90, 21)), past)[-1] != infinite


@pytest.mark.parametrize("amount", [36_899_235.0, 300_000_001.0, 36_899_235.07, 1e300])
@pytest.mark.parametrize("lower_owns", [True, False])
def test_an_amount_exactly_on_its_cut_is_the_owner_s(amount, lower_owns):
    """Dollars by the million have no twelve decimals to be rounded to; the cut is met all the same."""
    scale = Scale((Band("routine"), Band("elevated", -1, 1)), (Cut(amount, lower_owns, 1, "elevated"),), 0, 0.0)
    assert places(scale, np.array([amount])).tolist() == [0 if lower_owns else 1]
    assert RowPath(scale).judge(amount).place == (0 if lower_owns else 1)


def test_who_is_beyond_the_other_cut_has_left_however_wide_the_hysteresis():
    """Cuts that follow a calm past lie close together: a rise through both is high, not usual."""
    cuts = (
        Cut(nan, False, -1, "low", Moving("sigma", -2, 20)),
        Cut(nan, True, 1, "high", Moving("sigma", 2, 20)),
    )
    scale = Scale((Band("low", 1, 1), Band("usual"), Band("high", -1, 1)), cuts, 1, 0.05)
    history = np.array([0.001, -0.001] * 10 + [-0.02, 0.02])
    assert states(scale, history)[-2:].tolist() == [0, 2]
    assert [each.place for each in judged_one_by_one(scale, history.tolist())[-2:]] == [0, 2]


def test_a_day_whose_cut_nobody_knows_is_a_gap_for_all_cuts():
    """What was entered on a day without a state is not held after it, though that day had a number."""
    cuts = (Cut(0.06, True, 1, "fear"), Cut(nan, True, 1, "record", Moving("percentile", 99, 100)))
    scale = Scale((Band("neutral"), Band("fear", -1, 1), Band("record", -1, 2)), cuts, 0, 0.02)
    # Ninety readings in a hundred days; the gap at the end makes them one too few for one day.
    past = [0.05, *[nan] * 10, *[0.2] * 4, *[0.05] * 85]
    history = np.array([*past, nan, 0.07, 0.055])
    assert states(scale, history)[-3:].tolist() == [UNKNOWN, UNKNOWN, 0]
    assert [each.place for each in judged_one_by_one(scale, history.tolist())[-3:]] == [UNKNOWN, UNKNOWN, 0]


@pytest.mark.parametrize(
    ("readings", "thresholds", "away", "nearest"),
    [
        pytest.param([0.07], (-0.06, 0.06, 0.1, 0.2), (0.13, 0.01, -0.03, -0.13), 1, id="the cuts alone"),
        pytest.param([0.07, 0.055], (-0.06, 0.05, 0.1, 0.2), (0.115, 0.005, -0.045, -0.145), 1, id="fear holds"),
        pytest.param([0.21, 0.195], (-0.06, 0.05, 0.09, 0.19), (0.255, 0.145, 0.105, 0.005), 3, id="panic holds"),
        pytest.param([-0.07, -0.055], (-0.05, 0.06, 0.1, 0.2), (-0.005, -0.115, -0.155, -0.255), 0, id="greed holds"),
        pytest.param([0.07, None, 0.055], (-0.06, 0.06, 0.1, 0.2), (0.115, -0.005, -0.045, -0.145), 1, id="a gap"),
    ],
)
def test_a_trace_says_where_each_cut_lay_and_how_far_away(readings, thresholds, away, nearest):
    """Worked by hand: six, ten and twenty percent, with one point of hysteresis."""
    path, before = RowPath(SKEW), NOTHING
    for reading in readings[:-1]:
        before = path.judge(reading, before)
    trace = path.trace(readings[-1], before)
    assert (trace.thresholds, trace.nearest) == (thresholds, nearest)
    assert trace.away == pytest.approx(away)
    assert trace.reading == readings[-1]
    assert trace.state == path.label(trace.seen)
    assert trace.previous == path.label(before)


def test_a_trace_of_what_is_no_number_has_a_reason_and_no_distance():
    """The thresholds are told all the same."""
    path = RowPath(SKEW)
    trace = path.trace(0.25, path.judge(0.11), "stale")
    assert (trace.seen, trace.state, trace.previous) == (Seen(UNKNOWN, "stale"), None, "extreme")
    assert (trace.reading, trace.away, trace.nearest) == (None, (), UNKNOWN)
    assert trace.thresholds == (-0.06, 0.05, 0.09, 0.2)


def test_the_side_of_each_threshold_is_the_label():
    """Whoever has the trace can count the label: the bands below which the reading lies."""
    rng = np.random.default_rng(3)
    for _ in range(40):
        scale = a_scale(rng)
        path, seen = RowPath(scale), NOTHING
        for reading in as_floats(rng, a_walk(rng, scale, 50)):
            trace = path.trace(reading, seen)
            assert trace.seen == path.judge(reading, seen)
            if scale.after == 1:
                over = zip(trace.away, scale.cuts, strict=True)
                assert trace.seen.place == sum(away > 0 or (away == 0 and not cut.lower_owns) for away, cut in over)
            seen = trace.seen
