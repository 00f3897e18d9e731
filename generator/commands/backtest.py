"""``wirecopy rules backtest``: the rulebook tried on what the store holds."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from generator.commands.console import Console, near
from generator.config import find_desk, load_settings
from generator.errors import InputError, MissingDataError, RuleFileError
from generator.metrics.measure import measure
from generator.model.catalogue import Catalogue, load_catalogue
from generator.model.names import load_names
from generator.publish.backtest import FILE, plain, write_backtest
from generator.publish.files import write_file
from generator.render.backtest import markdown, summary
from generator.rules.backtest.backtest import backtest
from generator.rules.backtest.differ import differ
from generator.rules.backtest.past import Past
from generator.rules.judge import WHOLE_MARKET
from generator.rules.load import load_rules
from generator.store.sqlite import Store

if TYPE_CHECKING:
    from generator.config import Settings
    from generator.model.names import Names
    from generator.model.ports import Market
    from generator.rules.book import Rulebook


def run_backtest(
    console: Console, desk: Path | None, *, first: date | None, last: date | None, asset: str | None,
    against: Path | None, to: Path | None,
) -> None:  # fmt: skip
    """Print how the labels held and what the price did after them, and leave it for the site.

    Args:
        console: Prints.
        desk: The desk's folder.
        first: The first day that counts, None for all there are.
        last: The last day, None for the last that the store has a price of.
        asset: Whose labels; the desk's first asset if not given.
        against: A desk, or a folder of rules, to set the desk's rulebook against.
        to: Where the whole of it goes as Markdown.

    Raises:
        InputError: The desk has no store yet, or there is no rulebook to be set against.
        MissingDataError: Nothing is known of the asset.
        RuleFileError: A rule file is wrong.
    """
    settings = load_settings(find_desk(desk))
    if not settings.store.is_file():
        raise InputError(f"{settings.store}: no data yet; run `wirecopy import FILE…` or `wirecopy run --sample`")
    about = asset.upper() if asset is not None else settings.assets[0]
    catalogue, names = load_catalogue(settings.desk), load_names(settings.desk)
    book = load_rules(settings.desk, catalogue=catalogue)
    past = read_past(settings, about, catalogue, names, today=console.clock().date(), last=last)
    beside = None
    if against is not None:
        with _rulebook(against, catalogue) as other:
            beside = differ(book, other, past, name=against.name or str(against))
    found = backtest(book, past, first=first, against=beside)
    write_backtest(settings.output / FILE, found)
    if to is not None:
        write_file(to, markdown(found))
    for line in summary(found):
        console.say(line)
    if to is not None:
        console.say(f"\n{near(to)}")
    console.result(plain(found))


def read_past(
    settings: Settings, asset: str, catalogue: Catalogue, names: Names, *, today: date, last: date | None = None
) -> Past:
    """Return all that the store knows of an asset, until a last day, or until the last that has a price.

    Raises:
        MissingDataError: It has no price of the asset.
    """
    with Store.open(settings.store, create=False) as store:
        known = store.market(_midnight_after(today))
        as_of = _midnight_after(last if last is not None else _last_day(known, asset))
        measured = measure(store.market(as_of), catalogue=catalogue, names=names, assets=[asset], whole=True)
    return Past.of(measured, asset=asset, shared=WHOLE_MARKET, catalogue=catalogue, names=names, as_of=as_of)


def _midnight_after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), UTC)


def _last_day(market: Market, asset: str) -> date:
    """Return the last day that the store has a daily price of."""
    seen = market.candles("1d", assets=[asset])["observed_at"]
    if seen.empty:
        prices = market.observations(metrics=["spot.price"])
        seen = prices.loc[prices["asset"] == asset, "observed_at"]
    if seen.empty:
        raise MissingDataError(f"no price of {asset} is known; name a coin that the store holds")
    last: date = seen.max().to_pydatetime().date()
    return last


@contextmanager
def _rulebook(folder: Path, catalogue: Catalogue) -> Iterator[Rulebook]:
    """Yield the rulebook of a desk, or of a folder of rules in whose gaps the shipped ones stand."""
    if (folder / "rules").is_dir() or (folder / "wirecopy.toml").is_file():
        yield load_rules(folder)
        return
    if not any(folder.glob("*.yaml")):
        raise InputError(f"{folder}: is no desk, and holds no rules; name a desk's folder or one of YAML files")
    with tempfile.TemporaryDirectory() as made:
        # Rules are looked for under this name only.
        rules = Path(made) / "rules"
        rules.mkdir()
        for path in folder.glob("*.yaml"):
            shutil.copyfile(path, rules / path.name)
        try:
            yield load_rules(Path(made), catalogue=catalogue)
        except RuleFileError as error:
            raise RuleFileError(str(error).replace(str(rules), str(folder))) from error
