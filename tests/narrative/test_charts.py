"""Charts: what is drawn of a day, what is not, and that every last value is the fact that the text tells."""

from datetime import UTC, date, datetime, timedelta

import pytest

from generator.errors import InputError
from generator.metrics.measure import measure
from generator.model.catalogue import load_catalogue
from generator.model.chart import Daily, Zone
from generator.model.fact import Fact, Facts, Kind
from generator.model.finding import Finding
from generator.model.instants import parse_instant
from generator.model.names import load_names
from generator.model.outline import Outline
from generator.model.signal import Signal, Stance
from generator.narrative.charts import charts, illustrate, shown
from generator.narrative.declared import load_charts
from generator.narrative.histories import histories
from generator.narrative.material import Material
from generator.rules.book import cuts
from generator.rules.judge import judge
from generator.rules.load import load_rules
from generator.store.sqlite import Store

NOW = datetime(2026, 2, 7, tzinfo=UTC)
CLOSE = NOW - timedelta(milliseconds=1)
LAST = date(2026, 2, 6)
PRICE = "BTC/spot.price@binance"
LONGS, SHORTS = (f"BTC/liquidations.{side}/1d@okx" for side in ("long", "short"))
UNKNOWN = Stance(label=None, horizon="", confidence="", families={})


@pytest.fixture(scope="module")
def album():
    """The shipped charts."""
    return load_charts()


@pytest.fixture(scope="module")
def day(sample_store):
    """Return a function that gives the sample's material at an instant."""
    names, catalogue, rulebook = load_names(), load_catalogue(), load_rules()

    def at(instant):
        as_of = parse_instant(instant)
        with Store.open(sample_store, create=False) as store:
            known = measure(
                store.market(as_of), catalogue=catalogue, names=names, assets=["BTC", "ETH"], cuts=cuts(rulebook)
            )
        judged = judge(rulebook, known, catalogue=catalogue, names=names, as_of=as_of)
        return Material.of(
            "BTC", as_of=as_of, facts=judged.facts, signals=judged.signals, stance=judged.stances["BTC"],
            daily=known.daily, labels=judged.daily, zones=judged.zones, names=names,
        )  # fmt: skip

    return at


@pytest.fixture(scope="module")
def closing(day):
    """The sample's last day."""
    return day("2026-02-11T00:00:00Z")


def level(fact_id, value, unit="USD", **more):
    return Fact(
        id=fact_id, kind=more.pop("kind", Kind.LEVEL), value=value, unit=unit, as_of=CLOSE, formula="", **more
    )  # fmt: skip


def worked(histories, *, facts=(), signals=(), zones=None):
    """Return material worked by hand: fact id → readings, the last one today's."""
    daily = {name: Daily(fact=name, last=LAST, values=tuple(values)) for name, values in histories.items()}
    told = [level(name, values[-1]) for name, values in histories.items()]
    return Material.of(
        "BTC", as_of=NOW, facts=Facts([*told, *facts]), signals=signals, stance=UNKNOWN,
        daily=daily, labels={}, zones=zones or {}, names=load_names(),
    )  # fmt: skip


def by_id(drawn):
    return {each.chart.id: each for each in drawn}


@pytest.mark.parametrize("instant", ["2026-01-04T00:00:00Z", "2026-02-10T10:00:00Z", "2026-02-11T00:00:00Z"])
def test_every_last_value_is_the_fact(album, day, instant):
    """To the last digit: of days the last reading, of names and maturities each value, of a strip the label."""
    material = day(instant)
    drawn = charts(album, material)
    assert len(drawn) >= 8
    facts = material.view.facts
    for chart in (each.chart for each in drawn):
        for trace in chart.traces:
            assert len(trace.values) == len(chart.places)
            if trace.facts:
                assert [facts[name].value if name else None for name in trace.facts] == list(trace.values)
            else:
                fact = facts[trace.fact]
                last = next(value for value in reversed(trace.values) if value is not None)
                assert last == (fact.state if fact.value is None else fact.value)
        for mark in chart.marks:
            assert mark.value == facts[mark.fact].value


def test_a_reading_stands_on_its_own_day_in_a_morning_s_article(album, day):
    """At ten o'clock the price is today's; the open interest is last night's, and its line ends there."""
    drawn = by_id(charts(album, day("2026-02-10T10:00:00Z")))
    assert drawn["price"].chart.places[-1] == date(2026, 2, 10)
    assert drawn["interest"].chart.places[-1] == date(2026, 2, 9)


def test_words_beside_a_chart_have_no_number(album, closing):
    """A number in a picture is a reading's; nobody checks one in a title."""
    for chart in (each.chart for each in charts(album, closing)):
        words = [chart.title, chart.note, *(trace.label for trace in chart.traces), *(m.label for m in chart.marks)]
        assert [text for text in words if any(letter.isdigit() for letter in text)] == []
        assert [text for text in words if "{" in text] == []


