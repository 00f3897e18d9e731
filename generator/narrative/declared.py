"""Which charts there can be, as ``data/reference/charts.yaml`` declares them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final, get_args

from generator.errors import InputError
from generator.model.chart import Form
from generator.resources import Lines, find, read_yaml

#: Everything an article writes about, where an entry names no asset of its own.
ALL: Final = "all"
_ID: Final = re.compile(r"[a-z][a-z0-9-]*")
_DIGIT: Final = re.compile(r"\d")
_WORDED: Final = ("title", "note")


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """One chart that could be drawn; the file's head says what each part means."""

    id: str
    editions: tuple[str, ...]
    form: Form
    metrics: Mapping[str, str]
    title: str
    note: str
    needs: int
    asset: str = ""
    tenors: Mapping[str, str]
    past: Mapping[str, str]
    venues: str = ""
    days: int = 0
    zones: tuple[str, ...] | None = ()
    marks: Mapping[str, str]
    news: bool = False


@dataclass(frozen=True, slots=True)
class Album:
    """Every chart in order of preference, and how many of them an edition has at most."""

    most: Mapping[str, int]
    charts: tuple[Declared, ...]


def load_charts(desk: Path | None = None) -> Album:
    """Read ``charts.yaml``, the desk's own before the shipped one.

    Raises:
        InputError: An entry lacks a part, has an unknown one, or a number in its words; with its line.
    """
    path = find("data/reference", "charts.yaml", desk)
    data = read_yaml(path)
    try:
        entries = data["charts"]
        charts = tuple(_declared(path, entries, name) for name in entries)
        return Album({edition: int(most) for edition, most in data["most"].items()}, charts)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise InputError(f"{path}:1: not a list of charts ({error}); it needs most and charts") from error


def _declared(path: Path, entries: Lines, name: str) -> Declared:
    entry, where = entries[name], f"{path}:{entries.lines[name]}"
    if not isinstance(entry, Lines) or _ID.fullmatch(name) is None:
        raise InputError(f"{where}: {name!r} is no chart; write its parts below a name of small letters")
    known = {field.name for field in fields(Declared)} - {"id"}
    for key in entry:
        if key not in known:
            raise InputError(f"{path}:{entry.lines[key]}: unknown part {key!r}; use one of {', '.join(sorted(known))}")
    for key in ("editions", "form", "metrics", "title", "note", "needs"):
        if key not in entry:
            raise InputError(f"{where}: {name} lacks {key}; see the entries beside it")
    if entry["form"] not in get_args(Form):
        raise InputError(f"{path}:{entry.lines['form']}: unknown form {entry['form']!r}")
    worded = [*(str(entry[key]) for key in _WORDED), *_labels(entry)]
    if told := next((words for words in worded if _DIGIT.search(words)), None):
        raise InputError(f"{where}: {told!r} has a number; words beside a chart say none")
    return Declared(
        id=name,
        editions=tuple(entry["editions"]),
        form=entry["form"],
        metrics=dict(entry["metrics"]),
        title=entry["title"],
        note=entry["note"],
        needs=int(entry["needs"]),
        asset=entry.get("asset", ""),
        tenors=dict(entry.get("tenors", {"": ""})),
        past=dict(entry.get("past", {})),
        venues=entry.get("venues", ""),
        days=int(entry["days"]) if "days" in entry else 0,
        zones=None if entry.get("zones") == ALL else tuple(entry.get("zones", ())),
        marks=dict(entry.get("marks", {})),
        news=entry.get("news") is True,
    )


def _labels(entry: Mapping[str, Any]) -> list[str]:
    listed = [entry.get(key, {}) for key in ("metrics", "tenors", "past", "marks")]
    return [str(words) for mapping in listed for words in mapping.values()]
