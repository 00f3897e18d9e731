"""The observations file: what a desk brings along is taken whole, or refused with what is wrong."""

import json

import pytest

from generator.collectors.observations import read_observations
from generator.errors import InputError
from generator.model.catalogue import load_catalogue
from generator.model.instants import parse_instant
from generator.model.names import load_names

NAMES, CATALOGUE = load_names(), load_catalogue()
HEAD = "time,asset,metric,value,unit,tenor,venue\n"
GOOD = "2026-02-10T10:00:00Z,BTC,spot.price,68841.29,USD,,kraken\n"


def read(text, name="file.csv", **options):
    return read_observations(text.encode(), name, names=NAMES, catalogue=CATALOGUE, **options)


def test_columns_come_in_any_order_and_may_be_absent():
    """Only time, asset, metric, value and unit are needed; what nobody recorded stays empty."""
    (seen,) = read("unit,value,metric,asset,time\nUSD,68841.29,spot.price,BTC,2026-02-10T11:00:00+01:00\n").observations
    assert seen.observed_at == seen.available_at == parse_instant("2026-02-10T10:00:00Z")
    assert (seen.origin.fetched_at, seen.origin.source, seen.revision) == (None, "", 0)


@pytest.mark.parametrize(
    ("metric", "value", "unit", "held"),
    [
        ("futures.basis", "3", "percent", (0.03, "ratio")),
        ("futures.basis", "300", "bps", (0.03, "ratio")),
        ("futures.basis", "0.03", "ratio", (0.03, "ratio")),
        ("futures.open_interest", "527850", "BTC", (527850, "coin")),
        ("futures.open_interest", "527850", "coin", (527850, "coin")),
        ("spot.price", "+7.1e4", "USD", (71000, "USD")),
    ],
)
def test_units_are_held_in_one_form(metric, value, unit, held):
    """Percent and basis points become fractions, a ticker becomes coin."""
    (seen,) = read(f"{HEAD}2026-02-10T10:00:00Z,BTC,{metric},{value},{unit},,\n").observations
    assert (pytest.approx(seen.value), seen.unit) == held


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("2026-02-10T10:00:00Z,BTC,spot.price,,USD,,", "column value: is empty"),
        ("2026-02-10T10:00:00Z,BTC,spot.price,n/a,USD,,", "column value: 'n/a' is not a number"),
        ("2026-02-10T10:00:00Z,BTC,spot.price,1_000,USD,,", "column value: '1_000' is not a number"),
        ("2026-02-10T10:00:00Z,BTC,spot.price,nan,USD,,", "column value: 'nan' is not a number"),
        ("2026-02-10T10:00:00Z,BTC,spot.price,-inf,USD,,", "column value: '-inf' is not a number"),
        ("2026-02-10T10:00:00Z,BTC,spot.price,1e999,USD,,", "column value: '1e999' is too large"),
        ("2026-02-10T10:00:00,BTC,spot.price,1,USD,,", "column time: '2026-02-10T10:00:00' has no time zone; add Z"),
        ("2026-02-10,BTC,spot.price,1,USD,,", "column time: '2026-02-10' has no time zone"),
        ("yesterday,BTC,spot.price,1,USD,,", "column time: 'yesterday' is not an ISO 8601 time"),
        ("2026-02-10T10:00:00Z,,spot.price,1,USD,,", "column asset: is empty"),
        ("2026-02-10T10:00:00Z,BTC,spot.prise,1,USD,,", "column metric: unknown metric 'spot.prise'"),
        ("2026-02-10T10:00:00Z,BTC,spot.price,1,percent,,", "column unit: spot.price is held in USD, not in percent"),
        ("2026-02-10T10:00:00Z,BTC,spot.price,1,dollars,,", "column unit: unknown unit 'dollars'"),
        ("2026-02-10T10:00:00Z,BTC,futures.open_interest,1,ETH,,", "column unit: ETH is another coin than BTC"),
        ("2026-02-10T10:00:00Z,BTC,spot.price,1,USD", "5 cells where the header has 7"),
    ],
)
def test_a_bad_row_is_refused_with_file_line_column_and_reason(row, said):
    """One line for one bad row; the good row beside it does not go in."""
    with pytest.raises(InputError) as caught:
        read(f"{HEAD}{GOOD}{row}\n")
    assert str(caught.value).startswith("file.csv:3: ")
    assert said in str(caught.value)
    assert "; " in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("time,asset,metric,value\n", "file.csv:1: column unit: is missing"),
        ("time,asset,metric,value,unit,unit\n", "file.csv:1: column unit: is given twice"),
        ("time,asset,metric,value,unit,colour\n", "file.csv:1: column colour: is unknown"),
        ("", "file.csv:1: column time: is missing"),
        ('time,asset,metric,value,unit\n"2026', "file.csv:2: is not CSV"),
    ],
)
def test_a_bad_header_is_refused(head, said):
    """A file that is none of ours is not guessed at."""
    with pytest.raises(InputError) as caught:
        read(head)
    assert said in str(caught.value)