def test_levels_to_watch_are_those_of_the_text(album, closing):
    """The lines across the price are the facts of "What to watch", each with its words."""
    marks = {mark.label: mark.fact for mark in by_id(charts(album, closing))["price"].chart.marks}
    assert marks == {
        "high of the week": "BTC/spot.high/7d@binance",
        "low of the week": "BTC/spot.low/7d@binance",
        "last closed above": "BTC/spot.price@binance~level",
        "liquidation level": "BTC/liquidations.cluster_price@binance",
    }


def test_the_basis_has_its_neutral_band_and_the_skew_its_thresholds(album, closing):
    """Each edge is a threshold of the rule that judges the reading."""
    drawn, facts = by_id(charts(album, closing)), closing.view.facts
    basis, skew = drawn["basis"].chart, drawn["skew"].chart
    (neutral,) = basis.zones
    assert neutral.low == facts["rule:futures-basis-90d~threshold:weak"].value
    assert neutral.high == facts["rule:futures-basis-90d~threshold:heated"].value
    assert [zone.label for zone in skew.zones] == ["neutral", "fear", "extreme fear", "panic"]
    edges = {
        name.partition(":")[2].partition(":")[2]: fact.value for name, fact in facts.items() if "skew-30d~thr" in name
    }
    assert {zone.label: zone.low for zone in skew.zones[1:]} == {
        state: edges[state] for state in ("fear", "extreme fear", "panic")
    }


def test_a_hole_stays_a_hole(album):
    """A day without a reading is neither zero nor its neighbour."""
    readings = [float(each) for each in range(20)]
    readings[7] = None
    chart = by_id(charts(album, worked({PRICE: readings})))["price"].chart
    assert chart.traces[0].values == tuple(readings)
    assert (chart.places[0], chart.places[-1]) == (date(2026, 1, 18), LAST)


def test_too_few_readings_are_not_drawn(album):
    """Thirteen closes among ninety days are no history, and fourteen are the least."""
    sparse = [None] * 40 + [1.0] * 13
    assert charts(album, worked({PRICE: sparse})) == ()
    assert "price" in by_id(charts(album, worked({PRICE: [*sparse, 1.0]})))


def test_readings_from_before_the_window_do_not_count(album):
    """Old readings make no chart of the last ninety days."""
    old = [1.0] * 100 + [None] * 80 + [1.0] * 5
    assert charts(album, worked({PRICE: old})) == ()


def test_liquidations_are_drawn_only_of_both_sides(album):
    """Columns of longs without those of shorts would show half of it."""
    days = [1e6] * 20
    both = by_id(charts(album, worked({LONGS: days, SHORTS: days})))["liquidations"]
    assert [trace.label for trace in both.chart.traces] == ["Longs", "Shorts"]
    assert both.chart.form == "columns"
    assert [both.alt.cast[name].id for name in ("first", "second")] == [LONGS, SHORTS]
    assert charts(album, worked({LONGS: days})) == ()


def test_a_venue_whose_last_reading_is_older_ends_earlier(album):
    """Funding of two venues on the days of both; what is not known yet is a hole."""
    names = [f"BTC/perp.funding_rate/1d@{venue}" for venue in ("binance", "bybit")]
    material = worked({names[0]: [0.1] * 20, names[1]: [0.2] * 20})
    late = {**material.daily, names[1]: Daily(fact=names[1], last=LAST - timedelta(days=1), values=(0.2,) * 20)}
    drawn = Material(view=material.view, daily=late, labels={}, zones={}, names=material.names)
    chart = by_id(charts(album, drawn))["funding"].chart
    assert [trace.label for trace in chart.traces] == ["Binance", "Bybit"]
    assert chart.traces[0].values == (None, *(0.1,) * 20)
    assert chart.traces[1].values == (*(0.2,) * 20, None)


def test_bands_that_no_reading_was_in_are_not_tinted(album):
    """A threshold twenty points away would flatten the line."""
    skew = "BTC/options.skew_25d/30d@deribit"
    bands = (
        Zone(label="neutral", low=None, high=0.06, tone="calm"),
        Zone(label="fear", low=0.06, high=0.2, tone="fear1"),
        Zone(label="panic", low=0.2, high=None, tone="fear2"),
    )
    signal = Signal(rule="skew", fact=skew, state="fear")
    material = worked({skew: [0.05] * 20 + [0.1]}, signals=[signal], zones={"skew": bands})
    assert by_id(charts(album, material))["skew"].chart.zones == bands[:2]


NOTIONAL = "BTC/options.expiry_notional/{}@deribit"


