"""A fact's line is what Python's own encoder gives for its fields that are not empty."""

import json
from dataclasses import fields
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.model.coverage import Coverage
from generator.model.fact import Fact, Kind, Source
from generator.model.instants import iso
from generator.publish.fact_lines import fact_line, quoted, source_line

WORDS = st.text(max_size=8)
INSTANTS = st.datetimes(datetime(2000, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone
DAYS = st.dates(date(2000, 1, 1))
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
COUNTS = st.integers(-5, 10**12)
SOURCES = st.builds(Source, WORDS, WORDS, INSTANTS, st.none() | INSTANTS, WORDS)
FACTS = st.builds(
    Fact, id=WORDS, kind=st.sampled_from(Kind), value=st.none() | NUMBERS, unit=st.sampled_from(["USD", "ratio"]),
    as_of=INSTANTS, formula=WORDS, inputs=st.lists(WORDS, max_size=3).map(tuple),
    sources=st.lists(SOURCES, max_size=3).map(tuple), of=st.none() | WORDS, than=st.none() | WORDS,
    window=st.none() | WORDS, start=st.none() | INSTANTS, rank=st.sampled_from([None, "lowest", "highest"]),
    since=st.none() | DAYS, ties=st.integers(0, 3), n=st.none() | COUNTS, total=st.none() | COUNTS,
    usual=st.none() | NUMBERS, sign=st.sampled_from([None, -1, 0, 1]), state=st.none() | WORDS,
    previous=st.none() | WORDS, rule=st.none() | WORDS, threshold_source=st.none() | WORDS,
    published=st.none() | DAYS, publisher=WORDS, computed=st.booleans(), note=WORDS,
    coverage=st.none() | st.builds(Coverage, DAYS, COUNTS, COUNTS, start_known=st.booleans()),
)  # fmt: skip


def plain(value):
    """Return a field as JSON has it."""
    if isinstance(value, datetime):
        return iso(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Source):
        told = {name: plain(each) for name, each in value._asdict().items()}
        return {name: text for name, text in told.items() if text}
    if isinstance(value, Coverage):
        known = {"start_known": value.start_known}
        return {"from": value.first.isoformat(), "days": value.days, "expected": value.expected, **known}
    return [plain(each) for each in value] if isinstance(value, tuple) else value


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(FACTS)
def test_a_line_is_what_the_encoder_gives(fact):
    """Every field in its order; a rank says its ties, at the end."""
    told = {each.name: getattr(fact, each.name) for each in fields(Fact) if each.name not in ("id", "ties")}
    wanted = {name: plain(value) for name, value in told.items() if value not in (None, "", ())}
    if fact.kind is Kind.RANK:
        wanted["ties"] = fact.ties
    line = fact_line(fact, {source: source_line(source) for source in fact.sources})
    assert line == json.dumps(wanted, ensure_ascii=False)


@given(st.text())
def test_a_text_is_quoted_as_the_encoder_does(text):
    """With its quotes, backslashes and line breaks."""
    assert quoted(text) == json.dumps(text, ensure_ascii=False)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_is_a_bug_and_no_word(value):
    """It got through every room before."""
    fact = Fact(id="a", kind=Kind.LEVEL, value=value, unit="USD", as_of=datetime(2026, 1, 1, tzinfo=UTC), formula="")
    with pytest.raises(ValueError, match="cannot hold"):
        fact_line(fact, {})
