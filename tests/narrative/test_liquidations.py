"""Liquidations by hand: whose count is told, what belongs together, and how the sentences read."""

import csv
import json
from datetime import UTC, datetime, timedelta

import pytest

from generator.model.fact import Fact, Facts, Kind
from generator.model.signal import Stance
from generator.narrative.liquidations import liquidations
from generator.narrative.view import View
from generator.render.phrases import load_phrases
from generator.resources import files, read_yaml

NOW = datetime(2026, 2, 10, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)
STANCE = Stance(label=None, horizon="", confidence="low", families={})
BYBIT = "USDT perpetuals; covered 86,388 of 86,400 seconds"


def fact(fact_id, value, *, kind=Kind.LEVEL, unit="USD", as_of=NOW - HOUR, **more):
    return Fact(id=fact_id, kind=kind, value=value, unit=unit, as_of=as_of, formula="", **more)


def sums(asset, venue, longs, shorts, *, hours_ago=1.0, publisher="", note="", share_of=None):
    """A day's total and its sides, in millions, with the shares that the metrics make of them."""
    at = NOW - timedelta(hours=hours_ago)
    whole = share_of or f"{asset}/liquidations.total/1d@{venue}"

    def delivered(metric, value, suffix="", **more):
        name = f"{asset}/{metric}/1d@{venue}{suffix}"
        return fact(name, value, as_of=at, publisher=publisher, note=note, computed=False, **more)

    made = [delivered("liquidations.total", (longs + shorts) * 1e6)]
    for metric, value in (("liquidations.long", longs), ("liquidations.short", shorts)):
        made.append(delivered(metric, value * 1e6))
        share = value / (longs + shorts)
        made.append(delivered(metric, share, "~share", unit="ratio", kind=Kind.SHARE, than=whole))
    return made


def parts(venue, total, inputs):
    """What the metrics make of a total and its parts, in millions."""
    whole = f"CRYPTO/liquidations.total/1d@{venue}"
    names = tuple(f"{asset}/liquidations.total/1d@{venue}" for asset in inputs)
    summed = sum(inputs.values())
    return [
        fact(f"{whole}~parts", summed * 1e6, inputs=names, than=whole),
        fact(f"{whole}~unallocated", (total - summed) * 1e6, than=whole),
    ]


def told(*facts, asset="BTC"):
    """The findings by their moves."""
    listed = [each for group in facts for each in group]
    return {each.move: each for each in liquidations(View(asset, NOW, Facts(listed), {}, STANCE))}


def venues(found):
    return {move: {fact.key.venue for fact in each.cast.values()} for move, each in found.items()}


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        (("bybit", "coinglass", "coinalyze"), "coinglass"),
        (("binance", "bybit", "coinalyze"), "coinalyze"),
        (("bybit", "all venues"), "all venues"),
        (("bybit", "as published by CoinDesk"), "as published by CoinDesk"),
        (("bybit", "okx"), "bybit"),
        (("somewhere else", "coinalyze"), "coinalyze"),
    ],
)
def test_who_counts_more_of_the_market_is_told(counts, expected):
    """All venues go before several and several before one, whatever the order of the facts."""
    found = told(*(sums("BTC", venue, 60, 40) for venue in counts))
    assert venues(found) == {"liquidations-own": {expected}}


def test_a_late_sum_of_all_venues_gives_way_and_one_of_another_day_is_not_told():
    """A sum to 13 hours ago is told where it is alone; one to a day ago says nothing of these 24 hours."""
    late, old = (sums("CRYPTO", "coinglass", 150, 140, hours_ago=hours) for hours in (13, 24))
    bybit = sums("CRYPTO", "bybit", 90, 30)
    assert venues(told(late, bybit))["liquidations-total"] == {"bybit"}
    assert venues(told(late))["liquidations-total"] == {"coinglass"}
    assert venues(told(sums("CRYPTO", "coinglass", 150, 140, hours_ago=11), bybit))["liquidations-total"] == {
        "coinglass"
    }
    assert told(old) == {}