def test_expiries_stand_in_the_order_of_their_dates(album):
    """One bar an expiry, the whole chain's sum is none; the text names the next one and the largest."""
    days = ["2026-06-26", "2026-02-13", "2026-03-27", "2026-02-27"]
    facts = [level(NOTIONAL.format(day), 1e9 * (1 + place)) for place, day in enumerate(days)]
    drawn = by_id(charts(album, worked({}, facts=[*facts, level("BTC/options.expiry_notional@deribit", 1e10)])))
    chart, told = drawn["expiries"].chart, drawn["expiries"].alt.cast
    assert chart.places == tuple(date.fromisoformat(day) for day in sorted(days))
    assert chart.traces[0].facts == tuple(NOTIONAL.format(day) for day in sorted(days))
    assert (told["next"].key.tenor, told["most"].key.tenor) == ("2026-02-13", "2026-02-27")


def test_three_expiries_are_no_calendar(album):
    """With fewer than four bars nothing is drawn."""
    facts = [level(NOTIONAL.format(f"2026-02-{day}"), 1e9) for day in (13, 20, 27)]
    assert "expiries" not in by_id(charts(album, worked({}, facts=facts)))


# Which edition shows which


def outline(edition, *, quiet=False):
    sections = {} if quiet else {"takeaways": (Finding("take-basis", "takeaways", {}),)}
    return Outline(edition, "BTC", NOW, Facts(), UNKNOWN, (), sections)


def test_an_article_does_not_drown_in_pictures(album, closing):
    """Six beside derivatives, two on a quiet day, three beside markets, one in a brief; the price is the first."""
    drawn = charts(album, closing)

    def told(edition, *, quiet=False):
        return [chart.id for chart in illustrate(outline(edition, quiet=quiet), drawn, album.most).charts]

    assert told("derivatives") == ["price", "basis", "skew", "funding", "term", "expiries"]
    assert told("derivatives", quiet=True) == ["price", "basis"]
    assert told("markets") == ["price", "movers", "stance"]
    assert told("brief") == ["price"]


def test_fear_and_greed_goes_before_the_stance_where_it_is_news(album, day):
    """On 6 February it was an extreme of months."""
    found = illustrate(outline("markets"), charts(album, day("2026-02-07T00:00:00Z")), album.most)
    assert [chart.id for chart in found.charts] == ["price", "movers", "fear-greed"]


def test_a_picture_without_words_is_not_shown(album, closing):
    """Where no phrase could tell what a picture shows, it is left out."""
    illustrated = illustrate(outline("brief"), charts(album, closing), album.most)
    (alt,) = illustrated.sections["picture-price"]
    assert [chart.id for chart in shown(illustrated, [(alt, True)])] == ["price"]
    assert shown(illustrated, [(alt, False)]) == ()


# Histories


def test_histories_end_with_their_facts(closing):
    """Of each reading with a history of two or more, and the stances as strips."""
    found = {fact.id: (fact, chart) for fact, chart in histories(closing, load_catalogue())}
    assert {"BTC/futures.basis/90d@binance", "ETH/spot.price@binance", "macro:VIX/macro.level@fred"} <= found.keys()
    assert "BTC/liquidations.cluster_price@binance" not in found
    for fact, chart in found.values():
        (trace,) = chart.traces
        assert trace.values[-1] == (fact.state if fact.value is None else fact.value)
        assert len(trace.values) == len(chart.places)
        assert sum(value is not None for value in trace.values) >= 2
    assert found["BTC/stance~band"][1].form == "strip"
    assert found["BTC/stance~band"][1].tones["extreme fear"] == "fear2"


# What a desk can declare


ENTRY = """most: {brief: 1}
charts:
  price:
    editions: [brief]
    form: line
    metrics: {spot.price: Price}
    title: The price
    note: "{venue}"
    needs: 3
"""


def declared(folder, text):
    (folder / "reference").mkdir()
    (folder / "reference" / "charts.yaml").write_text(text)
    return load_charts(folder)


def test_a_desk_s_own_charts_replace_the_shipped_ones(tmp_path):
    """One entry is enough."""
    assert [(each.id, each.needs) for each in declared(tmp_path, ENTRY).charts] == [("price", 3)]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        pytest.param("note:", "colour: red\n    note:", r"charts.yaml:8: unknown part 'colour'", id="unknown part"),
        pytest.param("form: line", "form: pie", r"charts.yaml:5: unknown form 'pie'", id="unknown form"),
        pytest.param("    needs: 3\n", "", r"charts.yaml:3: price lacks needs", id="missing part"),
        pytest.param("The price", "Price of 90 days", r"charts.yaml:3: .* has a number", id="number in a title"),
        pytest.param("Price}", "Top 10}", r"charts.yaml:3: .* has a number", id="number in a label"),
        pytest.param("most: {brief: 1}\n", "", r"charts.yaml:1: not a list of charts", id="no limits"),
    ],
)
def test_a_mistake_in_the_file_is_told_with_its_line(tmp_path, old, new, said):
    """Before anything is written."""
    with pytest.raises(InputError, match=said):
        declared(tmp_path, ENTRY.replace(old, new))
