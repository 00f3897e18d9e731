"""The rules on the real series, day by day: what an editor would have said."""

import csv
import gzip
from datetime import UTC, date, datetime, timedelta
from itertools import groupby

import pytest

from generator.resources import SHIPPED
from generator.rules.judge import judge

HISTORY = SHIPPED.parent / "shared" / "history"
pytestmark = pytest.mark.skipif(not HISTORY.is_dir(), reason="the real series are not beside the repository")

BASIS = "BTC/futures.basis/90d@binance"


def table(name):
    """Return a file's rows."""
    opened = gzip.open if name.endswith(".gz") else open
    with opened(HISTORY / name, "rt", newline="") as lines:
        return list(csv.DictReader(lines))


def number(text, scale=1.0):
    """Return a number, None where the field is empty."""
    return float(text) / scale if text else None


@pytest.fixture(scope="module")
def series():
    """The daily series, id → day → reading, of what the stance votes on."""
    found = {}
    closes = {row["date"]: float(row["close_usdt"]) for row in table("btc_spot_binance_daily.csv")}
    days = sorted(closes)
    for tenor, back in (("1d", 1), ("7d", 7)):
        found[f"BTC/spot.return/{tenor}"] = {
            day: closes[day] / closes[before] - 1 for before, day in zip(days, days[back:], strict=False)
        }
    peak, drawdown = 0.0, {}
    for row in table("btc_spot_binance_daily.csv"):
        peak = max(peak, float(row["high_usdt"]))
        drawdown[row["date"]] = float(row["close_usdt"]) / peak - 1
    found["BTC/spot.drawdown"] = drawdown
    basis = table("btc_basis_3m_annualized_daily.csv")
    found[BASIS] = {row["date"]: number(row["basis_3m_interp_annualized_pct"], 100) for row in basis}
    funding = table("funding_btc_binance_bybit_8h.csv.gz")
    found["BTC/perp.funding_rate/1d@binance"] = {
        day: 365 * sum(float(row["binance_funding_rate_per_8h_frac"]) for row in rows)
        for day, rows in groupby(funding, key=lambda row: row["timestamp"][:10])
    }
    chains = [row for row in table("options_deribit_summary_intraday.csv.gz") if row["symbol"] == "BTC"]
    for tenor in ("7d", "30d", "90d"):
        column = f"skew25d_over_atm_{tenor}_pct"
        found[f"BTC/options.skew_25d/{tenor}@deribit"] = {
            row["timestamp"][:10]: number(row[column], 100) for row in chains
        }
    moods = table("fear_greed_daily.csv")
    first, second = list(moods[0])[:2]
    found["CRYPTO/sentiment.fear_greed@alternative.me"] = {row[first][:10]: number(row[second]) for row in moods}
    return found


@pytest.fixture(scope="module")
def on(series, shipped, catalogue, names, measured):
    """Return a function that judges a day at its end, knowing the 150 days before it."""

    def judge_day(day):
        end = datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC) + timedelta(days=1)
        grid = [(end - timedelta(days=ago)).date().isoformat() for ago in range(150, 0, -1)]
        histories = {name: [readings.get(one) for one in grid] for name, readings in series.items()}
        return judge(shipped, measured(histories, as_of=end), catalogue=catalogue, names=names, as_of=end)

    return judge_day


@pytest.mark.parametrize(("day", "days"), [("2026-02-06", 30), ("2026-02-10", 34)])
def test_the_basis_had_been_below_five_percent_for_so_many_days(on, day, days):
    """Since 8 January, every single day."""
    streak = on(day).facts[f"{BASIS}~streak:weak"]
    assert (streak.n, streak.since, streak.coverage.start_known) == (days, date(2026, 1, 8), True)


@pytest.mark.parametrize(
    ("day", "label", "horizon"),
    [
        ("2026-01-03", "neutral", "weeks"),
        ("2026-02-06", "extreme fear", "days to weeks"),
        ("2026-02-10", "extreme fear", "days to weeks"),
    ],
)
def test_the_stance_is_what_an_editor_would_say(on, day, label, horizon):
    """A quiet Saturday, the rebound after the fall, and the day on which puts grew dearer again."""
    stance = on(day).stances["BTC"]
    assert (stance.label, stance.horizon, stance.unknown) == (label, horizon, [])


@pytest.mark.parametrize(
    ("day", "unknown"),
    [
        ("2021-05-19", ["options"]),
        ("2022-06-13", ["options"]),
        ("2022-11-09", ["options"]),
        ("2025-10-10", ["options"]),
        ("2026-02-05", []),
    ],
)
def test_a_crash_is_fear_or_worse_on_its_day_or_the_next(on, day, unknown):
    """By the families whose data existed then; there are no option chains before 30 December 2025."""
    next_day = date.fromisoformat(day) + timedelta(days=1)
    stances = [on(each).stances["BTC"] for each in (day, next_day.isoformat())]
    assert {stance.label for stance in stances} & {"fear", "extreme fear"}
    assert all(stance.unknown == unknown for stance in stances)
    assert {stance.confidence for stance in stances} == {"medium" if unknown else "high"}


@pytest.mark.parametrize(
    ("day", "rule", "state"),
    [
        ("2026-02-05", "washout", "washout"),
        ("2026-02-06", "divergence", "wary"),
        ("2026-02-06", "bottom-fishing", "bargain hunting"),
        ("2026-02-06", "carry-unattractive", "unattractive"),
        ("2022-11-09", "washout", "none"),
        ("2021-02-20", "overheated-longs", "crowded"),
        ("2026-01-03", "divergence", "in line"),
    ],
)
def test_conditions_say_of_real_days_what_an_editor_would(on, day, rule, state):
    """A day on which all gave way, the rebound that derivatives did not believe, the height of a rally."""
    assert on(day).facts[f"BTC/condition.{rule}~band"].state == state


def test_the_stance_does_not_flicker(on):
    """At most five changes in six weeks of falling prices."""
    days = [date(2025, 12, 30) + timedelta(days=ago) for ago in range(43)]
    labels = [on(day.isoformat()).stances["BTC"].label for day in days]
    assert None not in labels
    assert len(list(groupby(labels))) <= 6