def test_all_bad_rows_are_reported_at_once():
    """Whoever mends the file mends it once; beyond twenty lines the rest is counted."""
    bad = "2026-02-10T10:00:00Z,BTC,spot.price,x,USD,,\n"
    with pytest.raises(InputError) as caught:
        read(HEAD + bad * 2 + GOOD + bad)
    assert [line.split(" ")[0] for line in str(caught.value).splitlines()] == [
        "file.csv:2:",
        "file.csv:3:",
        "file.csv:5:",
    ]
    with pytest.raises(InputError) as caught:
        read(HEAD + bad * 30)
    assert str(caught.value).splitlines()[20:] == ["… and 10 more bad rows"]


def test_bad_rows_can_be_skipped_on_request():
    """The good rows then go in, and each refused one is still said."""
    delivered = read(HEAD + GOOD + "a,b,c\n" + GOOD.replace("USD", "EUR"), skip_bad=True)
    assert [seen.value for seen in delivered.observations] == [68841.29]
    assert [line.split(" ")[0] for line in delivered.refused] == ["file.csv:3:", "file.csv:4:"]


def test_json_lines_say_the_same():
    """Numbers may be numbers; a text may hold characters that only Python takes for a line's end."""
    row = {"time": "2026-02-10T10:00:00Z", "asset": "BTC", "metric": "spot.price", "value": 68841.29, "unit": "USD"}
    text = json.dumps(row | {"note": "a\u2028b", "url": None}, ensure_ascii=False) + "\n\n" + json.dumps(row)
    seen = read(text, "file.jsonl").observations
    assert [each.value for each in seen] == [68841.29, 68841.29]
    assert seen[0].origin.note == "a\u2028b"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("[1, 2]", "is not a JSON object"),
        ("{", "is not a JSON object"),
        ('{"time": "x", "time": "y"}', "a key is given twice"),
        ('{"time": "2026-02-10T10:00:00Z"}', "column asset: is missing"),
        ('{"time": "t", "asset": "BTC", "metric": "m", "value": true, "unit": "USD"}', "column value: true is neither"),
        (
            '{"time": "2026-02-10T10:00:00Z", "asset": "BTC", "metric": "spot.price", "value": NaN, "unit": "USD"}',
            "'nan'",
        ),
    ],
)
def test_a_bad_json_line_is_refused(line, said):
    """By its line, as in CSV."""
    with pytest.raises(InputError) as caught:
        read(line + "\n", "file.jsonl")
    assert str(caught.value).startswith("file.jsonl:1: ")
    assert said in str(caught.value)


@pytest.mark.parametrize("name", ["file.parquet", "file.xlsx", "file"])
def test_other_forms_are_refused_in_one_line(name):
    """The ending says the form; nothing is guessed from the bytes."""
    with pytest.raises(InputError, match=r"is neither \.csv nor \.jsonl; convert it"):
        read(HEAD + GOOD, name)
