"""Plan: findings → outline. Salience decides what leads; each edition has its own order and length."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from generator.errors import MissingDataError
from generator.model.fact import Facts
from generator.model.outline import Outline
from generator.narrative import editions
from generator.narrative.agreement import agreeing
from generator.narrative.conditions import MOVE, conditions, is_new
from generator.narrative.frames import frame
from generator.narrative.futures import futures
from generator.narrative.gaps import gaps
from generator.narrative.headlines import headlines
from generator.narrative.liquidations import liquidations
from generator.narrative.memory import about
from generator.narrative.options import options
from generator.narrative.past import apart, past
from generator.narrative.price import price
from generator.narrative.view import View, moved
from generator.narrative.watch import watch
from generator.narrative.wider import macro, mood, wider

if TYPE_CHECKING:
    from generator.model.finding import Finding
    from generator.model.memory import Said
    from generator.model.note import Note
    from generator.model.signal import Signal, Stance

#: From this move on a reader asks why.
_ASKS_FOR_A_CAUSE: Final = 0.06


def plan(  # noqa: PLR0913 - a day has these parts, all by name
    edition: str,
    asset: str,
    *,
    as_of: datetime,
    facts: Facts,
    signals: Iterable[Signal],
    stance: Stance,
    notes: Sequence[Note] = (),
    readable: Callable[[str], bool] = bool,
    recent: Sequence[Said] = (),
) -> Outline:
    """Return what an edition says of an asset, in order.

    Args:
        edition: ``derivatives``, ``markets`` or ``brief``.
        asset: The asset that the article is about, or leads with.
        as_of: The exclusive instant of what is known.
        facts: Every fact of that instant, judged ones included.
        signals: What the rules say of them.
        stance: The market's stance.
        notes: What the editor adds.
        readable: Whether a condition's word for its state can be checked when it is read again; every word is
            if not given.
        recent: The last issues of the edition, the newest first.

    Raises:
        MissingDataError: There is too little to write anything from.
    """
    view = View(asset, as_of, facts, {signal.fact: signal for signal in signals}, stance, tuple(notes), tuple(recent))
    found = [
        *price(view),
        *futures(view),
        *options(view, edition),
        *liquidations(view),
        *wider(view),
        *mood(view),
        *macro(view),
        *past(view, edition),
        *watch(view, edition),
        *conditions(view, readable=readable),
    ]
    if not found:
        raise MissingDataError(
            f"nothing is known of {asset} before {as_of:%Y-%m-%d %H:%M} UTC; import or collect first"
        )
    by_move: dict[str, Finding] = {}
    for each in found:
        by_move.setdefault(each.move, each)
    framed = frame(view, edition, by_move)
    sections = agreeing(view, edition, apart(editions.sections(edition, view, by_move, framed)))
    used = {each.move for section in sections.values() for each in section}
    return Outline(
        edition=edition,
        asset=about(edition, asset),
        as_of=as_of,
        facts=facts,
        stance=stance,
        headlines=headlines(view, edition, by_move, framed),
        sections=sections,
        gaps=gaps(view, edition),
        notes=tuple(notes),
        unexplained=_unexplained(view),
        unsaid=tuple(_unsaid(by_move, used)),
        recent=tuple(recent),
    )


def _unexplained(view: View) -> bool:
    """Whether the day's move calls for a cause and the editor has noted none."""
    day = view.level("spot.return", "1d")
    return not view.notes and moved(day, _ASKS_FOR_A_CAUSE)


def _unsaid(by_move: Mapping[str, Finding], used: set[str]) -> Iterable[Finding]:
    for move, each in by_move.items():
        if move in used:
            continue
        if move.startswith(MOVE) and not is_new(each):
            yield each  # it has its own reason
            continue
        yield replace(each, why=f"{each.why}: left out, others told more" if each.why else "others told more")