@pytest.mark.parametrize(("longs", "side"), [(90, "long"), (30, "short"), (60, "long")])
def test_the_larger_side_is_told(longs, side):
    """25% longs are told as 75% shorts."""
    (each,) = told(sums("CRYPTO", "bybit", longs, 120 - longs)).values()
    assert each.cast["side"].key.metric == f"liquidations.{side}"
    assert each.cast["share"].value == max(longs, 120 - longs) / 120


def test_the_sides_are_those_of_the_total_that_is_told():
    """Bybit's longs are no part of Coinglass's total, nor are longs whose whole was another sum."""
    total = sums("CRYPTO", "coinglass", 150, 140)[:1]
    found = told(total, sums("CRYPTO", "bybit", 90, 30))
    assert set(found["liquidations-total"].cast) == {"total"}
    stray = told(sums("CRYPTO", "bybit", 90, 30, share_of="CRYPTO/liquidations.total/1d@coinglass"))
    assert set(stray["liquidations-total"].cast) == {"total"}


def test_parts_are_told_of_their_own_total():
    """Bitcoin's sum of Coinglass is no part of Bybit's day, and Bybit's own sums are."""
    bybit = [
        sums("CRYPTO", "bybit", 90, 30), sums("BTC", "bybit", 40, 12), sums("ETH", "bybit", 30, 8),
        sums("OTHER", "bybit", 20, 10), parts("bybit", 120, {"BTC": 52, "ETH": 38, "OTHER": 30}),
    ]  # fmt: skip
    found = told(*bybit)
    assert venues(found) == {"liquidations-total": {"bybit"}, "liquidations-parts": {"bybit"}}
    assert {part.key.asset for part in found["liquidations-parts"].cast.values()} == {"BTC", "ETH", "OTHER"}
    elsewhere = told(bybit[0], sums("BTC", "coinglass", 150, 50), sums("ETH", "coinglass", 60, 45), asset="SOL")
    assert set(elsewhere) == {"liquidations-total"}


@pytest.mark.parametrize(
    ("listed", "moves"),
    [
        pytest.param({"BTC": 52, "ETH": 38}, {"liquidations-parts", "liquidations-rest"}, id="thirty are nobody's"),
        pytest.param({"BTC": 52, "ETH": 67.5}, {"liquidations-parts"}, id="half a million is rounding"),
        pytest.param({"BTC": 82, "ETH": 68}, set(), id="the parts are more than their total"),
        pytest.param({"BTC": 52, "ETH": 38, "SOL": 30}, set(), id="a part that has no words"),
        pytest.param({"BTC": 52}, set(), id="one part is not the parts"),
    ],
)
def test_parts_that_add_up_or_whose_rest_is_named(listed, moves):
    """What they leave over is said; parts that cannot be parts are not told."""
    each = [sums(asset, "bybit", value, 0) for asset, value in listed.items()]
    found = told(sums("CRYPTO", "bybit", 90, 30), *each, parts("bybit", 120, listed))
    assert set(found) == {"liquidations-total"} | moves


@pytest.mark.parametrize(
    ("whole", "own", "moves"),
    [
        pytest.param(None, "bybit", {"liquidations-own"}, id="nobody counted the market"),
        pytest.param("coinglass", "coinalyze", {"liquidations-total"}, id="the market is counted at more venues"),
        pytest.param("bybit", "bybit", {"liquidations-total"}, id="both at one"),
        pytest.param("bybit", "coinglass", {"liquidations-total", "liquidations-own"}, id="the coin at more venues"),
    ],
)
def test_the_coin_alone_is_told_where_the_market_is_not_or_at_fewer_venues(whole, own, moves):
    """A count of all venues is not hidden by one venue's sum of all coins."""
    market = [sums("CRYPTO", whole, 90, 30)] if whole else []
    assert set(told(*market, sums("BTC", own, 30, 10))) == moves


