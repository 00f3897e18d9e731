"""Editors are told the form of rule files by a schema that is made of the models, and that fits every file."""

import json
import re
from datetime import date

import jsonschema
import pytest

from generator.resources import SHIPPED, files, read_yaml
from generator.rules.check import check
from generator.rules.load import KIND
from generator.rules.schema import schema

FORMS = {"rule": "Bands", "condition": "Condition", "stance": "Stance"}


@pytest.fixture(scope="module")
def made(catalogue):
    """The schema as the models have it."""
    return schema(catalogue)


@pytest.fixture(scope="module")
def validator(made):
    """What holds a file to the schema."""
    jsonschema.Draft202012Validator.check_schema(made)
    return jsonschema.Draft202012Validator(made)


def as_editors_read(value):
    """Return YAML as editors have it, where a date is a text."""
    if isinstance(value, dict):
        return {key: as_editors_read(each) for key, each in value.items()}
    if isinstance(value, list):
        return [as_editors_read(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def test_the_shipped_schema_is_what_the_models_make(made):
    """`wirecopy rules schema` writes it anew."""
    assert json.loads((SHIPPED / "data/rules/schema.json").read_text()) == made


@pytest.mark.parametrize("path", [*files(KIND, ".yaml")], ids=lambda path: path.name)
def test_every_shipped_file_has_the_form(validator, path):
    """Rules, conditions, the stance and all cases."""
    assert [error.message for error in validator.iter_errors(as_editors_read(read_yaml(path)))] == []


BANDS = {
    "id": "x", "metric": "options.dvol", "unit": "ratio", "hysteresis": "1%", "why": "w", "source": "s",
    "published": "2026-02-09", "bands": [{"state": "low", "below": "6%"}, {"state": "high", "from": "6%"}],
}  # fmt: skip
CONDITION = {
    "id": "x", "condition": True, "why": "w", "source": "s", "published": "2026-02-09", "author": "a", "say": "s",
    "not": "n", "otherwise": "none", "states": [{"state": "odd", "when": {"rule": "x", "is": ["low"], "held": "3d"}}],
}  # fmt: skip


def bands(edge):
    return BANDS | {"bands": [{"state": "low", "below": edge}, {"state": "high", "from": edge}]}


def when(tree):
    return CONDITION | {"states": [{"state": "odd", "when": tree}]}


@pytest.mark.parametrize(
    "whole",
    [
        BANDS,
        CONDITION,
        bands({"BTC": "6%", "*": 8}),
        bands({"percentile": 9, "of": "365d"}),
        bands({"sigma": -1.5, "of": "90d"}),
        BANDS | {"valid": {"from": "2025-01-01"}, "after": 2, "tenor": ["30d", ""]},
        when({"not": {"any": [{"rule": "x", "became": "low", "within": "2d"}]}}),
        when({"metric": "options.dvol", "above": {"metric": "options.dvol", "tenor": "30d"}, "by": "1%"}),
        {"cases": [{"value": "6%", "state": "low"}, {"values": ["6%", "_", 7], "states": ["low", "unknown", "low"]}]},
        {"cases": [{"values": "6%x3 _", "states": "low x3, unknown"}]},
        {"cases": [{"given": {"x": "low", "y": ["_"]}, "state": "odd", "note": "n"}]},
    ],
)
def test_what_the_language_has_is_in_the_schema(validator, whole):
    """Each construct of the language once."""
    assert [error.message for error in validator.iter_errors(whole)] == []


@pytest.mark.parametrize(
    "broken",
    [
        BANDS | {"metrics": "options.dvol"},
        BANDS | {"metric": "options.dvols"},
        BANDS | {"hysteresis": "1 point"},
        BANDS | {"published": 2026},
        BANDS | {"bands": [{"state": "all"}]},
        BANDS | {"bands": [{"state": "low", "lean": "down"}, {"state": "high"}]},
        {key: value for key, value in BANDS.items() if key != "why"},
        {key: value for key, value in CONDITION.items() if key != "otherwise"},
        CONDITION | {"states": [{"state": "odd", "when": {"rule": "x"}}]},
        CONDITION | {"states": [{"state": "odd", "when": {"all": []}}]},
        CONDITION | {"states": [{"state": "odd", "when": {"rule": "x", "is": ["low"], "held": 3}}]},
        {"cases": []},
        {"cases": [{"value": "6%", "stat": "low"}]},
    ],
)
def test_what_the_language_has_not_is_underlined(validator, broken):
    """A slip in a key, a metric, a number, a date, a form."""
    assert list(validator.iter_errors(broken)) != []


@pytest.mark.parametrize(
    ("form", "text"), [("rule", "id: x"), ("condition", "condition: true"), ("stance", "needs: 1")]
)
def test_the_schema_has_the_keys_that_are_read(made, desk, form, text):
    """What the reader of rules refuses it names beside what it knows; the schema has just that."""
    name = "stance" if form == "stance" else "thing"
    problems = check(desk({f"{name}.yaml": f"{text}\nquux: 1\n", f"{name}.cases.yaml": "cases: []\n"}))
    (refused,) = [found for problem in problems if (found := re.search(r"unknown key 'quux'; use (.*)", problem))]
    assert set(made["$defs"][FORMS[form]]["properties"]) == set(refused[1].split(", "))
