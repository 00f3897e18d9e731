"""A desk, opened: its settings and everything that it has written down about its trade."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from generator.config import Settings
from generator.model.catalogue import Catalogue, load_catalogue
from generator.model.names import Names, load_names
from generator.narrative.declared import Album, load_charts
from generator.render.write import Voice, load_voice
from generator.rules.book import Rulebook
from generator.rules.load import load_rules
from generator.verify.lexicon import Index, lexicon


@dataclass(frozen=True, slots=True)
class Desk:
    """A desk's settings and everything that it has written down about its trade."""

    settings: Settings
    names: Names
    catalogue: Catalogue
    rulebook: Rulebook
    voice: Voice
    album: Album
    lexicon: Index

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """Read names, metrics, rules, wording and charts; all of it is checked before anything is written."""
        desk = settings.desk
        names, catalogue = load_names(desk), load_catalogue(desk)
        names = names.capitalised() if settings.style.bitcoin == "Bitcoin" else names
        rulebook = load_rules(desk, catalogue=catalogue)
        return cls(settings, names, catalogue, rulebook, load_voice(desk), load_charts(desk), lexicon(names))