def test_a_day_is_not_called_the_record_of_five_unless_it_was_one():
    """The record beside five days' sum is its own venues', and only a single day's stands "alone"."""

    def five(window):
        total = fact("BTC/liquidations.total/5d@all venues", 1.8e9)
        then = datetime(2025, 10, 10, 12, tzinfo=UTC)
        return [total, fact(f"{total.id}~record", 4.65e9, kind=Kind.PAST, as_of=then, of=total.id, window=window)]

    one = sums("BTC", "bybit", 40, 12)
    one.append(fact(f"{one[0].id}~record", 2e8, kind=Kind.PAST, as_of=NOW - 60 * HOUR, of=one[0].id, window="1d"))
    assert told(five("1d"), one)["liquidations-days"].cast["record"].value == 4.65e9
    assert "record" not in told(five("5d"), one)["liquidations-days"].cast


# How it reads: observations, as files, to verified articles.

READINGS = {
    "bybit": ("2026-02-10T09:00:00Z", "bybit", BYBIT),
    "coinalyze": ("2026-02-10T08:59:59.999Z", "Coinalyze", "USDT perpetuals at Binance, Bybit and OKX"),
    "coinglass": ("2026-02-10T09:03:12Z", "Coinglass", ""),
    "okx": ("2026-02-10T09:00:00Z", "okx", "its sum, of a scope that nobody named"),
    "all venues": ("2026-02-10T09:00:00Z", "Gazette", ""),
    "as published by CoinDesk": ("2026-02-09T22:50:00Z", "CoinDesk", ""),
}


def told_as(sentences, *given):
    return given, sentences


#: The sentences, and what is known: asset, venue, millions of longs and of shorts.
SENTENCES = {
    "one venue's whole day": told_as(
        "On Bybit, positions in USDT perpetuals worth $120 million were liquidated in the 24 hours to 09:00 UTC, "
        "75% of them longs. Bitcoin accounted for $52 million of the sum, ether for $38 million and others for "
        "$30 million.",
        ("CRYPTO", "bybit", 90, 30), ("BTC", "bybit", 40, 12), ("ETH", "bybit", 30, 8), ("OTHER", "bybit", 20, 10),
    ),
    "one venue's day of a coin": told_as(
        "On Bybit, positions in bitcoin's USDT perpetuals worth $52 million were liquidated in the 24 hours to "
        "09:00 UTC, 77% of them shorts.",
        ("BTC", "bybit", 12, 40),
    ),
    "a venue whose scope is not known": told_as(
        "On OKX, bitcoin positions worth $52 million were liquidated in the 24 hours to 09:00 UTC, 77% of them shorts.",
        ("BTC", "okx", 12, 40),
    ),
    "several venues": told_as(
        "According to Coinalyze, positions in bitcoin's main USDT perpetuals worth $180 million were liquidated in the "
        "24 hours to 09:00 UTC, 72% of them longs.",
        ("BTC", "coinalyze", 130, 50), ("ETH", "coinalyze", 60, 41), ("BTC", "bybit", 12, 40),
    ),
    "all venues": told_as(
        "Coinglass counted $200 million of bitcoin liquidations in the 24 hours to 09:03 UTC, with longs accounting "
        "for 75%.",
        ("BTC", "coinglass", 150, 50), ("ETH", "coinglass", 60, 45), ("BTC", "bybit", 12, 40),
    ),
    "a market at one venue and a coin at all": told_as(
        "On Bybit, positions in USDT perpetuals worth $120 million were liquidated in the 24 hours to 09:00 UTC, "
        "75% of them longs. Coinglass counted $200 million of bitcoin liquidations in the 24 hours to 09:03 UTC, with "
        "longs accounting for 75%.",
        ("CRYPTO", "bybit", 90, 30), ("BTC", "coinglass", 150, 50),
    ),
    "a publication of its own": told_as(
        "CoinDesk reported $290 million of liquidations in 24 hours, with longs accounting for 52%.",
        ("CRYPTO", "as published by CoinDesk", 150, 140),
    ),
    "a publication that counts all venues": told_as(
        "Gazette reported $290 million of liquidations in 24 hours, with shorts accounting for 52%.",
        ("CRYPTO", "all venues", 140, 150),
    ),
}  # fmt: skip


