"""What a picture consists of: words, paths and dots in places, coloured by role."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Anchor = Literal["start", "middle", "end"]
#: ``t`` the title, ``n`` the note under it, ``k`` labels, ``v`` values in bold.
Voice = Literal["t", "n", "k", "v"]
Point = tuple[float, float]


def coordinate(value: float) -> str:
    """Return a coordinate with one decimal at most: ``12.5``, ``8``."""
    return f"{tenths(value) / 10:g}"


def tenths(value: float) -> int:
    """Return a coordinate in tenths, rounded."""
    return round(value * 10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A line of text.

    Args:
        strong: What follows it in bold.
        halo: Whether its letters are edged with paper, to be read over lines.
        minor: Whether it is left out on a phone, where labels are larger.
    """

    x: str
    y: str
    text: str
    ink: str
    voice: Voice = "k"
    anchor: Anchor = "start"
    strong: str = ""
    halo: bool = False
    minor: bool = False
    kind: Literal["words"] = "words"


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """A path, stroked, filled or both; the names are roles of the palette, "" is none."""

    d: str
    stroke: str = ""
    fill: str = ""
    width: str = "1"
    dash: str = ""
    kind: Literal["path"] = "path"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A round mark with an edge in the colour of the paper, so that it stands off its line."""

    x: str
    y: str
    fill: str
    stroke: str = "paper"
    radius: str = "4"
    kind: Literal["dot"] = "dot"


Shape = Words | Path | Dot


def words(place: Point, text: str, ink: str = "muted", voice: Voice = "k", anchor: Anchor = "start") -> Words:
    """Return a line of text at a place."""
    return Words(x=coordinate(place[0]), y=coordinate(place[1]), text=text, ink=ink, voice=voice, anchor=anchor)


def rule(start: Point, end: Point) -> str:
    """Return the path of a straight line along one axis."""
    head = f"M{coordinate(start[0])} {coordinate(start[1])}"
    return f"{head}H{coordinate(end[0])}" if start[1] == end[1] else f"{head}V{coordinate(end[1])}"


def box(left: float, top: float, right: float, bottom: float) -> str:
    """Return the path of a rectangle."""
    return (
        f"M{coordinate(left)} {coordinate(top)}H{coordinate(right)}"
        f"V{coordinate(bottom)}H{coordinate(left)}z"
    )  # fmt: skip


def boxes(rectangles: Iterable[tuple[float, float, float, float]]) -> str:
    """Return one path of many rectangles (left, top, right, bottom)."""
    return "".join(box(*each) for each in rectangles)


def run(points: Sequence[Point]) -> str:
    """Return the path through points, in steps from one to the next: half as long as full coordinates.

    Steps are taken between rounded places, so rounding does not add up.
    """
    x, y = tenths(points[0][0]), tenths(points[0][1])
    parts = [f"M{x / 10:g} {y / 10:g}"]
    if len(points) == 1:
        return parts[0] + "h0"  # with round ends: a day between two holes is a dot
    letter = "l"
    for to_x, to_y in ((tenths(a), tenths(b)) for a, b in points[1:]):
        down = to_y - y
        parts.append(
            f"{letter}{(to_x - x) / 10:g}{down / 10:g}" if down < 0 else f"{letter}{(to_x - x) / 10:g} {down / 10:g}"
        )
        x, y, letter = to_x, to_y, " "
    return "".join(parts)


def runs(points: Iterable[Point | None]) -> list[list[Point]]:
    """Return the points in unbroken runs: None is a hole, and a line does not cross it."""
    found: list[list[Point]] = [[]]
    for point in points:
        if point is not None:
            found[-1].append(point)
        elif found[-1]:
            found.append([])
    return [each for each in found if each]
