"""Spoil a reply's bytes or its JSON at random, without knowing what it means."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from copy import deepcopy
from random import Random
from typing import Any

from tests.loopback.payload_faults import FAULTS, holders, leaves

#: What may stand where something else belongs.
VALUES: Sequence[Any] = (
    None, True, False, 0, -1, 1, 0.0, -0.0, 1e308, -1e308, 5e-324, 10**30, 2**53 + 1, -(2**63), 1e-9, "", " ", "0",
    "NaN", "nan", "Infinity", "-inf", "1e999", "1_000", "١٢", "0x10", "1,5", "+1", ".", "null", "9" * 30, "x" * 500,
    "\u0000", "\ud7ff", "2026-02-30", "2026-02-10T10:00:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59+14:00", "-1",
    [], {}, [[]], [None], {"": None}, {"value": 1}, [[[[[[[[]]]]]]]], 1770717600, 1770717600000, 1770717600000000,
    "1770717600", "1770717600000", float("nan"), float("inf"), float("-inf"),
)  # fmt: skip
_TOKENS = (
    b"NaN",
    b"Infinity",
    b"-",
    b"1e400",
    b"null",
    b'"',
    b"\\",
    b"\xff\xfe",
    b"\x00",
    b"{",
    b"]",
    b",,",
    b"<html>",
    b"//",
)
_LARGE = 20_000
_ROWS = 12


def shortened(body: bytes) -> bytes:
    """Return a large body with the first rows of each list alone: what may go wrong goes wrong in a few rows."""
    if len(body) < _LARGE:
        return body
    value = json.loads(body)
    for rows in list(holders(value, list)):
        del rows[_ROWS:]
    return json.dumps(value).encode()


def mutated(body: bytes, chance: Random) -> bytes:
    """Return a body with one to three things spoiled."""
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        body = chance.choice(_WAYS)(body, chance)
    return body


def _bytes(body: bytes, chance: Random) -> bytes:
    if not body:
        return bytes(chance.randrange(256) for _ in range(chance.randrange(40)))
    start = chance.randrange(len(body))
    end = min(start + chance.randrange(1, 30), len(body))
    return chance.choice(
        (
            body[:start],
            body[:start] + body[end:],
            body[:end] + body[start:],
            body[:start] + bytes([body[start] ^ (1 << chance.randrange(8))]) + body[start + 1 :],
            body[:start] + chance.choice(_TOKENS) + body[start:],
            body[:start] + chance.choice(_TOKENS) + body[end:],
            body[:start] + bytes([chance.choice(b"0123456789.-eE")]) + body[start + 1 :],
        )
    )


def _json(body: bytes, chance: Random) -> bytes:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return _bytes(body, chance)
    top = {"": value}
    found = list(leaves(top))
    below = [holder for kind in (dict, list) for holder in holders(value, kind) if holder]
    if below and chance.random() < 0.4:
        holder = chance.choice(below)
        place = chance.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
        _change(holder, place, chance)
    elif found:
        chance.choice(found).put(deepcopy(chance.choice(VALUES)))
    return json.dumps(top[""]).encode("utf-8", "surrogatepass")


def _change(holder: Any, place: Any, chance: Random) -> None:
    """Remove, replace, repeat or rename one thing below a list or an object."""
    way = chance.randrange(4)
    if way == 0:
        del holder[place]
    elif way == 1:
        holder[place] = deepcopy(chance.choice(VALUES))
    elif isinstance(holder, list):
        holder.insert(chance.randrange(len(holder) + 1), deepcopy(holder[place]))
    else:
        holder[chance.choice(("", "symbol", "data", "result", f"{place}_"))] = holder.pop(place)


def _spoiled(body: bytes, chance: Random) -> bytes:
    try:
        return chance.choice(list(FAULTS.values()))(body, chance)
    except (ValueError, OverflowError, RecursionError, KeyError, IndexError, TypeError):
        return _bytes(body, chance)


_WAYS: Sequence[Callable[[bytes, Random], bytes]] = (_bytes, _json, _json, _json, _spoiled)
