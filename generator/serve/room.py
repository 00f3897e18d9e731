"""What the preview works with: the desk's files as they were last read, its store, its editor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Self

from generator.config import Settings
from generator.editing.copydesk import Copydesk, Editor
from generator.model.catalogue import Catalogue, load_catalogue
from generator.serve.bell import Bell
from generator.store.sqlite import Store
from generator.templating import environment

if TYPE_CHECKING:
    from jinja2 import Environment

#: Writes the editions of an instant anew: instant, asset, editions.
WriteAnew = Callable[[datetime, str, Sequence[str]], None]


@dataclass(frozen=True, slots=True)
class Tools:
    """What is read from files that a person may change while the preview runs."""

    copydesk: Copydesk
    catalogue: Catalogue
    jinja: Environment

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """Read them.

        Raises:
            InputError: One is wrong.
        """
        return cls(Copydesk.open(settings), load_catalogue(settings.desk), environment(settings.desk))


@dataclass(slots=True, kw_only=True)
class Room:
    """The preview of one desk.

    Args:
        settings: The desk's.
        clock: The time, UTC, for decisions.
        by: Who sits at it.
        token: What its forms carry.
        write_anew: Writes drafts when what they are made from has changed.
        tools: As they were last read without a mistake.
        trouble: Why the last writing did not come off, "" where it did.
        hands: Held by whoever changes articles: a form, or the automatic writing.
    """

    settings: Settings
    clock: Callable[[], datetime]
    by: str
    token: str = field(repr=False)
    write_anew: WriteAnew
    tools: Tools
    trouble: str = ""
    bell: Bell = field(default_factory=Bell)
    hands: Lock = field(default_factory=Lock)

    def store(self) -> Store:
        """Open the store; a connection belongs to the thread that opens it."""
        return Store.open(self.settings.store)

    def editor(self, *, signs: bool = False) -> Editor:
        """Return who decides now."""
        return Editor(by=self.by, at=self.clock(), signs=signs)

    def folder(self, place: str) -> Path:
        """Return where articles, or refused drafts, lie."""
        return self.settings.output / place
