"""What the record says of a day is told where it is news: guards, worked by hand."""

from datetime import UTC, date, datetime, timedelta

import pytest

from generator.model.coverage import Coverage
from generator.model.fact import Fact, Facts, Kind
from generator.model.signal import Signal, Stance
from generator.narrative.around import around
from generator.narrative.past import apart, past
from generator.narrative.view import View

PRICE = "BTC/spot.price@binance"
BASIS = "BTC/futures.basis/90d@binance"
CUT = "rule:basis~threshold:weak"
FRIDAY = datetime(2026, 2, 7, tzinfo=UTC)
SUNDAY = datetime(2026, 2, 9, tzinfo=UTC)


def fact(fact_id, value, unit="ratio", kind=Kind.LEVEL, **more):
    more.setdefault("as_of", FRIDAY - timedelta(milliseconds=1))
    return Fact(id=fact_id, kind=kind, value=value, unit=unit, formula="", **more)


def seen(*facts, now=FRIDAY):
    """Return a day on which the basis is weak."""
    signals = {BASIS: Signal(rule="basis", fact=BASIS, state="weak")}
    known = Facts([fact(PRICE, 70_000.0, "USD"), *facts])
    return View("BTC", now, known, signals, Stance(label=None, horizon="", confidence="low", families={}))


def moves(*facts, now=FRIDAY):
    """Return what is told of such a day, by move."""
    view = seen(*facts, now=now)
    return {each.move: each for each in (*past(view, "derivatives"), *around(view))}


def weak(cases, days):
    """Return a weak basis of so many days with so many earlier cases; on its first day, the last one is long ago."""
    count, run = f"{BASIS}~episodes", f"{BASIS}~streak:weak"
    first = [fact(f"{run}~last", 0.04, kind=Kind.PAST, as_of=FRIDAY - timedelta(days=200))] if days == 1 else []
    ends = {"after:30d": 0.041, "after:30d:low": -0.18, "after:30d:high": 0.33, "before:30d": -0.02}
    return [
        fact(BASIS, 0.03), fact(CUT, 0.05, kind=Kind.THRESHOLD, sign=-1, state="weak"),
        fact(f"{BASIS}~band", None, "none", Kind.BAND, state="weak", n=days),
        fact(run, float(days), "days", Kind.STREAK, n=days, sign=-1, state="weak", than=CUT), *first,
        fact(count, float(cases), "count", Kind.COUNT, n=cases, state="weak"),
        *(fact(f"{count}~{name}", value, kind=Kind.CHANGE, window="30d") for name, value in ends.items()),
    ]  # fmt: skip


@pytest.mark.parametrize(("cases", "told"), [(4, False), (5, True)])
def test_fewer_than_five_cases_are_not_told(cases, told):
    """A median of three is one case with company."""
    assert ("episodes-basis" in moves(*weak(cases, days=1))) is told


@pytest.mark.parametrize(("days", "now", "told"), [(1, FRIDAY, True), (2, FRIDAY, False), (30, SUNDAY, True)])
def test_episodes_are_told_on_their_first_day_and_on_sundays(days, now, told):
    """On its second day a state's history has been told, except where a week closes."""
    assert ("episodes-basis" in moves(*weak(9, days), now=now)) is told


def test_a_state_that_was_left_for_a_few_days_is_no_new_episode():
    """The earlier stretches each came after a month without one; so does what is set beside them."""
    facts = [each for each in weak(9, days=1) if not each.id.endswith("~last")]
    assert "episodes-basis" not in moves(*facts)


def test_episodes_are_told_by_one_edition():
    """Two articles of a day do not say the same long sentence."""
    view = seen(*weak(9, days=1))
    assert {"episodes-basis"} <= {each.move for each in past(view, "derivatives")}
    assert "episodes-basis" not in {each.move for each in past(view, "markets")}


def test_what_went_before_is_told_where_it_was_large():
    """A median of -2% before says nothing; one of -12% says where such readings stand."""
    facts = weak(9, days=1)
    assert "before" not in moves(*facts)["episodes-basis"].cast
    fallen = fact(f"{BASIS}~episodes~before:30d", -0.12, kind=Kind.CHANGE, window="30d")
    assert "before" in moves(fallen, *facts)["episodes-basis"].cast


