"""Series: what pages of metrics are made from, written once and read back as it was."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from generator.errors import InputError
from generator.model.chart import Chart, Trace, Zone
from generator.model.fact import Fact, Facts, Kind, Source
from generator.model.signal import Signal
from generator.publish.evidence import Ground
from generator.publish.series import put_series, read_series, series_files

AS_OF = datetime(2026, 2, 11, tzinfo=UTC)
DAY = date(2026, 2, 10)
BASIS = Fact(
    id="BTC/futures.basis/90d@binance",
    kind=Kind.LEVEL,
    value=0.0308,
    unit="ratio",
    as_of=AS_OF - timedelta(milliseconds=1),
    formula="premium, a year",
    sources=(Source("binance", "https://example.org", AS_OF, None, "ab" * 32),),
)
STANCE = Fact(
    id="BTC/stance~band", kind=Kind.BAND, value=None, unit="none", as_of=AS_OF, formula="median", state="fear",
    rule="stance",
)  # fmt: skip
ZONES = (Zone(label="weak", low=None, high=0.05, tone="fear1"), Zone(label="neutral", low=0.05, high=None, tone="calm"))
SIGNAL = Signal(
    rule="futures-basis-90d", fact=BASIS.id, state="weak", since=DAY - timedelta(days=30), previous="neutral"
)


def chart(fact, values, **more):
    return Chart(
        id="history",
        form=more.pop("form", "line"),
        title="Bitcoin: basis",
        note="Binance, UTC",
        metric=fact.key.metric,
        places=tuple(DAY - timedelta(days=ago) for ago in range(len(values) - 1, -1, -1)),
        traces=(Trace(label="basis", values=values, fact=fact.id),),
        **more,
    )


HISTORY = chart(BASIS, (0.036, None, 0.0308), zones=ZONES)
STRIP = chart(STANCE, ("neutral", None, "fear"), form="strip", tones={"neutral": "calm", "fear": "fear1"})


@pytest.fixture
def written(tmp_path):
    """Return a function that writes series into a folder, which it returns."""

    def write(told=((BASIS, HISTORY), (STANCE, STRIP)), as_of=AS_OF):
        ground = Ground.of(Facts(fact for fact, _ in told))
        texts = series_files(
            told, as_of=as_of, ground=ground, signals=[SIGNAL], printed=lambda fact: fact.state or "3.1%",
            past=lambda fact: [("Rank", "lowest since Feb. 1")] if fact is BASIS else [],
        )  # fmt: skip
        put_series(tmp_path, texts, as_of=as_of)
        return tmp_path

    return write


def test_what_is_read_is_what_was_written(written):
    """Charts to the last digit, holes as holes, the fact as evidence has it, the rule's state."""
    basis, stance = read_series(written())
    assert (basis.id, basis.asset, basis.metric, basis.tenor, basis.venue) == (
        "BTC/futures.basis/90d@binance", "BTC", "futures.basis", "90d", "binance",
    )  # fmt: skip
    assert (basis.printed, basis.state, basis.rule, basis.as_of) == ("3.1%", "weak", "futures-basis-90d", AS_OF)
    assert (basis.since, basis.previous) == (date(2026, 1, 11), "neutral")
    assert basis.chart == HISTORY
    assert (basis.past, stance.past) == ((("Rank", "lowest since Feb. 1"),), ())
    assert basis.fact["id"] == BASIS.id
    assert basis.fact["value"] == 0.0308
    assert basis.fact["sources"][0]["name"] == "binance"
    assert (stance.id, stance.state, stance.rule, stance.printed) == ("BTC/stance", "fear", "stance", "fear")
    assert (stance.since, stance.previous) == (None, "")
    assert stance.chart == STRIP


def test_there_is_a_file_for_each_asset(written, tmp_path):
    """Whatever an asset is called, its file has a name that every disk takes, inside the folder."""
    for name in ("macro:VIX", "..", "a?b|c", "CON:"):
        odd = replace(BASIS, id=f"{name}/macro.level@fred")
        written([(odd, chart(odd, (1.0, 2.0)))])
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "CON-.json",
        "a-b-c.json",
        "asset.json",
        "macro-VIX.json",
    ]
    assert {each.asset for each in read_series(tmp_path)} == {"macro:VIX", "..", "a?b|c", "CON:"}


def test_a_newer_file_stays(written):
    """An article of last week that is written anew does not set the pages back."""
    written()
    older = replace(BASIS, value=0.05)
    written([(older, chart(older, (0.04, 0.05)))], as_of=AS_OF - timedelta(days=7))
    assert read_series(written())[0].fact["value"] == 0.0308
    newer = replace(BASIS, value=0.06)
    folder = written([(newer, chart(newer, (0.04, 0.06)))], as_of=AS_OF + timedelta(days=1))
    assert [each.fact["value"] for each in read_series(folder)] == [0.06]


def test_an_unchanged_file_is_not_written_again(written):
    """What did not change keeps its time, and a copy to a server has less to do."""
    path = written() / "BTC.json"
    before = path.stat().st_ino
    written()
    assert path.stat().st_ino == before


def test_a_desk_that_has_written_nothing_has_no_series(tmp_path):
    """Not an error: the site has no pages of metrics yet."""
    assert read_series(tmp_path / "series") == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param('"values": [0.036', '"values": [true', id="a truth is no reading"),
        pytest.param('"as_of": "2026-02-11T00:00:00Z"', '"as_of": "yesterday"', id="no instant"),
        pytest.param('"last": "2026-02-10"', '"last": "Tuesday"', id="no day"),
        pytest.param("[", "", id="no JSON"),
        pytest.param('"printed"', '"told"', id="a missing part"),
    ],
)
def test_a_damaged_file_is_named(written, old, new):
    """With what to do about it."""
    path = written() / "BTC.json"
    path.write_text(path.read_text().replace(old, new, 1))
    with pytest.raises(InputError, match=r"BTC.json: is no series \(.*remove it and run `wirecopy write`"):
        read_series(path.parent)


def test_each_line_is_one_series(written):
    """Two days differ in the lines that differ."""
    lines = (written() / "BTC.json").read_text().splitlines()
    assert [json.loads(line.rstrip(","))["id"] for line in lines[4:6]] == [
        "BTC/futures.basis/90d@binance", "BTC/stance",
    ]  # fmt: skip


def test_writing_a_day_leaves_the_series_of_every_asset(filled, wirecopy):
    """Of the coins, the market and the indices: each ends with its fact, and the stances are strips."""
    assert wirecopy("write", "--desk", filled, "--date", "2026-02-10", "--edition", "brief").code == 0
    found = {each.id: each for each in read_series(filled / "output" / "series")}
    assert {each.asset for each in found.values()} >= {"BTC", "ETH", "CRYPTO", "market", "macro:VIX", "SOL"}
    for each in found.values():
        (trace,) = each.chart.traces
        told = each.fact.get("value", each.fact.get("state"))
        assert trace.values[-1] == told
        assert each.printed
    price = found["BTC/spot.price@binance"]
    assert (price.printed, len(price.chart.places), price.chart.places[-1]) == ("$68,841", 400, DAY)
    assert found["BTC/futures.basis/90d@binance"].state == "weak"
    assert found["market/stance"].chart.form == "strip"
