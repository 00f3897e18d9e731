"""Agreement: how many kinds of markets say the same, which bounds how firmly a text may conclude from them.

Of a direction these are the stance's families. Of a condition, which may point nowhere, they are the kinds of
markets among the readings that it follows from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

import numpy as np

from generator.model.fact import Fact, Kind
from generator.rules.bands import states
from generator.rules.conditions import PREFIX

if TYPE_CHECKING:
    from datetime import datetime

    from generator.model.signal import Stance
    from generator.rules.book import StanceRule
    from generator.rules.reading import Reading

_WAYS: Final[Mapping[str, int]] = {"down": -1, "up": 1}
#: What kind of market a metric is of, where its rule votes in no family of the stance.
_KINDS: Final[Mapping[str, str]] = {
    "spot": "price and volatility", "futures": "leverage", "perp": "leverage", "liquidations": "leverage",
    "options": "options", "sentiment": "sentiment",
}  # fmt: skip


def of_directions(owner: str, rule: StanceRule, stance: Stance, inputs: tuple[str, ...], as_of: datetime) -> list[Fact]:
    """Return ``OWNER/stance~agree:down`` and ``~agree:up``: how many of the known families point that way.

    A family points where its score lies beyond the neutral band of the stance.
    """
    known = [score for score in stance.families.values() if score is not None]
    leans = [_lean(rule, score) for score in known]
    if not known:
        return []
    return [
        _count(
            f"{owner}/stance~agree:{way}", leans.count(sign), len(known), as_of, inputs, sign=sign,
            formula=f"families of the stance whose score points {way}, of those that are known",
        )
        for way, sign in _WAYS.items()
    ]  # fmt: skip


def _lean(rule: StanceRule, score: float) -> int:
    return rule.scale.bands[int(states(rule.scale, np.array([score]))[-1])].lean


def of_conditions(bands: Iterable[Fact], readings: Iterable[Reading], as_of: datetime) -> Iterator[Fact]:
    """Yield ``ASSET/condition.ID~agree``: of the kinds of markets that a condition looks at, how many stand out.

    Args:
        bands: The conditions' facts.
        readings: What the rules said of which fact.
        as_of: The article's instant.
    """
    told = {band.id: band for band in bands}
    judged = {f"{reading.fact.id}~band": reading for reading in readings if reading.state is not None}
    for band in told.values():
        if band.sign is None:
            continue  # it is in none of its cases, and nothing is told of it
        leaves = [judged[name] for name in dict.fromkeys(_leaves(band, told)) if name in judged]
        kinds = {_kind(leaf) for leaf in leaves}
        if kinds:
            telling = {_kind(leaf) for leaf in leaves if leaf.rule.scale.bands[leaf.run.place].strength > 0}
            yield _count(
                band.id.replace("~band", "~agree"), len(telling), len(kinds), as_of,
                tuple(f"{leaf.fact.id}~band" for leaf in leaves), of=band.id,
                formula="kinds of markets whose readings are out of the ordinary, of those that the condition looks at",
            )  # fmt: skip


def _leaves(band: Fact, told: Mapping[str, Fact]) -> Iterator[str]:
    """Yield the bands that a condition follows from, through the conditions among them."""
    for name in band.inputs:
        if f"/{PREFIX}" in name:
            yield from _leaves(told[name], told) if name in told else ()
        else:
            yield name


def _kind(reading: Reading) -> str:
    group = reading.fact.key.metric.partition(".")[0]
    return reading.rule.family or _KINDS.get(group, group)


def _count(  # noqa: PLR0913 - a count of a whole, its parts by name
    name: str, n: int, total: int, as_of: datetime, inputs: tuple[str, ...], *, formula: str,
    sign: int | None = None, of: str | None = None,
) -> Fact:  # fmt: skip
    return Fact(
        id=name, kind=Kind.COUNT, value=float(n), unit="count", as_of=as_of, formula=formula, inputs=inputs,
        n=n, total=total, sign=sign, of=of,
    )  # fmt: skip