@pytest.mark.parametrize(("times", "told"), [(2.4, False), (-2.5, True), (6.1, True)])
def test_a_move_is_unusual_from_two_and_a_half_usual_ones_on(times, told):
    """The sign does not matter."""
    day = fact("BTC/spot.return/1d", times / 50, kind=Kind.CHANGE)
    assert ("unusual-move" in moves(day, fact(f"{PRICE}~unusual:1d", times))) is told


@pytest.mark.parametrize(("n", "change", "told"), [(3, -0.02, False), (4, -0.02, True), (4, -0.001, False)])
def test_days_in_a_row_are_told_from_four_on_unless_the_last_stood_still(n, change, told):
    """A run that ends in next to nothing is called no fall."""
    run = fact(f"{PRICE}~streak", float(n), "days", Kind.STREAK, n=n, sign=-1)
    assert ("days-in-row" in moves(run, fact("BTC/spot.return/1d", change, kind=Kind.CHANGE))) is told


@pytest.mark.parametrize(("day", "told"), [(1, True), (2, True), (3, False)])
def test_a_month_is_news_on_its_last_day_and_the_next_two(day, told):
    """January is told until Feb. 2."""
    ended = datetime(2026, 1, 31, 23, 59, 59, 999000, tzinfo=UTC)
    month = fact("BTC/spot.calendar_return/month", -0.102, kind=Kind.CHANGE, as_of=ended, window="month")
    assert ("whole-period" in moves(month, now=datetime(2026, 2, day, 23, tzinfo=UTC))) is told


def test_a_first_names_the_last_time():
    """A run of one day with an earlier reading beyond the cut is a first; the second day is none."""
    first = moves(*weak(9, days=1))["first-basis"]
    assert first.cast["last"].as_of.date() == date(2025, 7, 22)
    assert "first-basis" not in moves(*weak(9, days=2))


def test_sessions_whose_start_is_not_known_are_at_least_so_many():
    """A run of outflows that begins before the record is told with its proviso."""
    flow = fact("BTC/flows.etf_net/1d@coinglass", -50e6, "USD")
    unknown = Coverage(first=date(2026, 1, 5), days=5, expected=5, start_known=False)
    run = fact(f"{flow.id}~streak", 5.0, "days", Kind.STREAK, n=5, sign=-1, coverage=unknown)
    assert "at-least" in moves(flow, run)["etf-flows"].traits
    assert "etf-flows" not in moves(flow), "50 million in one session is no news"


@pytest.mark.parametrize(
    ("share", "readings", "rank", "told"),
    [
        pytest.param(0.03, 365, None, True, id="among the lowest twentieth of its year"),
        pytest.param(0.97, 365, None, True, id="among the highest"),
        pytest.param(0.997, 365, None, False, id="all but one: 100% would not be true"),
        pytest.param(0.06, 365, None, False, id="not so far out"),
        pytest.param(0.03, 89, None, False, id="a rank among a handful says little"),
        pytest.param(0.003, 365, date(2024, 1, 2), False, id="an extreme of two years says more"),
    ],
)
def test_a_place_in_the_year_is_told_where_it_is_far_out(share, readings, rank, told):
    """The percentile of a reading needs 90 others, and gives way to a rank."""
    facts = [fact(BASIS, 0.03), fact(f"{BASIS}~percentile", share, kind=Kind.SHARE, total=readings)]
    if rank is not None:
        covered = Coverage(rank, 760, 760)
        facts.append(fact(f"{BASIS}~rank", 0.03, kind=Kind.RANK, rank="lowest", since=rank, coverage=covered))
    assert ("percentile-basis" in moves(*facts)) is told


def test_episodes_are_told_in_sentences_of_their_own():
    """How many there were, what had gone before, what followed: each with their number, none with all."""
    ends = [fact(f"{BASIS}~episodes~before:30d", -0.12, kind=Kind.CHANGE, window="30d")]
    told = moves(*ends, *[each for each in weak(9, 1) if not each.id.endswith("before:30d")])["episodes-basis"]
    (found,) = apart({"basis": (told,)}).values()
    assert [each.move for each in found] == ["episodes-basis", "beforehand", "outcomes"]
    assert all("count" in each.cast for each in found)
    assert found[2].cast.keys() == {"price", "count", "after", "low", "high"}
    assert apart({"lead": (found[1],)}) == {"lead": (found[1],)}
