"""``wirecopy publish``: the site of what may be published, and where it goes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from generator.commands.console import Console, near
from generator.commands.public import Public
from generator.config import Settings, find_desk, load_settings
from generator.errors import InputError
from generator.publication import publish_site
from generator.store.sqlite import Store

if TYPE_CHECKING:
    from generator.publish.deploy.deployed import Deployed

#: Where a built site can go.
SERVERS: Final = ("folder", "git", "rsync")


def publish(console: Console, desk: Path | None, *, only: str | None = None, force: bool = False) -> None:
    """Bring the site up to date, and the newsletter's drafts where the desk has targets for them.

    Args:
        console: Prints.
        desk: Its folder.
        only: ``site``, ``newsletter`` or ``shorts``, None for all that the desk has.
        force: Write over a draft that an editor changed.

    Raises:
        InputError: The desk has no address, an article cannot be read, or a setting is missing.
        TargetError: A target did not take its draft.
    """
    settings = load_settings(find_desk(desk))
    told: dict[str, Any] = {}
    if only in (None, "site"):
        told["site"] = site(console, settings)
    if only == "shorts" or (only is None and settings.publishing.shorts):
        told["shorts"] = short_forms(console, settings)
    if only == "newsletter" or (only is None and settings.newsletter.targets):
        told["newsletter"] = drafts(console, settings, force=force)
    console.result(told)


def hand_on(console: Console, desk: Path | None, to: tuple[str, str]) -> None:
    """Bring the site to where it is read, or the articles to another tool.

    Args:
        console: Prints.
        desk: Its folder.
        to: A kind of place and which one: ``("hugo", DIR)``, ``("git", BRANCH)``.

    Raises:
        InputError: An article cannot be read, there is no such kind, or the place cannot take it.
    """
    settings = load_settings(find_desk(desk))
    if to[0] in SERVERS:
        told = site(console, settings)
        deployed = _deploy(console, settings, to)
        console.say(f"{deployed.where}: {'brought up to date' if deployed.changed else 'as it was'}")
        console.result({"site": told, "to": to[0], "where": deployed.where, "changed": deployed.changed})
    else:
        console.result(_export(console, settings, to))


def drafts(console: Console, settings: Settings, *, force: bool = False) -> list[dict[str, Any]]:
    """Draft the newest day's issue; see ``newsletter``."""
    from generator.commands.newsletter import newsletter  # noqa: PLC0415 - not every desk has one

    with Store.open(settings.store) as store:
        public = Public.of(settings, store, console.clock())
        done = newsletter(console, settings, store, public, force=force)
    public.tell()
    return done


def short_forms(console: Console, settings: Settings) -> list[dict[str, Any]]:
    """Write the newest day's short forms; see ``shorts``."""
    from generator.commands.shorts import shorts  # noqa: PLC0415 - not every desk has them

    with Store.open(settings.store) as store:
        public = Public.of(settings, store, console.clock())
        done = shorts(console, settings, public)
    public.tell()
    return done


def site(console: Console, settings: Settings) -> dict[str, Any]:
    """Build the desk's site, say where it lies, and return what was done for programs.

    Raises:
        InputError: See ``publish``.
    """
    need_address(settings)
    with Store.open(settings.store) as store:
        public = Public.of(settings, store, console.clock())
        made, built = publish_site(settings, public)
        store.published([(piece.slug, piece.markdown_sha256) for piece in made.pieces], at=console.clock())
    front = settings.site / "index.html"
    console.say(f"{len(made.pieces)} articles on the site, {built.written} files written, {built.removed} removed")
    console.say(f"  {near(front)}")
    public.tell()
    return {
        "site": str(front),
        "articles": len(made.pieces),
        "written": built.written,
        "removed": built.removed,
        "kept": built.kept,
    }


def need_address(settings: Settings) -> None:
    """See to it that the site has an address.

    Raises:
        InputError: It has none.
    """
    if not settings.base_url:
        raise InputError(f"{settings.desk}: base_url is empty in wirecopy.toml; write the address of the site")


def _deploy(console: Console, settings: Settings, to: tuple[str, str]) -> Deployed:
    from generator.publish.deploy import folder, git, rsync  # noqa: PLC0415 - only a deployment needs them

    kind, where = to
    version = settings.site.resolve()
    if kind == "folder":
        return folder.deploy(version, Path(where))
    if kind == "git":
        return git.deploy(version, settings.desk, where, at=console.clock())
    return rsync.deploy(version, where)


def _export(console: Console, settings: Settings, to: tuple[str, str]) -> dict[str, Any]:
    from generator.publish.exports.target import State, write_export  # noqa: PLC0415 - only an export needs it
    from generator.publish.site.library import pieces  # noqa: PLC0415 - as above

    tool, where = to
    with Store.open(settings.store) as store:
        public = Public.of(settings, store, console.clock())
        states: dict[str, State] = {
            piece.slug: "published" if public(piece) else "draft"
            for piece in pieces(settings.articles, settings.cache / "articles")
            if not public.held(piece)
        }
    report = write_export(
        tool, settings.articles, Path(where), states=states, now=console.clock(), base_url=settings.base_url
    )
    console.say(
        f"{len(states)} articles for {tool} in {where}: "
        f"{len(report.written)} files written, {len(report.removed)} removed"
    )
    for note in report.notes:
        console.say(note)
    public.tell()
    for path in report.kept:
        console.say(f"{path}: is no longer ours to remove, since it was changed; remove it if it is not wanted")
    return {
        "tool": tool,
        "where": where,
        "articles": len(states),
        "written": len(report.written),
        "removed": len(report.removed),
        "kept": list(report.kept),
        "notes": list(report.notes),
    }
