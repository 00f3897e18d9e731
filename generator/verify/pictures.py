"""Pictures: the tables that lie beside them, against the evidence's facts.

Nobody can read a line off a drawing to the last digit, but its table has the same values. What
must be in the table follows from the evidence alone; how it was drawn is not looked at.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from generator.model.article import Problem
from generator.verify.ledger import Ledger
from generator.verify.scan import plain

if TYPE_CHECKING:
    from generator.verify.ledger import Given

_IMAGE: Final = re.compile(r"!\[(?P<alt>[^\]]*)\]\((?:\./)?(?P<path>[^)\s]*)[^)]*\)")
_EXPIRY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT: Final = timedelta(microseconds=1)


class _Table(NamedTuple):
    """A picture's CSV: the places, and a column of cells for each trace."""

    places: Sequence[str]
    columns: Sequence[Sequence[str]]


def check_pictures(
    markdown: str, evidence: Mapping[str, Any], files: Mapping[str, str] | None = None
) -> tuple[Problem, ...]:
    """Judge the pictures that a text shows.

    Args:
        markdown: The finished text.
        evidence: What was written beside it; ``pictures`` names the facts of each table's columns.
        files: What lies in the article's folder of pictures, name → text; None where it is not at hand.

    Returns:
        What is wrong; nothing where every picture shows what the evidence holds.
    """
    if "![" not in markdown:
        return ()
    known = {f"{evidence.get('slug', '')}/{each['id']}.svg": each for each in evidence.get("pictures", ())}
    spoken = _spoken_of(evidence, {plain(image["alt"]) for image in _IMAGE.finditer(markdown)})
    ledger = Ledger(evidence)
    found: list[Problem] = []
    for image in _IMAGE.finditer(markdown):
        where, picture = f"picture {image['path']}", known.get(image["path"])
        if picture is None:
            what = "is none of the evidence's; a person must sign for it"
            found.append(Problem(where, "not-checkable", what, "yellow"))
            continue
        told = spoken.get(plain(image["alt"]))
        if told is not None and not told & _series(picture):
            found.append(Problem(where, "context", "its alternative text tells of something else"))
        if files is not None:
            found.extend(_files_faults(where, picture, files, ledger))
    return tuple(found)


def _files_faults(
    where: str, picture: Mapping[str, Any], files: Mapping[str, str], ledger: Ledger
) -> Iterator[Problem]:
    drawing, table = files.get(f"{picture['id']}.svg"), files.get(f"{picture['id']}.csv")
    if drawing is None or table is None:
        yield Problem(where, "context", "the picture or its table is missing; write the article anew")
        return
    if hashlib.sha256(drawing.encode()).hexdigest() != picture["sha256"]:
        yield Problem(where, "not-checkable", "was changed after it was drawn; write the article anew")
    yield from (Problem(where, "number", what) for what in _wrong(picture, table, ledger))


def _spoken_of(evidence: Mapping[str, Any], texts: set[str]) -> dict[str, set[str]]:
    """Return the series that the evidence's sentences of these texts make claims of."""
    names = {each["id"]: text for each in evidence.get("sentences", ()) if (text := plain(each["text"])) in texts}
    spoken: dict[str, set[str]] = {text: set() for text in names.values()}
    for claim in evidence.get("claims", ()):
        if claim["sentence"] in names:
            spoken[names[claim["sentence"]]].add(_base(claim["fact"]))
    return spoken


def _series(picture: Mapping[str, Any]) -> set[str]:
    columns = picture["facts"]
    return {_base(fact) for column in columns for fact in ([column] if isinstance(column, str) else column) if fact}


def _base(fact: str) -> str:
    return fact.partition("~")[0]


def _wrong(picture: Mapping[str, Any], text: str, ledger: Ledger) -> Iterator[str]:
    table = _read(text)
    columns = picture["facts"]
    if table is None or len(table.columns) != len(columns):
        yield "its table has not the columns that the evidence names"
        return
    for column, facts in zip(table.columns, columns, strict=True):
        if isinstance(facts, str):
            yield from _last(table.places, column, facts, ledger)
        elif len(facts) != len(column):
            yield f"its table has {len(column)} rows, the evidence {len(facts)}"
        else:
            for place, cell, fact in zip(table.places, column, facts, strict=True):
                yield from _cell(cell, fact, ledger)
                yield from _place(place, fact)
    for fact, value in picture.get("marks", {}).items():
        yield from _cell(str(value), fact, ledger)


def _last(places: Sequence[str], column: Sequence[str], fact_id: str, ledger: Ledger) -> Iterator[str]:
    """Yield what is wrong with the last value of a column over days: its size, or its day."""
    at = next((at for at in range(len(column) - 1, -1, -1) if column[at]), None)
    if at is None:
        yield f"its table has no value of {fact_id}"
        return
    yield from _cell(column[at], fact_id, ledger)
    fact = ledger.get(fact_id)
    if fact is not None and fact.as_of is not None and places[at] not in _days(fact):
        yield f"{fact_id} is of {fact.as_of:%Y-%m-%d}, and its table says {places[at]}"
    if not _is_daily(places):
        yield "the days of its table do not follow each other"


def _place(place: str, fact_id: str) -> Iterator[str]:
    """Yield what is wrong where a row stands beside a date: its fact is of that expiry."""
    if fact_id and _EXPIRY.fullmatch(place) and f"/{place}" not in _base(fact_id):
        yield f"{fact_id} stands beside {place}"


def _days(fact: Given) -> set[str]:
    """Return the day that a fact is of; what is of midnight may end the day before."""
    if fact.as_of is None:
        return set()
    return {fact.as_of.date().isoformat(), (fact.as_of - _MOMENT).date().isoformat()}


def _is_daily(places: Sequence[str]) -> bool:
    try:
        days = [date.fromisoformat(place).toordinal() for place in places]
    except ValueError:
        return False
    return days == list(range(days[0], days[0] + len(days)))


def _cell(cell: str, fact_id: str, ledger: Ledger) -> Iterator[str]:
    fact = ledger.get(fact_id) if fact_id else None
    if fact is None:
        if cell or fact_id:
            yield f"{cell or 'a hole'} is no fact of the evidence: {fact_id or 'none is named'}"
    elif fact.value is not None:
        if _number(cell) != fact.value:
            yield f"{cell or 'a hole'} is not {fact_id}, which is {fact.value}"
    elif cell != fact.text("state"):
        yield f"{cell or 'a hole'} is not {fact_id}, which is {fact.text('state')}"


def _number(cell: str) -> Decimal | None:
    try:
        return Decimal(cell)
    except InvalidOperation:
        return None


def _read(text: str) -> _Table | None:
    rows = list(csv.reader(text.splitlines()))
    if len(rows) < 2 or any(len(row) != len(rows[0]) for row in rows):
        return None
    places, *columns = zip(*rows[1:], strict=True)
    return _Table(places, columns)
