"""Figures that only a publication delivers, as an observations file with the publication as source.

What: open interest over all venues, liquidations, CoinDesk's indices, heat-map levels.
Terms: single figures, quoted with the publication named; see ``data/SOURCES.md``.
Quirks: a figure is available from when it was printed. Each publication counts open interest in
its own way, so each has its own venue name and is compared with itself only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from generator.collectors.observations import read_observations
from generator.model.catalogue import Catalogue
from generator.model.names import Names
from generator.model.observation import Observation, Provenance


def parse_published(
    body: bytes, *, name: str, origin: Provenance, names: Names, catalogue: Catalogue
) -> Iterator[Observation]:
    """Yield the figures of an observations file, each traced to this body unless it names another.

    Raises:
        InputError: A row is not as an observations file has it.
    """
    for each in read_observations(body, name, names=names, catalogue=catalogue).observations:
        own = each.origin
        yield each if own.raw_sha256 else replace(each, origin=replace(own, raw_sha256=origin.raw_sha256))
