"""What is read of all rows and cut for a day is what the day's own frame gives."""

import numpy as np
import pandas as pd
import pytest

from generator.metrics.sheet import Sheet
from generator.metrics.track import Origins, floats, micros, places_by, words
from generator.model.ports import Rows

NAMES = ("asset", "venue")


def a_frame(rng, rows):
    """Rows of few words, of which some are missing, and of repeated times."""
    at = np.sort(rng.integers(0, 40, rows)) * 3_600_000_000
    frame = pd.DataFrame(
        {
            "asset": rng.choice(["b", "a", "c", "d"], rows),
            "venue": rng.choice(np.array(["y", "", "x", None], dtype=object), rows),
            "value": np.where(rng.random(rows) < 0.1, np.nan, rng.random(rows)),
            "observed_at": pd.DatetimeIndex(at.view("datetime64[us]")).tz_localize("UTC"),
        }
    )
    for name in ("source", "url", "raw_sha256"):
        frame[name] = pd.Categorical(rng.choice(["one", "two"], rows))
    frame["fetched_at"] = frame["observed_at"]
    return frame


def known(rng, frame, kept):
    """Return some of its rows, and their places: a stretch, or such with holes."""
    begin, end = sorted(rng.integers(0, len(frame) + 1, 2).tolist())
    places = np.arange(begin, end)
    if rng.random() < 0.5:
        places = places[rng.random(len(places)) < 0.8]
        return Sheet(Rows(frame, begin, end, places, kept)), places
    return Sheet(Rows(frame, begin, end, None, kept)), places


@pytest.mark.parametrize("seed", range(8))
def test_a_day_s_share_is_what_its_own_frame_gives(seed):
    """Groups in their order, rows, words, numbers, times and origins, of thirty days of one frame."""
    rng = np.random.default_rng(seed)
    frame, kept = a_frame(rng, 120), {}
    for _ in range(30):
        day, places = known(rng, frame, kept)
        own = frame.take(places).reset_index(drop=True)
        assert day.empty == own.empty
        groups = day.groups(*NAMES)
        assert [(parts, rows.tolist()) for parts, rows in groups] == [
            (parts, places[rows].tolist()) for parts, rows in places_by(own, *NAMES)
        ]
        by_name = [(parts, rows.tolist()) for parts, rows in day.by_name(*NAMES)]
        assert sorted(by_name) == sorted((parts, rows.tolist()) for parts, rows in groups)
        assert [parts for parts, _ in by_name] == sorted(parts for parts, _ in groups)
        assert micros(own["observed_at"]).tolist() == day.micros("observed_at")[places].tolist()
        np.testing.assert_array_equal(floats(own["value"]), day.floats("value")[places])
        word, source = words(own["venue"]), Origins(own).source if len(own) else None
        for row, place in enumerate(places.tolist()):
            assert word(row) == day.words("venue")(place)
            assert source(row) == day.origins.source(place)


def test_what_is_made_of_all_rows_is_made_once():
    """A later day of the same rows finds it."""
    frame, kept = a_frame(np.random.default_rng(1), 20), {}
    first, later = (Sheet(Rows(frame, 0, end, None, kept)) for end in (5, 20))
    assert first.floats("value") is later.floats("value")
    assert first.origins.source(3) is later.origins.source(3)
