"""Rules of different times: days between them that none judges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import product

from generator.resources import read_yaml
from generator.rules.book import Rule


def gaps(rules: Iterable[Rule]) -> Iterator[str]:
    """Yield, for each stem, the days between its first rule and its last on which no rule judges the reading."""
    listed = list(rules)
    stems: dict[tuple[str, ...], list[Rule]] = {}
    for rule in listed:
        for tenor, asset, venue in product(rule.tenors, rule.assets or ("",), rule.venues or ("",)):
            stems.setdefault((rule.stem, rule.metric, rule.change, tenor, asset, venue), []).append(rule)
    told: set[Rule] = set()
    for (stem, metric, change, tenor, asset, venue), own in stems.items():
        if len(own) == 1:
            continue
        others = [
            rule for rule in listed
            if (rule.metric, rule.change) == (metric, change) and tenor in rule.tenors and rule.judges(asset, venue)
        ]  # fmt: skip
        for end, later in _holes(own, [*own, *others]):
            if later.begins is not None and later not in told:
                told.add(later)
                yield f"{later.path}:{_line(later)}: {stem} judges nothing from {end} to {later.begins}; close the gap"


def _holes(own: Sequence[Rule], judging: Sequence[Rule]) -> Iterator[tuple[date, Rule]]:
    """Yield when each gap begins, and the rule that ends it."""
    first = min(rule.begins or date.min for rule in own)
    end = first
    for rule in sorted(judging, key=lambda rule: rule.begins or date.min):
        if (rule.begins or date.min) > end and rule in own:
            yield end, rule
        end = max(end, rule.ends or date.max)


def _line(rule: Rule) -> int:
    """Return the line at which a rule says when it begins."""
    fields = read_yaml(rule.path)
    line: int = fields["valid"].lines["from"]
    return line
