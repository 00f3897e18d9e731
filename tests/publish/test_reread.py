"""Reread: an evidence is read as JSON has it, its facts one by one."""

import json
from datetime import UTC, datetime

from generator.model.fact import Fact, Facts, Kind
from generator.publish.evidence import Ground, block
from generator.publish.reread import FactLines, reread

AS_OF = datetime(2026, 2, 10, tzinfo=UTC)


def fact(name, **parts):
    return Fact(id=name, kind=Kind.LEVEL, value=1.5, unit="ratio", as_of=AS_OF, formula="a, {b}", **parts)


def text(*facts):
    """Return an evidence of these facts, as one is written."""
    ground = Ground.of(Facts(facts))
    return block("{", ['"slug": "a"', f'"facts": {block("{", ground.lines, "}")}', '"claims": [\n{"id": 1}\n]'], "}")


def test_an_evidence_reads_as_json():
    """Every key in its order, every fact with all its fields."""
    written = text(fact("BTC/spot.price"), fact("BTC/spot.price~change:7d", note='"},\n{"'))
    read = reread(written)
    assert list(read) == ["slug", "facts", "claims"]
    assert {**read, "facts": dict(read["facts"])} == json.loads(written)


def test_an_id_may_hold_what_json_escapes():
    """An asset can be called anything by a feed."""
    strange = ['A": {/x', "B\\/x", 'C"/x', "D\n},\n/x"]
    assert list(reread(text(*map(fact, strange)))["facts"]) == strange


def test_an_evidence_without_facts_is_read_at_once():
    """A day without any has an empty mapping."""
    assert reread(text()) == {"slug": "a", "facts": {}, "claims": [{"id": 1}]}


def test_a_fact_is_found_only_by_its_id():
    """What is not there is not there."""
    lines = FactLines(['"A/x": {"value": 1}'])
    assert "A/x" in lines
    assert "A/y" not in lines
    assert lines.get("A/y") is None
    assert len(lines) == 1
