"""A fact as phrases see it: each aspect a word or number that is also a claim.

``{{ day.rose }} {{ day.size }}`` prints "rose 12.2%" and takes down two claims of
the fact bound to ``day``: its sign and its size.
"""

from __future__ import annotations

from generator.render.aspects.direction import DirectionAspect
from generator.render.aspects.hedge import HedgeAspect
from generator.render.aspects.history import HistoryAspect
from generator.render.aspects.number import NumberAspect
from generator.render.aspects.plain import PlainAspect


class Told(NumberAspect, DirectionAspect, HedgeAspect, PlainAspect, HistoryAspect):
    """One fact, told in the words of one sentence."""
