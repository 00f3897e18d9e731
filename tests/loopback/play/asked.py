"""What every played source needs: the question's fields, and how to refuse it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tests.loopback.play.past import Past


class Refused(Exception):  # noqa: N818 - an answer, not an error of ours
    """A source's refusal: its status and its own words."""

    def __init__(self, status: int, payload: object) -> None:
        super().__init__(f"{status} {payload}")
        self.status = status
        self.payload = payload


class Unplayed(Exception):  # noqa: N818 - says what the world lacks
    """Nobody plays this path; the real source may have it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question to a played source."""

    path: str
    query: Mapping[str, str]
    body: bytes
    headers: Mapping[str, str]

    def text(self, name: str, usual: str | None = None) -> str:
        """Return a parameter, or what the source takes where it is not given."""
        value = self.query.get(name, usual)
        if value is None:
            raise Refused(400, {"error": f"parameter {name} is missing"})
        return value

    def whole(self, name: str, usual: int) -> int:
        """Return a whole number, or what the source takes where it is not given."""
        return int(self.query[name]) if self.query.get(name) else usual

    def posted(self) -> dict[str, Any]:
        """Return the posted JSON object."""
        return dict(json.loads(self.body))


Play = Callable[[Past, Asked], object]


def nobody(past: Past, asked: Asked) -> object:
    """Play a source that there is none of."""
    del past, asked
    raise Unplayed


def iso(at: int, places: int = 3) -> str:
    """Return an instant as sources write it."""
    moment = datetime.fromtimestamp(at / 1000, UTC)
    text = moment.strftime("%Y-%m-%dT%H:%M:%S")
    return f"{text}.{moment.microsecond // 1000:03d}{'0' * (places - 3)}Z" if places else f"{text}Z"


def day_of(at: int) -> datetime:
    """Return the day of an instant."""
    return datetime.fromtimestamp(at / 1000, UTC)


def plain(number: float, places: int = 8) -> str:
    """Return a number as text with so many places."""
    return f"{number:.{places}f}"


def short(number: float) -> str:
    """Return a number as text without an exponent and without idle noughts."""
    text = f"{number:.12f}".rstrip("0").rstrip(".")
    return text if text not in ("", "-0") else "0"
