"""``wirecopy revise``: which claims of written articles a revision of data has changed, and putting them right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import cached_property, partial
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from generator.commands.console import Console
from generator.commands.log import Log
from generator.config import find_desk, load_settings, load_user
from generator.desk import Desk
from generator.editing.copydesk import Copydesk, Editor, told
from generator.editing.revision.afresh import Afresh, read_ground
from generator.editing.revision.claims import Changed, changed
from generator.editing.revision.correcting import CORRECTIONS, Correcting
from generator.editing.revision.desk import about, as_of, chosen, keep, unsettled
from generator.model.instants import iso
from generator.model.review import state_of
from generator.planning import Planned, planned
from generator.render.correction import NOTE, Notes
from generator.render.write import writer_of
from generator.store.sqlite import Store

if TYPE_CHECKING:
    from generator.editing.manuscript import Manuscript
    from generator.model.outline import Outline
    from generator.model.revision import Revision

#: So many readings are named; ``--json`` has them all.
_NAMED: Final = 9


@dataclass(frozen=True, slots=True)
class _Case:
    """One article whose claims have changed."""

    manuscript: Manuscript
    state: str
    afresh: Afresh
    changed: tuple[Changed, ...]

    @property
    def groundless(self) -> list[str]:
        """Return the sentences whose words have lost their grounds, and none of whose claims is wrong."""
        evidence, wrong = self.manuscript.evidence, {each.sentence for each in self.wrong}
        found = set(self.afresh.groundless(evidence["sentences"], evidence["claims"])) - wrong
        return [str(each["text"]) for each in evidence["sentences"] if each["id"] in found]

    @property
    def wrong(self) -> list[Changed]:
        """Return the claims whose words are true no more."""
        return [each for each in self.changed if not each.holds]

    @property
    def is_revised(self) -> bool:
        """Whether any of them is wrong for a reading that its source has revised."""
        return any(each.why for each in self.wrong)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which articles: those that are named, else all of some days, ``first`` and ``last`` included."""

    named: Sequence[str] = ()
    first: date | None = None
    last: date | None = None


def revise(console: Console, desk: Path | None, wanted: Wanted, *, apply: bool, by: str | None, sign: bool) -> None:
    """List the claims of articles that are others by the readings as they are known now, and put them right.

    Args:
        console: Where to say so.
        desk: The desk's folder, if one was named.
        wanted: Which articles to look at.
        apply: Whether to put right what is wrong in print.
        by: Who says so; whom the system knows if not given.
        sign: Whether that person vouches for what the verifier cannot judge.

    Raises:
        InputError: There is no such article, or the desk has no store.
        HeldError: An article cannot be put right by itself; those before it have been.
    """
    settings = load_settings(find_desk(desk))
    opened, copydesk, now = Desk.open(settings), Copydesk.open(settings), console.clock()
    log, results = Log(settings.log, console.clock), []
    with Store.open(settings.store, create=False) as store:
        for case in _cases(opened, copydesk, store, chosen(copydesk, wanted.named, wanted.first, wanted.last), now):
            for line in _lines(case):
                console.say(line)
            result: dict[str, Any] = {
                "slug": case.manuscript.slug,
                "state": case.state,
                "changed": [_told_to_programs(each) for each in case.changed],
                "groundless": case.groundless,
            }
            if apply and (case.is_revised or (wanted.named and case.wrong)):
                editor = Editor(by=by or load_user(), at=now.replace(microsecond=0), signs=sign)
                result |= _put_right(console, log, opened, copydesk, store, case, editor)
            results.append(result)
    if not results:
        console.say("no claim has changed")
    console.result(results)


def _cases(
    desk: Desk, copydesk: Copydesk, store: Store, manuscripts: Sequence[Manuscript], now: datetime
) -> Iterator[_Case]:
    """Yield the articles with claims that have changed; what was written of one instant is measured once."""
    otherwise, reviews = desk.settings.assets[0], store.reviews()

    def instant(manuscript: Manuscript) -> tuple[datetime, str]:
        return as_of(manuscript), about(manuscript, otherwise)

    for (at, asset), group in groupby(sorted(manuscripts, key=instant), key=instant):
        listed = {str(each.evidence["front"]["edition"]): each for each in group}
        market = store.market(at, now)
        then = _Then(desk, store, at, asset, list(listed))
        for plan in planned(desk, market, as_of=at, asset=asset, editions=list(listed), memory=store):
            manuscript = listed[plan.edition]
            ground = plan.ground.plus(plan.news)
            if ground.inputs_sha256 == manuscript.evidence["inputs_sha256"]:
                continue
            afresh = _afresh(desk, plan, then.of(plan.edition))
            revisions = store.revised(at, _told_of(manuscript), now)
            found = changed(
                manuscript,
                afresh.raw,
                front=afresh.front,
                revisions=revisions,
                names=copydesk.names,
                fixed=copydesk.fixed,
            )
            if found:
                state = state_of(reviews.get(manuscript.slug), manuscript.sha256)
                yield _Case(manuscript, state, afresh, found)


