"""Faults inside a JSON body that is well-formed all the same, by name.

Each is a function of a body and of chance, and knows nothing of any source: it walks to a number, a
time or a list and spoils it. A body that is no JSON, or has nothing to spoil, comes back as it was.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from datetime import datetime, timedelta
from random import Random
from typing import Any, NamedTuple

Spoil = Callable[[Any, Random], None]

_DECIMAL = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?", re.ASCII)
_ISO = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d:\d\d.*)?", re.ASCII)
#: 2015 to 2035 in seconds; times are told by this range in seconds, milliseconds, micro- and nanoseconds.
_FIRST, _LAST = 1_420_070_400, 2_051_222_400
_SCALES = (1, 1_000, 1_000_000, 1_000_000_000)


class Leaf(NamedTuple):
    """A place in a body: what holds it, and under which key or index."""

    holder: Any
    place: Any

    @property
    def value(self) -> Any:
        """What stands there."""
        return self.holder[self.place]

    def put(self, value: Any) -> None:
        """Put something else there."""
        self.holder[self.place] = value


def leaves(value: Any) -> Iterator[Leaf]:
    """Yield all places of a body that hold no list and no object."""
    places = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for place, below in list(places):
        if isinstance(below, dict | list):
            yield from leaves(below)
        else:
            yield Leaf(value, place)


def holders(value: Any, kind: type) -> Iterator[Any]:
    """Yield all lists or all objects of a body, the body itself too."""
    if isinstance(value, kind):
        yield value
    for below in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from holders(below, kind)


def is_number(value: Any) -> bool:
    """Whether a leaf is a number, or one written as text, and no time."""
    if isinstance(value, bool) or is_time(value):
        return False
    return isinstance(value, int | float) or (isinstance(value, str) and _DECIMAL.fullmatch(value) is not None)


def is_time(value: Any) -> bool:
    """Whether a leaf is a time: a count since 1970 in some unit, or ISO 8601."""
    return _scale(value) is not None or (isinstance(value, str) and _ISO.fullmatch(value) is not None)


def _scale(value: Any) -> int | None:
    if isinstance(value, str) and value.isdecimal() and len(value) < 20:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return next((scale for scale in _SCALES if _FIRST * scale <= value < _LAST * scale), None)


def moved(value: Any, by: timedelta) -> Any:
    """Return a time in its own form, moved."""
    scale = _scale(value)
    if scale is not None:
        return type(value)(int(value) + int(by.total_seconds()) * scale)
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return value
    try:
        text = (at + by).isoformat()
    except OverflowError:
        return value
    return text[: len(value)] if at.tzinfo is None else text.replace("+00:00", "Z") if value.endswith("Z") else text


def scaled(value: Any, by: float) -> Any:
    """Return a number in its own form, times a factor."""
    if isinstance(value, str):
        return format(float(value) * by, ".12g")
    return value * by


def _one_number(spoil: Callable[[Any], Any]) -> Spoil:
    def apply(body: Any, chance: Random) -> None:
        found = [leaf for leaf in leaves(body) if is_number(leaf.value)]
        if found:
            leaf = chance.choice(found)
            leaf.put(spoil(leaf.value))

    return apply


def _one_field_everywhere(spoil: Callable[[Any], Any]) -> Spoil:
    """Spoil a field in all rows at once, as a source does that changes its units."""

    def apply(body: Any, chance: Random) -> None:
        found = [leaf for leaf in leaves(body) if is_number(leaf.value)]
        if found:
            place = chance.choice(found).place
            for leaf in found:
                if leaf.place == place:
                    leaf.put(spoil(leaf.value))

    return apply


def _all_times(by: timedelta) -> Spoil:
    def apply(body: Any, _chance: Random) -> None:
        for leaf in leaves(body):
            if is_time(leaf.value):
                leaf.put(moved(leaf.value, by))

    return apply


def _one_time(by: timedelta) -> Spoil:
    def apply(body: Any, chance: Random) -> None:
        found = [leaf for leaf in leaves(body) if is_time(leaf.value)]
        if found:
            leaf = chance.choice(found)
            leaf.put(moved(leaf.value, by))

    return apply


def _milliseconds_as_seconds(body: Any, _chance: Random) -> None:
    for leaf in leaves(body):
        if _scale(leaf.value) == 1_000:
            leaf.put(type(leaf.value)(int(leaf.value) // 1_000))


def _rows(body: Any) -> list[Any]:
    """Return what has fields: objects, and lists that are rows of cells."""
    cells = (row for row in holders(body, list) if not any(isinstance(cell, dict | list) for cell in row))
    return [row for row in (*holders(body, dict), *cells) if row]


def _names(row: Any) -> list[Any]:
    return sorted(row) if isinstance(row, dict) else list(range(len(row)))


def _field_gone(body: Any, chance: Random) -> None:
    if found := _rows(body):
        row = chance.choice(found)
        del row[chance.choice(_names(row))]


def _field_gone_everywhere(body: Any, chance: Random) -> None:
    if found := _rows(body):
        name = chance.choice(_names(chance.choice(found)))
        for row in found:
            if name in _names(row):
                del row[name]


def _field_more(body: Any, chance: Random) -> None:
    for holder in holders(body, dict):
        holder[f"new_{chance.randrange(1000)}"] = chance.choice([None, 1, "text", [], {"a": 1}])


def _with_longest_list(spoil: Callable[[list[Any], Random], None]) -> Spoil:
    def apply(body: Any, chance: Random) -> None:
        longest = max(holders(body, list), key=len, default=None)
        if longest:
            spoil(longest, chance)

    return apply


def _repeat(rows: list[Any], chance: Random) -> None:
    place = chance.randrange(len(rows))
    rows.insert(place, deepcopy(rows[place]))


def _contradict(rows: list[Any], chance: Random) -> None:
    place = chance.randrange(len(rows))
    rows.insert(place, deepcopy(rows[place]))
    for leaf in leaves(rows[place]):
        if is_number(leaf.value):
            leaf.put(scaled(leaf.value, 1.1))


def _shuffle(rows: list[Any], chance: Random) -> None:
    chance.shuffle(rows)


def _backwards(rows: list[Any], _chance: Random) -> None:
    rows.reverse()


def _empty(rows: list[Any], _chance: Random) -> None:
    rows.clear()


def _halve(rows: list[Any], _chance: Random) -> None:
    del rows[: len(rows) // 2]


def _testnet(body: Any, _chance: Random) -> None:
    if isinstance(body, dict):
        body["testnet"] = True


def _spoiled(spoil: Spoil) -> Callable[[bytes, Random], bytes]:
    def apply(body: bytes, chance: Random) -> bytes:
        try:
            value = json.loads(body)
        except ValueError:
            return body
        spoil(value, chance)
        return json.dumps(value, separators=(",", ":")).encode()

    return apply


_YEAR = timedelta(days=365)

FAULTS: Mapping[str, Callable[[bytes, Random], bytes]] = {
    name: _spoiled(spoil)
    for name, spoil in {
        "null for a number": _one_number(lambda _: None),
        "text NaN": _one_number(lambda _: "NaN"),
        "bare NaN": _one_number(lambda _: float("nan")),
        "infinity": _one_number(lambda _: float("inf")),
        "number beyond floats": _one_number(lambda value: "1e999" if isinstance(value, str) else 10**400),
        "empty text for a number": _one_number(lambda _: ""),
        "object for a number": _one_number(lambda _: {"value": 1}),
        "true for a number": _one_number(lambda _: True),
        "text for a number": _one_number(lambda value: float(value) if isinstance(value, str) else str(value)),
        "wrong sign": _one_field_everywhere(lambda value: scaled(value, -1)),
        "a hundred times": _one_field_everywhere(lambda value: scaled(value, 100)),
        "a thousand times": _one_field_everywhere(lambda value: scaled(value, 1_000)),
        "a hundredth": _one_field_everywhere(lambda value: scaled(value, 0.01)),
        "a thousandth": _one_field_everywhere(lambda value: scaled(value, 0.001)),
        "zero": _one_field_everywhere(lambda value: "0" if isinstance(value, str) else 0),
        "missing field": _field_gone,
        "missing field everywhere": _field_gone_everywhere,
        "new field": _field_more,
        "old time stamps": _all_times(-_YEAR),
        "stale time stamps": _all_times(timedelta(hours=-30)),
        "future time stamps": _all_times(timedelta(days=2)),
        "one time in the future": _one_time(_YEAR),
        "time going backwards": _one_time(timedelta(days=-3)),
        "seconds for milliseconds": _milliseconds_as_seconds,
        "duplicate rows": _with_longest_list(_repeat),
        "duplicate rows that differ": _with_longest_list(_contradict),
        "unsorted rows": _with_longest_list(_shuffle),
        "rows in reverse": _with_longest_list(_backwards),
        "empty list": _with_longest_list(_empty),
        "half a list": _with_longest_list(_halve),
        "test network": _testnet,
    }.items()
}
