"""Random series as the world delivers them: gaps, ties, holes that read NaN, short spans, odd hours."""

import numpy as np

from generator.metrics.track import DAY, HOUR

CUTS = (-1.0, 0.0, 2.0)


def random_series(rng, *, longest=400):
    """Return times and values; the values hold NaN and infinity where a source broke."""
    span = int(rng.integers(*[(1, 40), (30, 130), (60, 200), (100, longest)][rng.choice(4, p=[0.3, 0.4, 0.2, 0.1])]))
    kept = rng.random(span) >= rng.choice([0.0, 0.03, 0.3])
    kept[rng.integers(span)] = True
    day = np.flatnonzero(kept) + int(rng.integers(15_000, 22_000))
    at = day * DAY + (DAY - 1 if rng.random() < 0.7 else 12 * HOUR + rng.integers(-5 * HOUR, 5 * HOUR, len(day)))
    return at.astype(np.int64), _values(rng, len(day))


def _values(rng, count):
    kind = rng.integers(5)
    if kind == 0:
        value = np.round(np.cumsum(rng.normal(size=count)), int(rng.integers(3)))
    elif kind == 1:
        value = rng.integers(-3, 4, count).astype(float)
    elif kind == 2:
        value = np.sort(rng.normal(size=count))[:: int(rng.choice([1, -1]))]
    elif kind == 3:
        value = np.full(count, float(rng.integers(-1, 3)))
        value[rng.random(count) < 0.05] += rng.choice([-1.0, 1.0])
    else:
        value = 100 * np.exp(np.cumsum(0.04 * rng.normal(size=count)))
    value[rng.random(count) < rng.choice([0.0, 0.05])] = rng.choice([np.nan, np.inf])
    return value
