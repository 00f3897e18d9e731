"""Replies made of captures, and the places in them that can be spoilt."""

from __future__ import annotations

import copy
import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import strategies as st

from generator.model.names import load_names
from generator.model.reply import Reply

CAPTURES = Path(__file__).parents[2] / "captures"
RECORDED = Path(__file__).parents[4] / "shared" / "recorded"
NAMES = load_names()


def capture(path):
    """Return a capture's body: ``fred/DGS10-2026-02.json``."""
    return (CAPTURES / path).read_bytes()


def reply(source, kind, body, *, subject="", at=datetime(2026, 9, 20, tzinfo=UTC)):
    """Return a reply as the client hands it on; ``body`` may be a value that becomes JSON."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Reply(
        source=source.id, kind=kind, subject=subject, url=f"{source.base_url}/asked", status=200, asked_at=at,
        fetched_at=at, body=raw,
    )  # fmt: skip


def told(source, kind, body, **of):
    """Return the readings of a body, as a run reads it."""
    came = reply(source, kind, body, **of)
    return list(source.parsers[kind](came, origin=came.origin(source.publisher), names=NAMES))


def values(observations):
    """Return series → value; one reading a series is meant."""
    return {str(each.series): each.value for each in observations}


def same(observations):
    """Return readings without the hash of the body that they came in."""
    return [(each.series, each.value, each.unit, each.observed_at, each.available_at) for each in observations]


def places(value, path=()):
    """Yield the path of everything in a body, the body itself excepted."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for place, below in inside:
        yield (*path, place)
        yield from places(below, (*path, place))


def at_path(value, path):
    """Return what stands at a path."""
    for part in path:
        value = value[part]
    return value


def put(body, path, value):
    """Return a copy of a body with something else at a path."""
    changed = copy.deepcopy(body)
    at_path(changed, path[:-1])[path[-1]] = value
    return changed


def without(body, path):
    """Return a copy of a body that lacks what stood at a path."""
    changed = copy.deepcopy(body)
    del at_path(changed, path[:-1])[path[-1]]
    return changed


def with_more(value):
    """Return a copy in which every object has a field that nobody knows."""
    if isinstance(value, dict):
        return {**{name: with_more(below) for name, below in value.items()}, "brand_new": {"deep": [None]}}
    return [with_more(below) for below in value] if isinstance(value, list) else value


def sha(body):
    """Return what the provenance of a body's readings holds."""
    return hashlib.sha256(body).hexdigest()


def spoiled(draw, body, spoilers):
    """Return a body of which one to three places were lost or became something else."""
    for _ in range(draw(st.integers(1, 3))):
        found = list(places(body))
        if not found:
            break
        path = draw(st.sampled_from(found))
        body = without(body, path) if draw(st.booleans()) else put(body, path, draw(spoilers))
    return body
