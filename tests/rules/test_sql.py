"""The rulebook's README told once more, in SQL: the same bands, moving cuts and conditions."""

import os
from math import inf, nan

import numpy as np
import pandas as pd
import pytest

from generator.rules.bands import UNKNOWN, levels, states
from generator.rules.book import Cut, Moving
from generator.rules.condition import Against, All, Became, Case, Condition, Is, Not, Some
from generator.rules.truth import Labels, leaf_truth, search
from tests.rules.test_paths import DAYS, MANY, a_scale, a_walk, as_floats, judged_one_by_one

if not os.environ.get("CI"):
    pytest.importorskip("duckdb", reason="DuckDB is for development: pip install -e '.[dev]'")
import duckdb

#: "Who owns a cut", "Hysteresis" and `after`, sentence by sentence, in decimals. A recursion walks the days, since a
#: state follows from the one of the day before; everything else is asked of each day alone.
BANDS = """
WITH RECURSIVE
numbers AS (
    SELECT series, day, CASE WHEN isfinite(x) THEN x::DECIMAL(38, 12) END AS x FROM readings
),
-- `from` and `to` include their number, `above` and `below` exclude it.
lies AS (
    SELECT n.series, n.day, n.x, b.place AS raw
    FROM numbers n LEFT JOIN bands b ON n.series = b.series
        AND (b.low IS NULL OR n.x > b.low OR (n.x = b.low AND b.owns_low))
        AND (b.high IS NULL OR n.x < b.high OR (n.x = b.high AND b.owns_high))
),
-- A state is entered only when so many readings in a row lie in it, or further out.
entered AS (
    SELECT one.series, one.day, CASE
        WHEN count(row.raw) < any_value(s.after) THEN any_value(s.middle)
        WHEN min(row.raw) > any_value(s.middle) THEN min(row.raw)
        WHEN max(row.raw) < any_value(s.middle) THEN max(row.raw)
        ELSE any_value(s.middle) END AS place
    FROM lies one JOIN scales s USING (series)
    JOIN lies row ON row.series = one.series AND row.day BETWEEN one.day - s.after + 1 AND one.day
    GROUP BY one.series, one.day
),
-- It is left towards neutral past the cut by the hysteresis; the shifted cut has the owner of the cut.
stays AS (
    SELECT n.series, n.day,
        coalesce(max(b.place) FILTER (b.place > s.middle AND
            (n.x > b.low - s.hysteresis OR (n.x = b.low - s.hysteresis AND b.owns_low))),
            any_value(s.middle)) AS up,
        coalesce(min(b.place) FILTER (b.place < s.middle AND
            (n.x < b.high + s.hysteresis OR (n.x = b.high + s.hysteresis AND b.owns_high))),
            any_value(s.middle)) AS down
    FROM numbers n JOIN scales s USING (series) JOIN bands b USING (series)
    GROUP BY n.series, n.day
),
days AS (
    SELECT l.series, l.day, l.raw, e.place AS entered, t.up, t.down, s.middle
    FROM lies l JOIN entered e USING (series, day) JOIN stays t USING (series, day) JOIN scales s USING (series)
),
-- After a missing day nothing is held.
walk AS (
    SELECT series, day, CASE WHEN raw IS NOT NULL THEN entered END AS place FROM days WHERE day = 0
    UNION ALL
    SELECT d.series, d.day, CASE
        WHEN d.raw IS NULL THEN NULL
        WHEN w.place > d.middle AND d.entered >= d.middle THEN greatest(d.entered, least(w.place, d.up))
        WHEN w.place < d.middle AND d.entered <= d.middle THEN least(d.entered, greatest(w.place, d.down))
        ELSE d.entered END
    FROM walk w JOIN days d ON d.series = w.series AND d.day = w.day + 1
)
SELECT coalesce(place, -1) FROM walk ORDER BY series, day
"""


@pytest.fixture
def sql():
    with duckdb.connect() as connection:
        yield connection


def written(scales):
    """The bands of scales as the files write them: each with its ends, and which of them it owns."""
    rows = []
    for series, scale in enumerate(scales):
        ends = [(None, False), *((repr(cut.value), cut.lower_owns) for cut in scale.cuts), (None, False)]
        for place in range(len(scale.bands)):
            (low, lower_owns), (high, owns_high) = ends[place], ends[place + 1]
            rows.append((series, place, low, not lower_owns, high, owns_high))
    return pd.DataFrame(rows, columns=["series", "place", "low", "owns_low", "high", "owns_high"])


