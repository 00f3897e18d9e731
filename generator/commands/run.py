"""``wirecopy run``: fill the store, write, publish."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from generator.commands.collect import gather_day, told
from generator.commands.console import Console
from generator.commands.lock import only_run
from generator.commands.log import Log
from generator.commands.sample import fill
from generator.config import Settings, find_desk, load_settings
from generator.errors import HeldError
from generator.intake import Intake
from generator.store.sqlite import Store

_SECOND = timedelta(seconds=1)


def run_sample(
    console: Console, desk: Path | None, *, as_of: datetime, asset: str | None, editions: Sequence[str]
) -> None:
    """Fill the desk's store from the shipped history, write and publish; see ``write`` and ``publish``.

    Raises:
        InputError: A file of the sample cannot be read.
        HeldError: The verifier refused a text.
    """
    from generator.commands.write import articles, printed  # noqa: PLC0415 - see run_live

    settings = load_settings(find_desk(desk))
    with Store.open(settings.store) as store:
        fill(console, store, desk=settings.desk)
        try:
            outcomes = articles(console, settings, store, as_of=as_of, asset=asset, editions=editions)
        except HeldError:
            _bring_out(console, settings)  # one edition's refusal is not the others'
            raise
    console.result({"articles": printed(outcomes), **_bring_out(console, settings)})


def run_live(console: Console, desk: Path | None, *, asset: str | None, editions: Sequence[str]) -> None:
    """Collect the day's readings, write and publish; a second run while one is at work says who holds the desk.

    Raises:
        HeldError: Nothing sound could be said: no price came, its sources contradict each other, or
            the verifier refused a text.
        WirecopyError: Another run is at work.
    """
    settings = load_settings(find_desk(desk))
    log = Log(settings.log, console.clock)
    with only_run(settings.lock, at=console.clock()), Store.open(settings.store) as store:
        # What writes is loaded while the sources answer: pandas alone takes half a second.
        load = partial(import_module, "generator.commands.write")
        intake = gather_day(console, settings, store, sources=(), meanwhile=load)
        from generator.commands.write import articles, printed  # noqa: PLC0415 - now it is there

        # What was fetched a moment ago is known in the second that has now begun to pass.
        as_of = console.clock().replace(microsecond=0) + _SECOND
        about = asset.upper() if asset is not None else settings.assets[0]
        sound = False
        try:
            _hold_unless_sound(intake, about)
            sound = True
            outcomes = articles(console, settings, store, as_of=as_of, asset=about, editions=editions)
        except HeldError as error:
            log.note("held", run=intake.run, why=str(error), reasons=list(error.reasons))
            if sound:
                _bring_out(console, settings)  # one edition's refusal is not the others'
            raise
        for outcome in outcomes:
            log.note("written", run=intake.run, edition=outcome.edition, path=str(outcome.path), title=outcome.title)
        brought = _bring_out(console, settings)
    console.result({**told(intake), "articles": printed(outcomes), **brought})


def _bring_out(console: Console, settings: Settings) -> dict[str, Any]:
    """Bring the site and the newsletter's drafts up to date, where the desk has said at which address it is read."""
    if not settings.base_url:
        console.say("no site was built: base_url is empty in wirecopy.toml")
        return {}
    from generator.commands.publish import drafts, short_forms, site  # noqa: PLC0415 - as above, and not needed before

    told: dict[str, Any] = {"site": site(console, settings)}
    if settings.publishing.shorts:
        told["shorts"] = short_forms(console, settings)
    return {**told, "newsletter": drafts(console, settings)} if settings.newsletter.targets else told


def _hold_unless_sound(intake: Intake, asset: str) -> None:
    """Hold everything where no sound price of the asset came: an article of today tells no price of yesterday.

    Raises:
        HeldError: It did not, or sources contradict each other on what the whole article rests on.
    """
    if asset not in intake.priced:
        troubles = [f"{trouble.source}: {trouble.why}" for trouble in intake.troubles]
        aside = [f"set aside {aside.id}: {aside.why}" for aside in intake.aside]
        reasons = list(dict.fromkeys([*troubles, *aside]))
        raise HeldError(f"nothing was written: no sound price of {asset} came from any source", reasons)
    if intake.disputed:
        reasons = [
            f"{each.quantity}: {each.told} says {each.told_value:g}, {each.other} says {each.other_value:g}"
            for each in intake.disputed
        ]
        raise HeldError("nothing was written: the sources contradict each other", reasons)
