"""``wirecopy export --parquet`` and ``import`` of a lake: a desk's whole history between its store and Parquet."""

from __future__ import annotations

from pathlib import Path

from generator.commands.console import Console
from generator.config import find_desk, load_settings
from generator.store.history import History
from generator.store.lake import Lake
from generator.store.upsert import Added


def export_lake(console: Console, desk: Path | None, url: str) -> None:
    """Write the store's whole history into a lake, a partition an asset; what it has already is left as it lies.

    Raises:
        InputError: There is no store, or no lake can be there.
    """
    settings = load_settings(find_desk(desk))
    with History.open(settings.store, create=False) as store:
        lake = Lake.create(url)
        wrote = [lake.write(asset, store.blocks(asset)) for asset in console.following(store.assets(), "asset")]
        kept = lake.write_kept(store.kept())
    readings, size = sum(each.rows for each in wrote), sum(each.bytes for each in (*wrote, kept))
    changed = sum(each.changed for each in wrote)
    console.say(f"{url}: {readings:,} readings of {len(wrote)} assets, {size / 1e6:.1f} MB; {changed} assets were new")
    console.result({"lake": url, "assets": len(wrote), "readings": readings, "bytes": size, "changed": changed})


def import_lake(console: Console, desk: Path | None, url: str) -> None:
    """Take a lake's whole history into the store, each asset whole or not at all, and say what was new.

    Raises:
        InputError: There is no lake, or one of its files cannot be read; the assets before it are in.
    """
    settings = load_settings(find_desk(desk))
    lake = Lake.open(url)
    assets, done = lake.assets(), Added()
    kept = lake.read_kept()
    with History.open(settings.store) as store:
        for asset in console.following(assets, "asset"):
            done += store.restore(asset, lake.read(asset))
        store.keep(kept)
    console.say(f"{len(assets)} assets: {done.new} new, {done.revised} revised, {done.unchanged} unchanged")
    console.result({"assets": len(assets), "new": done.new, "revised": done.revised, "unchanged": done.unchanged})