def _afresh(desk: Desk, plan: Planned, then: Outline) -> Afresh:
    ground = plan.ground.plus(plan.news)
    return Afresh(
        ground=ground,
        raw=read_ground(ground),
        outline=plan.outline,
        then=then,
        writer=writer_of(plan.outline, desk.voice, desk.names, desk.catalogue),
        charts=plan.charts,
        drawn=plan.drawn,
    )


class _Then:
    """What today's program says of an instant by what was known then; planned when it is first asked for."""

    def __init__(self, desk: Desk, store: Store, at: datetime, asset: str, editions: Sequence[str]) -> None:
        self._plan = partial(planned, desk, as_of=at, asset=asset, editions=editions, memory=store)
        self._market = partial(store.market, at)

    def of(self, edition: str) -> Outline:
        """Return an edition's outline."""
        return self._outlines[edition]

    @cached_property
    def _outlines(self) -> Mapping[str, Outline]:
        return {each.edition: each.outline for each in self._plan(self._market())}


def _told_of(manuscript: Manuscript) -> datetime:
    """Return the instant up to which the article knows of revisions."""
    earlier = manuscript.evidence.get(CORRECTIONS, ())
    return datetime.fromisoformat(earlier[-1]["at"]) if earlier else as_of(manuscript)


def _put_right(
    console: Console, log: Log, desk: Desk, copydesk: Copydesk, store: Store, case: _Case, editor: Editor
) -> Mapping[str, Any]:
    """Put an article right and say so."""
    review = store.review(case.manuscript.slug)
    had_readers = review is not None and review.is_let_through
    notes = Notes.of(case.afresh.writer, desk.settings.desk)
    corrected = Correcting(
        manuscript=case.manuscript, afresh=case.afresh, changed=case.changed, notes=notes,
        at=editor.at if had_readers else None, judge=copydesk.judge,
    ).corrected()  # fmt: skip
    unsettled(corrected)
    kept = keep(store, copydesk, corrected, editor)
    log.note(kept.state, slug=kept.slug, by=kept.by, reasons=list(kept.reasons), sha256=kept.sha256)
    console.say(f"  {told(kept)}")
    for line in kept.reasons:
        console.say(f"    {line}")
    for before, now in corrected.reworded:
        console.say(f"    was: {before}\n    now: {now}")
    for text in corrected.removed:
        console.say(f"    taken out: {text}")
    if corrected.redrawn:
        console.say(f"    drawn anew: {', '.join(corrected.redrawn)}")
    return {
        "state": kept.state,
        NOTE: corrected.note,
        "reworded": corrected.reworded,
        "removed": corrected.removed,
        "redrawn": corrected.redrawn,
        "by": kept.by,
        "sha256": kept.sha256,
    }


def _lines(case: _Case) -> Iterator[str]:
    """Yield the readings that were revised, numbered, and the claims that rest on them."""
    yield f"{case.manuscript.slug} ({case.state}): {len(case.changed)} claims changed, {len(case.wrong)} wrong in print"
    readings = list(dict.fromkeys(revision for each in case.changed for revision in each.why))
    for number, revision in enumerate(readings[:_NAMED], start=1):
        yield (
            f"  [{number}] {revision.input}: {revision.what} was {_said(revision.was)}, is {_said(revision.now)}"
            f" ({revision.source}, known since {revision.available_at:%Y-%m-%d %H:%M} UTC)"
        )
    if len(readings) > _NAMED:
        yield f"  and {len(readings) - _NAMED} more readings"
    sentence = ""
    for each in case.changed:
        if each.sentence != sentence:
            sentence = each.sentence
            yield f"  {each.text}"
        holds = "still true as printed" if each.holds else "wrong in print"
        than = f", against {each.than}: {_said(each.than_was)}, now {_said(each.than_now)}" if each.than else ""
        change = f"{each.role} of {each.fact}: {_said(each.was)}, now {_said(each.now)}{than}"
        yield f'    "{each.printed}", {change}: {holds} {_why(each, readings)}'
    for text in case.groundless:
        yield f"  {text}\n    true word by word, but it would not be said of what is known now"


def _told_to_programs(each: Changed) -> dict[str, Any]:
    why = [asdict(revision) | {"available_at": iso(revision.available_at)} for revision in each.why]
    return asdict(each) | {"why": why}


def _said(value: object) -> str:
    return "gone" if value is None else str(value)


def _why(each: Changed, readings: Sequence[Revision]) -> str:
    if not each.why:
        return "[no reading was revised: others have come in since, or another version wrote it]"
    numbers = [str(readings.index(revision) + 1) for revision in each.why[:_NAMED]]
    return f"[{', '.join(numbers)}{', …' if len(each.why) > _NAMED else ''}]"
