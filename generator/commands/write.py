"""``wirecopy write``: from the store to verified articles."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from generator.commands.console import Console, near
from generator.config import Settings, find_desk, load_settings
from generator.errors import HeldError, InputError
from generator.pipeline import Desk, Outcome, write_day
from generator.store.sqlite import Store


def write(console: Console, desk: Path | None, *, as_of: datetime, asset: str | None, editions: Sequence[str]) -> None:
    """Write the editions of one instant from the desk's store.

    Raises:
        InputError: The desk has no store yet.
        HeldError: The verifier refused a text; the others are written.
    """
    settings = load_settings(find_desk(desk))
    if not settings.store.is_file():
        raise InputError(f"{settings.store}: no data yet; run `wirecopy import FILE…` or `wirecopy run --sample`")
    with Store.open(settings.store, create=False) as store:
        outcomes = articles(console, settings, store, as_of=as_of, asset=asset, editions=editions)
    console.result(printed(outcomes))


def articles(
    console: Console, settings: Settings, store: Store, *, as_of: datetime, asset: str | None, editions: Sequence[str]
) -> list[Outcome]:
    """Write from an open store, say headline and path of each article, and return them; see ``write``."""
    outcomes: list[Outcome] = []
    for outcome in write_day(
        Desk.open(settings),
        store.market(as_of),
        as_of=as_of,
        asset=asset.upper() if asset is not None else settings.assets[0],
        editions=editions or settings.editions,
    ):
        outcomes.append(outcome)
        if outcome.verdict.passed:
            console.say(f"{outcome.title}\n  {near(outcome.path)}")
    held = [outcome for outcome in outcomes if not outcome.verdict.passed]
    if held:
        reasons = [f"{each.edition}: {why.sentence}: {why.what}" for each in held for why in each.verdict.problems]
        paths = ", ".join(near(each.path) for each in held)
        raise HeldError(f"{len(held)} of {len(outcomes)} texts refused; the reasons lie in {paths}", reasons)
    return outcomes


def printed(outcomes: Sequence[Outcome]) -> list[dict[str, str]]:
    """Return what was written as a value for programs."""
    return [{"edition": each.edition, "title": each.title, "path": str(each.path)} for each in outcomes]
