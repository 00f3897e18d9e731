"""Daily figures: alternative.me, DefiLlama and FRED each date, delay and leave out in their own way."""

import csv
import gzip
import json
from datetime import UTC, datetime, timedelta

import pytest

from generator.collectors.kept.alternative_me import parse_fear_greed
from generator.collectors.kept.fred import parse_fred
from generator.collectors.source import Scope
from generator.collectors.sources import alternative_me, defillama, fred
from generator.errors import PayloadError
from generator.model.observation import Provenance
from generator.resources import find
from tests.collectors.sources.replies import NAMES, RECORDED, capture, put, same, told

FNG = json.loads(capture("alternative_me/fng-2026-02.json"))
LLAMA = json.loads(capture("defillama/stablecoincharts-all-documented.json"))
DGS10 = json.loads(capture("fred/DGS10-2026-02.json"))
NOW = datetime(2026, 2, 10, 16, 20, tzinfo=UTC)


def sample(name, parse):
    body = gzip.decompress(find("data/sample", name).read_bytes())
    return list(parse(body, name=name, origin=Provenance("sample"), names=NAMES))


def index(body):
    return told(alternative_me.SOURCE, "index", body)


def test_seconds_written_as_text_are_the_start_of_a_day():
    """alternative.me's "1788825600" is 8 September 2026, 00:00 UTC, and the index is known from then."""
    newest, before = index(capture("alternative_me/fng-2026-09-08.json"))
    assert newest.observed_at == newest.available_at == datetime(2026, 9, 8, tzinfo=UTC)
    assert (newest.value, before.value, before.observed_at.day) == (69.0, 71.0, 7)


@pytest.mark.parametrize("timestamp", ["1788825600000", "1788825601", 1788825600, "2026-09-08", "0"])
def test_a_time_in_another_form_is_refused(timestamp):
    """Milliseconds, a second after midnight, a number, a date."""
    with pytest.raises(PayloadError, match=r"alternative\.me index: data\.0\.timestamp: "):
        index(put(FNG, ("data", 0, "timestamp"), timestamp))


@pytest.mark.parametrize("value", ["101", "-1", "9.5", "", 9, "٩"])
def test_an_index_is_a_whole_number_to_a_hundred(value):
    """Nothing is rounded, and nothing else is a digit."""
    with pytest.raises(PayloadError, match=r"data\.0\.value"):
        index(put(FNG, ("data", 0, "value"), value))


def test_one_day_has_one_value():
    """A row that is there twice is one reading; two values for a day are none."""
    twice = {**FNG, "data": [*FNG["data"], dict(FNG["data"][0])]}
    assert same(index(twice)) == same(index(FNG))
    with pytest.raises(PayloadError, match="a second value for one day"):
        index(put(twice, ("data", 10, "value"), "50"))


def test_alternative_mes_own_error_is_quoted():
    """It stands in metadata, with status 200."""
    with pytest.raises(PayloadError, match='in its words: "come back later"'):
        index({"data": [], "metadata": {"error": "come back later"}})


def test_the_live_index_is_the_samples_index():
    """Live and sample readings of the same days are one series, to the digit and the instant."""
    days = {each.observed_at: each for each in sample("alternative-me-fear-greed.csv.gz", parse_fear_greed)}
    live = index(FNG)
    assert len(live) == 10
    assert same(live) == same([days[each.observed_at] for each in live])


@pytest.mark.skipif(not RECORDED.is_dir(), reason="the recorded replies are not here")
def test_the_whole_history_is_the_samples():
    """Eight years in the wire's form, against the sample's file."""
    packed = (RECORDED / "alternative.me" / "fng-history-2018-2026.csv.gz").read_bytes()
    rows = csv.DictReader(gzip.decompress(packed).decode().splitlines())
    data = [{"value": f"{float(row['value']):.0f}", "timestamp": row["timestamp"]} for row in rows]
    kept = sample("alternative-me-fear-greed.csv.gz", parse_fear_greed)
    live = {each.observed_at: each for each in index({"data": data})}
    assert len(live) == 3121
    assert same(kept) == same([live[each.observed_at] for each in kept])


def test_the_supply_is_of_coins_pegged_to_the_dollar():
    """Euro coins are left out, and the note says what is in."""
    readings = told(defillama.SOURCE, "supply-since-2017", LLAMA)
    assert [(each.observed_at.date().isoformat(), each.value) for each in readings] == [
        ("2017-11-29", 677000000.5), ("2026-02-08", 305.9e9), ("2026-02-09", 306000000000.25), ("2026-02-10", 305.7e9),
    ]  # fmt: skip
    assert {each.origin.note for each in readings} == {"coins pegged to the US dollar"}


def test_the_running_days_supply_is_left_out():
    """It is rewritten until the day ends; a day counts as known from its end."""
    readings = told(defillama.SOURCE, "supply", LLAMA, at=NOW)
    assert [each.observed_at.day for each in readings] == [8, 9]
    assert readings[-1].available_at == datetime(2026, 2, 9, 23, 59, 59, 999000, tzinfo=UTC)