def one_way_to_say_it():
    """Return the shipped phrases of liquidations as a desk's own file, less all but one of each class."""
    phrases, lines = load_phrases(), []
    for path in files("templates/phrases", ".yaml", None):
        for move in read_yaml(path) if path.stem == "liquidations" else ():
            said = [{"say": first.say, "when": [*first.when, *(f"-{word}" for word in first.unless)],
                     "fallback": first.fallback} for first, *_ in phrases.classes(move)]  # fmt: skip
            lines.append(f"{move}: {json.dumps(said)}")
    return "\n".join(lines)


@pytest.fixture
def written(desk, wirecopy, tmp_path):
    """Write the articles of a desk that knows a price and these sums, in millions: edition → path."""
    own = desk / "templates" / "phrases" / "liquidations.yaml"
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text(one_way_to_say_it())

    def write(given):
        path = tmp_path / "seen.csv"
        with path.open("w", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(["time", "asset", "metric", "tenor", "venue", "value", "unit", "source", "note"])
            rows.writerow(["2026-02-10T09:58:00Z", "BTC", "spot.price", "", "binance", 69_200, "USD", "binance", ""])
            for asset, venue, longs, shorts in given:
                at, source, note = READINGS[venue]
                sides = {"long": longs, "short": shorts, "total": longs + shorts}
                for part, value in sides.items():
                    metric = f"liquidations.{part}"
                    rows.writerow([at, asset, metric, "1d", venue, value * 1e6, "USD", source, note])
        assert wirecopy("import", path, "--desk", desk).code == 0
        assert wirecopy("write", "--as-of", "2026-02-10T10:00:00Z", "--desk", desk).code == 0
        return sorted((desk / "output" / "articles").glob("*.md"))

    return write


@pytest.mark.parametrize(("given", "sentences"), SENTENCES.values(), ids=SENTENCES)
def test_who_counted_what_and_until_when(written, given, sentences):
    """Every edition that tells liquidations names the venue or who counted, the scope and the window's end."""
    texts = {path.stem.rpartition("-")[2]: path.read_text() for path in written(given)}
    assert set(texts) == {"derivatives", "markets", "brief"}
    assert sentences in texts["derivatives"]
    assert sentences in texts["markets"]


@pytest.mark.parametrize(
    ("said", "instead"),
    [
        ("75% of them longs", "75% of them shorts"), ("On Bybit, positions", "On Binance, positions"),
        ("On Bybit, positions", "On all venues, positions"), ("$120 million", "$130 million"),
        ("$120 million", "$120 billion"), ("worth $120 million", "worth $52 million"), ("09:00 UTC", "10:00 UTC"),
        ("24 hours to 09", "seven days to 09"), ("75% of them", "57% of them"),
        ("positions in USDT", "bitcoin positions in USDT"), ("in USDT perpetuals", "in all perpetuals"),
        ("were liquidated", "were not liquidated"), ("Bitcoin accounted for $52", "Bitcoin accounted for $38"),
        ("$38 million and others for $30 million", "$30 million and others for $38 million"),
    ],
)  # fmt: skip
def test_a_false_word_in_them_is_refused(written, wirecopy, desk, said, instead):
    """Another side, venue, amount, hour or coin is not what was counted."""
    given, _ = SENTENCES["one venue's whole day"]
    path = next(path for path in written(given) if "markets" in path.stem)
    assert wirecopy("verify", path, "--desk", desk).code == 0
    text = path.read_text()
    assert said in text
    path.write_text(text.replace(said, instead, 1))
    assert wirecopy("verify", path, "--desk", desk).code == 3
