"""A backtest as a file: the command leaves ``output/backtest.json``, the site makes a page of it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any, Final, get_args

from generator.errors import InputError
from generator.model.backtest import (
    After,
    Against,
    Backtest,
    Difference,
    Fall,
    Kind,
    Noise,
    Run,
    Spells,
    Spread,
    Trial,
)
from generator.model.chart import Tone
from generator.publish.files import write_file

FILE: Final = "backtest.json"


def plain(backtest: Backtest) -> dict[str, Any]:
    """Return a backtest as values that JSON has."""
    found: dict[str, Any] = json.loads(json.dumps(asdict(backtest), default=str))
    return found


def write_backtest(path: Path, backtest: Backtest) -> None:
    """Write a backtest to a file.

    Raises:
        InputError: The place cannot be written.
    """
    write_file(path, json.dumps(plain(backtest), ensure_ascii=False) + "\n")


def read_backtest(path: Path) -> Backtest | None:
    """Return a backtest from a file, None where there is none.

    Raises:
        InputError: It cannot be read.
    """
    if not path.is_file():
        return None
    try:
        return _backtest(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"{path}: is no backtest ({error}); run `wirecopy rules backtest` again") from error


def _backtest(read: Mapping[str, Any]) -> Backtest:
    return Backtest(
        asset=str(read["asset"]),
        first=date.fromisoformat(read["first"]),
        last=date.fromisoformat(read["last"]),
        tested=tuple(_tested(each) for each in read["tested"]),
        falls=tuple(Fall(**{**each, "day": date.fromisoformat(each["day"])}) for each in read["falls"]),
        against=None if read["against"] is None else _against(read["against"]),
    )


def _tested(read: Mapping[str, Any]) -> Trial:
    _check(read["kind"], get_args(Kind))
    return Trial(
        id=str(read["id"]), kind=read["kind"], tenor=str(read["tenor"]), documents=_texts(read["documents"]),
        known=int(read["known"]), first=date.fromisoformat(read["first"]), last=date.fromisoformat(read["last"]),
        pairs=int(read["pairs"]), changes=int(read["changes"]), bare=int(read["bare"]),
        labels=tuple(_spells(each) for each in read["labels"]),
        all_days=tuple(_after(each) for each in read["all_days"]),
        runs=tuple(
            Run(first=date.fromisoformat(each["first"]), days=int(each["days"]), state=str(each["state"]))
            for each in read["runs"]
        ),
        never=_texts(read["never"]), resting=str(read["resting"]),
        noise=None if read["noise"] is None else Noise(**read["noise"]),
    )  # fmt: skip


def _spells(read: Mapping[str, Any]) -> Spells:
    _check(read["tone"], get_args(Tone))
    return Spells(
        state=str(read["state"]), tone=read["tone"], days=int(read["days"]), share=float(read["share"]),
        episodes=int(read["episodes"]), typical=float(read["typical"]), longest=int(read["longest"]),
        after=tuple(_after(each) for each in read["after"]),
    )  # fmt: skip


def _after(read: Mapping[str, Any]) -> After:
    low, high = read["interval"] if read["interval"] is not None else (None, None)
    return After(
        days=int(read["days"]), held=_spread(read["held"]), entered=_spread(read["entered"]),
        interval=None if low is None or high is None else (float(low), float(high)),
    )  # fmt: skip


def _spread(read: Mapping[str, Any] | None) -> Spread | None:
    if read is None:
        return None
    return Spread(n=int(read["n"]), median=float(read["median"]), low=float(read["low"]), high=float(read["high"]))


def _against(read: Mapping[str, Any]) -> Against:
    return Against(
        name=str(read["name"]), first=date.fromisoformat(read["first"]), last=date.fromisoformat(read["last"]),
        differences=tuple(
            Difference(**{**each, "day": date.fromisoformat(each["day"])}) for each in read["differences"]
        ),
        only_here=_texts(read["only_here"]), only_there=_texts(read["only_there"]),
    )  # fmt: skip


def _texts(read: Sequence[object]) -> tuple[str, ...]:
    return tuple(str(each) for each in read)


def _check(read: object, known: Sequence[str]) -> None:
    if read not in known:
        raise ValueError(f"{read!r} is none of {', '.join(known)}")