def test_a_day_that_was_not_counted_has_no_supply():
    """Nothing is not all stablecoins gone."""
    body = put(LLAMA, (2, "totalCirculatingUSD", "peggedUSD"), 0)
    assert [each.observed_at.day for each in told(defillama.SOURCE, "supply", body, at=NOW)] == [8]


def test_a_supply_that_ends_last_year_is_no_supply_of_today():
    """A list that ends before the days asked for is refused by name, and not read as nothing."""
    with pytest.raises(PayloadError, match="defillama supply: none of the last 40 days is in the list"):
        told(defillama.SOURCE, "supply", LLAMA, at=NOW + timedelta(days=365))


def test_seconds_are_no_milliseconds_at_defillama():
    """A thousand times the number is another age."""
    with pytest.raises(PayloadError, match=r"defillama supply: 1\.date: "):
        told(defillama.SOURCE, "supply", put(LLAMA, (1, "date"), LLAMA[1]["date"] + "000"))


@pytest.mark.parametrize(("by", "why"), [(-30 * 3600, "is no start of a day"), (2 * 86_400, "is yet to come")])
def test_days_of_another_clock_at_defillama(by, why):
    """A day begins at midnight, and the newest is the running one."""
    body = put(LLAMA, (len(LLAMA) - 1, "date"), str(int(LLAMA[-1]["date"]) + by))
    with pytest.raises(PayloadError, match=rf"defillama supply: {len(LLAMA) - 1}\.date: .*{why}"):
        told(defillama.SOURCE, "supply", body, at=NOW)


@pytest.mark.parametrize("series", ["DGS10", "VIXCLS", "DTWEXBGS"])
def test_live_closes_join_the_samples(series):
    """Asset, unit, instant and availability are those of the kept history."""
    live = told(fred.SOURCE, "observations", capture(f"fred/{series}-2026-02.json"), subject=series)
    kept = {(each.series, each.observed_at): each for each in sample("fred-macro.csv.gz", parse_fred)}
    joined = [each for each in live if (each.series, each.observed_at) in kept]
    assert [each.observed_at.day for each in joined] == [2, 3, 4, 5, 6, 9, 10]
    assert same(joined) == same([kept[each.series, each.observed_at] for each in joined])


def test_freds_point_is_a_closed_market():
    """Presidents' Day has a point for a yield: no reading, and no zero."""
    readings = told(fred.SOURCE, "observations", DGS10, subject="DGS10")
    assert len(readings) == len(DGS10["observations"]) - 1
    assert datetime(2026, 2, 16).date() not in {each.observed_at.date() for each in readings}  # noqa: DTZ001 - a day
    assert {each.unit for each in readings} == {"ratio"}
    assert readings[0].value == pytest.approx(0.0429)


@pytest.mark.parametrize("value", ["", None, "..", "n/a", 4.29, "NaN"])
def test_anything_else_than_a_point_is_a_number(value):
    """Only FRED's own mark says that there was no trade."""
    with pytest.raises(PayloadError, match=r"fred observations DGS10: observations\.2\.value"):
        told(fred.SOURCE, "observations", put(DGS10, ("observations", 2, "value"), value), subject="DGS10")


@pytest.mark.parametrize(("discount", "paid"), [("3.60", 0.036835), ("5.24", 0.053841), ("0.05", 0.000507)])
def test_a_bills_discount_becomes_the_yield_on_its_price(discount, paid):
    """Worked by hand: a bill of 100 dollars at 3.60% for 91 days costs 99.09, and pays 0.918% on that in 91 days."""
    body = put(DGS10, ("observations", 2, "value"), discount)
    readings = told(fred.SOURCE, "observations", body, subject="DTB3")
    wanted = (DGS10["observations"][2]["date"], "macro:US3M")
    found = {(each.observed_at.date().isoformat(), each.series.asset): each.value for each in readings}
    assert found[wanted] == pytest.approx(paid, abs=5e-7)
    price = 100 - float(discount) * 91 / 360
    assert found[wanted] == pytest.approx((100 / price - 1) * 365 / 91)


def test_freds_own_error_is_quoted():
    """As it comes without a key, also with another status."""
    body = {"error_code": 400, "error_message": "Bad Request.  The value for variable api_key is not registered."}
    with pytest.raises(PayloadError, match="The value for variable api_key is not registered"):
        told(fred.SOURCE, "observations", body, subject="DGS10")


def test_a_history_is_asked_for_a_window_of_its_own():
    """Start and end stand in the question, so that an answered one is never asked again."""
    since = NOW - timedelta(days=400)
    asks = list(fred.SOURCE.history(Scope(("BTC",), NAMES, NOW), since))
    assert {dict(ask.query)["observation_start"] for ask in asks} == {"2025-01-06"}
    assert {dict(ask.query)["observation_end"] for ask in asks} == {"2026-02-10"}
    assert {ask.subject for ask in asks} == {"SP500", "NASDAQ100", "VIXCLS", "DTWEXBGS", "DGS10", "DTB3"}
    (ask,) = alternative_me.SOURCE.history(Scope(("BTC",), NAMES, NOW), since)
    assert ask.query == (("limit", "402"),)