def judged_by_sql(sql, scales, histories):
    heads = pd.DataFrame(
        [(n, scale.middle, repr(scale.hysteresis), scale.after) for n, scale in enumerate(scales)],
        columns=["series", "middle", "hysteresis", "after"],
    )
    days = pd.DataFrame(
        {
            "series": np.repeat(np.arange(len(scales)), DAYS),
            "day": np.tile(np.arange(DAYS), len(scales)),
            "x": np.concatenate(histories),
        }
    )
    decimal = "DECIMAL(38, 12)"
    sql.register("readings", days)
    sql.register("edges", written(scales))
    sql.register("heads", heads)
    sql.execute(f"CREATE TABLE bands AS SELECT * REPLACE (low::{decimal} AS low, high::{decimal} AS high) FROM edges")
    sql.execute(f"CREATE TABLE scales AS SELECT * REPLACE (hysteresis::{decimal} AS hysteresis) FROM heads")
    return np.array(sql.execute(BANDS).fetchall()).reshape(len(scales), DAYS)


def test_bands_in_sql_in_a_history_and_in_a_row_are_the_same(sql):
    """A hundred thousand readings by random scales: owners, hysteresis, states that need several days, gaps."""
    rng = np.random.default_rng(10)
    scales = [a_scale(rng) for _ in range(MANY // DAYS)]
    histories = []
    for scale in scales:
        readings = np.array(as_floats(rng, a_walk(rng, scale)))
        readings[rng.random(DAYS) < 0.05] = rng.choice([nan, inf, -inf])
        histories.append(readings)
    told = judged_by_sql(sql, scales, histories)
    for scale, readings, by_sql in zip(scales, histories, told, strict=True):
        by_history = states(scale, readings).tolist()
        assert by_history == by_sql.tolist()
        assert by_history == [seen.place for seen in judged_one_by_one(scale, readings.tolist())]
    assert {UNKNOWN, *range(8)} <= set(np.unique(told).tolist())


@pytest.mark.parametrize(("window", "needs"), [(30, 30), (120, 90), (365, 90)])
@pytest.mark.parametrize(("kind", "amount"), [("percentile", 5), ("percentile", 90), ("sigma", -2), ("sigma", 1.5)])
def test_moving_cuts_in_sql_are_the_same(sql, kind, amount, window, needs):
    """A percentile, or a multiple of the deviation, of the readings of so many days before today's."""
    rng = np.random.default_rng(window)
    readings = np.where(rng.random(800) < 0.04, nan, np.cumsum(rng.integers(-25, 26, size=800)) / 1000)
    sql.register("days", pd.DataFrame({"day": np.arange(800), "x": readings}))
    level = f"quantile_cont(known, {amount / 100})" if kind == "percentile" else f"{amount} * stddev_samp(known)"
    told = sql.execute(f"""
        SELECT CASE WHEN count(known) OVER before >= {needs} THEN {level} OVER before END
        FROM (SELECT day, CASE WHEN isfinite(x) THEN x END AS known FROM days)
        WINDOW before AS (ORDER BY day ROWS BETWEEN {window} PRECEDING AND 1 PRECEDING)
        ORDER BY day""").fetchall()
    by_sql = np.array(told, dtype=np.float64).ravel()
    by_history = levels(Cut(nan, True, 1, "high", Moving(kind, amount, window)), readings)
    assert np.count_nonzero(~np.isnan(by_history)) > 200
    np.testing.assert_allclose(by_history, by_sql, rtol=0, atol=2e-12)


#: What conditions rest on here: rules with their states, and metrics.
RULES = {"skew": ("neutral", "fear", "panic"), "basis": ("weak", "neutral"), "funding": ("low", "usual", "high")}
METRICS = ("near", "far")
HISTORY = 2_000


def a_leaf(rng):
    if rng.random() < 0.2:
        one, other = rng.permutation(METRICS).tolist()
        return Against((one, ""), (other, ""), int(rng.choice([-1, 1])), int(rng.integers(0, 30)) / 1000)
    rule = str(rng.choice(list(RULES)))
    states = tuple(rng.choice(RULES[rule], size=int(rng.integers(1, len(RULES[rule]))), replace=False).tolist())
    days = int(rng.integers(1, 4))
    return Is(rule, states, days) if rng.random() < 0.5 else Became(rule, states, days)


def a_tree(rng, depth=3):
    if depth == 0 or rng.random() < 0.3:
        return a_leaf(rng)
    if rng.random() < 0.25:
        return Not(a_tree(rng, depth - 1))
    parts = tuple(a_tree(rng, depth - 1) for _ in range(int(rng.integers(1, 4))))
    return All(parts) if rng.random() < 0.5 else Some(parts)


def in_sql(tree):
    """A tree as SQL: its NULL is what is unknown, its AND, OR and NOT are Kleene's."""
    match tree:
        case All(parts):
            return "(" + " AND ".join(map(in_sql, parts)) + ")"
        case Some(parts):
            return "(" + " OR ".join(map(in_sql, parts)) + ")"
        case Not(part):
            return f"(NOT {in_sql(part)})"
        case Against(one, other, sign, by):
            apart = f"({one[0]} - {other[0]})" if sign > 0 else f"({other[0]} - {one[0]})"
            return f"({apart} > {by!r}::DECIMAL(38, 12))"
        case Is(rule, states, held):
            return "(" + " AND ".join(ago(rule, states, back) for back in range(held)) + ")"
        case Became(rule, states, within):
            came = (f"({ago(rule, states, back)} AND NOT {ago(rule, states, back + 1)})" for back in range(within))
            return "(" + " OR ".join(came) + ")"


def ago(rule, states, days):
    """Whether the state was one of these so many days ago; NULL where there was none, or no record yet."""
    listed = ", ".join(f"'{state}'" for state in states)
    return f"(lag({rule}, {days}) OVER (ORDER BY day) IN ({listed}))"


def searched(condition):
    """The first case that is true; one that is unknown stops the search."""
    cases = " ".join(
        f"WHEN {in_sql(case.when)} THEN '{case.state}' WHEN {in_sql(case.when)} IS NULL THEN NULL"
        for case in condition.cases
    )
    return f"CASE {cases} ELSE '{condition.otherwise}' END"


def a_condition(rng):
    cases = tuple(Case(f"case {number}", a_tree(rng)) for number in range(int(rng.integers(1, 4))))
    return Condition(
        id="test", assets=(), cases=cases, otherwise="none", why="", source="", published=None, author="", say="",
        never="", path=None,
    )  # fmt: skip


def test_conditions_in_sql_are_the_same(sql):
    """A hundred thousand days of random trees over states and readings, some of them missing."""
    rng = np.random.default_rng(11)
    at = {}
    for rule, names in RULES.items():
        steps = rng.choice([0, 0, 0, 1, -1], size=HISTORY)
        walk = np.clip(np.abs(np.cumsum(steps)) % (2 * len(names)), 0, len(names) - 1)
        at[rule] = np.where(rng.random(HISTORY) < 0.06, UNKNOWN, walk)
    metrics = {name: np.where(rng.random(HISTORY) < 0.06, nan, rng.integers(0, 60, HISTORY) / 1000) for name in METRICS}
    words = {rule: [(*RULES[rule], None)[place] for place in at[rule]] for rule in RULES}  # UNKNOWN takes the last
    sql.register("days", pd.DataFrame({"day": np.arange(HISTORY), **words, **metrics}))
    known = ", ".join(f"CASE WHEN isfinite({name}) THEN {name}::DECIMAL(38, 12) END AS {name}" for name in METRICS)
    sql.execute(f"CREATE TABLE record AS SELECT * REPLACE ({known}) FROM days")

    def told(leaf):
        return leaf_truth(leaf, lambda rule, _: Labels(RULES[rule], at[rule]), lambda metric, _: metrics[metric])

    seen = set()
    for _ in range(MANY // HISTORY):
        condition = a_condition(rng)
        words = [*condition.states, None]
        ours = [words[place] for place in search(condition, told)]
        rows = sql.execute(f"SELECT {searched(condition)} FROM record ORDER BY day").fetchall()
        assert ours == [word for (word,) in rows], condition
        seen.update(ours)
    assert seen == {"case 0", "case 1", "case 2", "none", None}
