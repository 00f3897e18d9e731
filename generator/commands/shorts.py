"""``wirecopy publish --only shorts``: the newest day's articles as threads, messages and lines, in files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from generator.commands.console import Console, near
from generator.errors import InputError
from generator.publish.site.library import pieces
from generator.shorts import Shortener, newest, write_shorts

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.config import Settings
    from generator.publish.site.piece import Piece


def shorts(console: Console, settings: Settings, public: Callable[[Piece], bool]) -> list[dict[str, Any]]:
    """Write the short forms, say where they lie, and return it for programs.

    Raises:
        InputError: The desk has no address, or no article that may be published.
        HeldError: A headline is too long for a form, or the verifier refuses one; all others are written.
    """
    if not settings.base_url:
        raise InputError(f"{settings.desk}: base_url is empty in wirecopy.toml; short forms lead to the site")
    shown = [piece for piece in pieces(settings.articles, settings.cache / "articles") if public(piece)]
    if not shown:
        raise InputError("shorts: there is no article that may be published; write or approve one")
    written = write_shorts(newest(shown), Shortener.at(settings.desk, settings.base_url), settings.output)
    for folder in written.values():
        console.say(f"short forms: {near(folder)}")
    return [{"slug": slug, "where": str(folder)} for slug, folder in written.items()]
