"""``wirecopy collect``: from the sources, or from their kept replies, to the store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from generator.collectors.headlines import page
from generator.collectors.registry import SOURCES
from generator.commands.console import Console, near
from generator.commands.lock import only_run
from generator.commands.log import Log
from generator.commands.record import recorded_totals
from generator.config import Settings, find_desk, load_secrets, load_settings
from generator.errors import WirecopyError
from generator.intake import Intake, Meanwhile, collect_day, collect_history, replay_day
from generator.model.catalogue import load_catalogue
from generator.model.names import load_names
from generator.publish.files import write_file
from generator.store.sqlite import Store
from generator.world import World

#: Headlines of a night and the day before it.
_HEADLINES: Final = timedelta(hours=36)


def world_of(console: Console, settings: Settings) -> World:
    """Return what a run of this desk is handed; keys come from the environment or the keyring."""
    return World(
        settings=settings,
        names=load_names(settings.desk),
        catalogue=load_catalogue(settings.desk),
        clock=console.clock,
        chance=console.chance,
        secrets=load_secrets(source.key.name for source in SOURCES if source.key is not None),
    )


def gather_day(
    console: Console, settings: Settings, store: Store, *, sources: Sequence[str], meanwhile: Meanwhile = None
) -> Intake:
    """Collect into an open store, say what it brought, and lay out the headlines for the editors."""
    world = world_of(console, settings)
    recorded = () if sources else recorded_totals(store, world.names, at=console.clock())
    intake = collect_day(world, store, only=sources, also=recorded, meanwhile=meanwhile)
    report(console, settings, intake)
    if settings.collecting.feeds:
        now = console.clock()
        path = settings.output / "headlines" / f"{now:%Y-%m-%d}.md"
        write_file(path, page(store.headlines(now - _HEADLINES, now), now.date()))
        console.say(f"headlines for the editors: {near(path)}")
    return intake


def collect(console: Console, desk: Path | None, *, sources: Sequence[str]) -> None:
    """Ask the sources for the day's readings.

    Raises:
        WirecopyError: Not one of them answered, or another run is at work.
    """
    settings = load_settings(find_desk(desk))
    with only_run(settings.lock, at=console.clock()), Store.open(settings.store) as store:
        intake = gather_day(console, settings, store, sources=sources)
    console.result(told(intake))
    if not intake.answered:
        raise WirecopyError("no source answered; see above, and `wirecopy doctor`")


def collect_past(console: Console, desk: Path | None, *, sources: Sequence[str], reach: timedelta) -> None:
    """Ask the sources for what they have of the past; what was fetched before is not asked again."""
    settings = load_settings(find_desk(desk))
    with only_run(settings.lock, at=console.clock()), Store.open(settings.store) as store:
        world = world_of(console, settings)
        with console.counting("pages of history") as begin:
            intake = collect_history(world, store, reach=reach, only=sources, begin=begin)
        report(console, settings, intake)
    console.result(told(intake))


def replay(console: Console, desk: Path | None, *, day: date) -> None:
    """Read a day's kept replies again, in place of what they had given."""
    settings = load_settings(find_desk(desk))
    with only_run(settings.lock, at=console.clock()), Store.open(settings.store, create=False) as store:
        intake = replay_day(world_of(console, settings), store, day)
        report(console, settings, intake)
    console.result(told(intake))


def report(console: Console, settings: Settings, intake: Intake) -> None:
    """Say what a run brought, and write it into the desk's log."""
    Log(settings.log, console.clock).intake(intake)
    for trouble in intake.troubles:
        console.warn(f"{trouble.source}: {' '.join(filter(None, (trouble.kind, trouble.subject)))}: {trouble.why}")
    for aside in intake.aside:
        console.warn(f"set aside {aside.id}: {aside.why}")
    console.say(str(intake))


def told(intake: Intake) -> Mapping[str, object]:
    """Return a run as a value for programs."""
    return {
        "run": intake.run,
        "asked": dict(intake.asked),
        "answered": dict(intake.answered),
        "new": intake.added.new,
        "unchanged": intake.added.unchanged,
        "revised": intake.added.revised,
        "headlines": intake.headlines,
        "troubles": [
            {"source": each.source, "kind": each.kind, "subject": each.subject, "why": each.why, "feeds": each.feeds}
            for each in intake.troubles
        ],
        "aside": [{"id": each.id, "why": each.why} for each in intake.aside],
    }
