"""``wirecopy write``: from the store to verified articles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from generator.commands.console import Console, near
from generator.config import WEEKLY, Settings, find_desk, load_settings
from generator.desk import Desk
from generator.errors import HeldError, InputError
from generator.model.instants import closing_day
from generator.model.review import PUBLISHER, VERIFIER, Review
from generator.pipeline import Outcome, write_day
from generator.store.sqlite import Store

_SUNDAY: Final = 6


def write(console: Console, desk: Path | None, *, as_of: datetime, asset: str | None, editions: Sequence[str]) -> None:
    """Write the editions of one instant from the desk's store.

    Raises:
        InputError: The desk has no store yet.
        HeldError: The verifier refused a text, or a person has let one through; the others are written.
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
    about = asset.upper() if asset is not None else settings.assets[0]
    outcomes: list[Outcome] = []
    for outcome in written(
        settings, store, as_of=as_of, asset=about, editions=editions or due(settings, as_of), at=console.clock()
    ):
        outcomes.append(outcome)
        if outcome.is_published:
            console.say(f"{outcome.title}\n  {near(outcome.path)}")
    refuse_if_any(outcomes)
    return outcomes


def due(settings: Settings, as_of: datetime) -> list[str]:
    """Return the editions that a desk writes of a day: the week in review with the day that ends a week."""
    ends_week = closing_day(as_of).weekday() == _SUNDAY
    return [edition for edition in settings.editions if edition != WEEKLY or ends_week]


def written(
    settings: Settings, store: Store, *, as_of: datetime, asset: str, editions: Sequence[str], at: datetime
) -> Iterator[Outcome]:
    """Write, leave alone what a person let through, and put down what the verifier refused.

    Args:
        settings: The desk's.
        store: What is known, and what was decided.
        as_of: The instant, exclusive.
        asset: What the articles are about.
        editions: Which to write.
        at: The time now, for decisions.
    """
    reviews = store.reviews()
    pinned = {slug: review for slug, review in reviews.items() if review.pins}
    for outcome in write_day(
        Desk.open(settings),
        store.market(as_of),
        as_of=as_of,
        asset=asset,
        editions=editions,
        pinned=pinned,
        memory=store,
    ):
        put_down(settings, store, outcome, reviews, at=at)
        yield outcome


def put_down(
    settings: Settings, store: Store, outcome: Outcome, reviews: Mapping[str, Review], *, at: datetime
) -> None:
    """Put down what the verifier refused, unless a person has decided on the article that stays."""
    if not outcome.verdict.passed and not _decided(reviews.get(outcome.verdict.slug), settings):
        store.decide(_refused(outcome, at))


def _decided(review: Review | None, settings: Settings) -> bool:
    """Whether a person has decided on the article that stays: a refused draft beside it must not undo that."""
    if review is None or review.by in (VERIFIER, PUBLISHER):
        return False
    return (settings.articles / f"{review.slug}.md").is_file()


def _refused(outcome: Outcome, at: datetime) -> Review:
    # Nearly every text passes, and what judges edited ones is not needed then.
    from generator.editing.copydesk import lines  # noqa: PLC0415
    from generator.editing.manuscript import read_manuscript  # noqa: PLC0415

    slug = outcome.verdict.slug
    text = read_manuscript(outcome.path.with_name(f"{slug}.md"))
    reasons = tuple(lines(outcome.verdict.problems))
    return Review(slug=slug, state="held", at=at, by=VERIFIER, reasons=reasons, sha256=text.sha256)


def refuse_if_any(outcomes: Sequence[Outcome]) -> None:
    """Raise what became of those that were not written.

    Raises:
        HeldError: There is one.
    """
    held = [outcome for outcome in outcomes if not outcome.verdict.passed]
    kept = [_stays(each.verdict.slug, each.kept) for each in outcomes if each.kept]
    if held:
        reasons = [f"{each.edition}: {why.sentence}: {why.what}" for each in held for why in each.verdict.problems]
        paths = ", ".join(near(each.path) for each in held)
        raise HeldError(f"{len(held)} of {len(outcomes)} texts refused; the reasons lie in {paths}", [*kept, *reasons])
    if kept:
        raise HeldError(f"{len(kept)} of {len(outcomes)} texts stay as they were", kept)


def _stays(slug: str, kept: Review) -> str:
    from generator.editing.copydesk import told  # noqa: PLC0415 - as above

    return f"{slug}: {told(kept)}; use `wirecopy correct`"


def printed(outcomes: Sequence[Outcome]) -> list[dict[str, str]]:
    """Return what was written as a value for programs."""
    return [{"edition": each.edition, "title": each.title, "path": str(each.path)} for each in outcomes]
