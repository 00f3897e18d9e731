"""The shape of the volatility curve: what its segments' states add up to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from generator.model.fact import Fact, Kind
from generator.rules.bands import UNKNOWN, Places, last_run
from generator.rules.reading import Reading

METRIC: Final = "options.term_slope"
MIXED: Final = "mixed"


def shape(segments: Sequence[Reading]) -> Fact | None:
    """Return the curve's shape: the state that all segments share, else ``mixed``.

    Args:
        segments: The readings of one asset at one venue, all of one rule.

    Returns:
        None unless every tenor of the rule has a state today: a part says nothing of the whole.
    """
    if not segments or {reading.fact.key.tenor for reading in segments} != {*segments[0].rule.tenors}:
        return None
    labels = [*(band.state for band in segments[0].rule.scale.bands), MIXED]
    at = _combined([reading.at for reading in segments], mixed=len(labels) - 1)
    run = last_run(at)
    if run.place == UNKNOWN:
        return None
    first = segments[0]
    key = first.fact.key
    yesterday = int(at[-2]) if len(at) > 1 else UNKNOWN
    inputs = tuple(reading.fact.id for reading in segments)
    return Fact(
        id=f"{key.asset}/{METRIC}{'@' + key.venue if key.venue else ''}~shape",
        kind=Kind.BAND,
        value=None,
        unit="none",
        as_of=max(reading.fact.as_of for reading in segments),
        formula="the state that all segments of the curve share, else mixed",
        inputs=inputs,
        of=inputs[0],
        since=first.day(len(first.readings) - run.length) if run.start_known else None,
        n=run.length,
        state=labels[run.place],
        previous=None if yesterday == UNKNOWN else labels[yesterday],
        rule=first.rule.id,
        threshold_source=first.rule.source,
        published=first.rule.published,
    )


def _combined(segments: Sequence[Places], *, mixed: int) -> Places:
    """Return the shape of each day that all segments have, the histories aligned at their end."""
    length = min(len(at) for at in segments)
    stacked = np.stack([at[-length:] for at in segments])
    alike = np.where((stacked == stacked[0]).all(axis=0), stacked[0], mixed)
    return np.where((stacked == UNKNOWN).any(axis=0), UNKNOWN, alike)
