"""``wirecopy doctor``: configuration, sources, what was set aside, how fresh all is, what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generator.commands.collect import world_of
from generator.commands.console import Console
from generator.config import Settings, find_desk, load_settings
from generator.metrics.measure import measure
from generator.model.instants import iso
from generator.model.review import state_of
from generator.rules.check import check
from generator.store.sqlite import Freshness, Store

if TYPE_CHECKING:
    from generator.model.reply import Compared
    from generator.model.run import SourceState, Waiting
    from generator.world import World

_HOUR: Final = timedelta(hours=1)
#: As many of what was set aside are listed; the log has all.
_MOST: Final = 20
#: As many comparisons are shown, those nearest to their tolerance; ``--json`` has all.
_WIDEST: Final = 3


def examine(console: Console, desk: Path | None, *, ask: bool) -> None:
    """Print what a desk is made of, how its sources did, how old its readings are, and which metrics it lacks.

    Args:
        console: Where to.
        desk: The desk's folder, if one was named.
        ask: Whether each source is asked one question now; nothing of it is kept.

    Raises:
        InputError: There is no desk, or its settings are wrong.
    """
    settings = load_settings(find_desk(desk))
    world, now, problems = world_of(console, settings), console.clock(), check(settings.desk)
    fresh, missing, states, waiting, compared = _held(settings, world, now)
    probed = _probed(world) if ask else {}
    console.say(f"desk      {settings.desk}: {settings.title}")
    console.say(f"writes    {', '.join(settings.editions)} on {', '.join(settings.assets)}")
    drafts = _waiting_for_approval(settings)
    if drafts is not None:
        console.say(f"approval  {drafts} waiting for it; `wirecopy serve` shows them")
    console.say(f"rules     {'in order' if not problems else f'{len(problems)} wrong; see `wirecopy rules check`'}")
    console.say("sources")
    sources = list(_sources(world, states, probed))
    for each in sources:
        console.say(f"  {each['source']:<16} {each['state']}; feeds {each['feeds'] or 'the editors'}")
    for pair in sorted(compared, key=lambda pair: pair.tolerance - pair.apart)[:_WIDEST]:
        console.say(f"compared  {_compared(pair)}")
    if waiting:
        console.say("set aside; `wirecopy release ID` lets it in")
    for held in waiting[-_MOST:]:
        console.say(f"  {held.id} {held.at:%Y-%m-%d %H:%M} UTC, {held.source}: {held.why} ({held.readings} readings)")
    console.say(f"store     {settings.store if fresh else 'is empty; run `wirecopy run --live` or `wirecopy import`'}")
    for kind in fresh:
        reach = f"{kind.rows:>8} rows, last {kind.last:%Y-%m-%d %H:%M} UTC, {_age(kind.last, now)}"
        console.say(f"  {kind.source:<16} {kind.metric or kind.table:<24} {reach}")
    console.say(f"missing   {', '.join(missing) or 'nothing'}")
    console.result(
        {
            "desk": str(settings.desk),
            "title": settings.title,
            "assets": settings.assets,
            "editions": settings.editions,
            "drafts": drafts,
            "rules": problems,
            "asked": sources,
            "aside": [{"id": each.id, "source": each.source, "why": each.why, "at": iso(each.at)} for each in waiting],
            "compared": [asdict(pair) for pair in compared],
            "sources": [_reach(kind) for kind in fresh],
            "missing": missing,
        }
    )


def _held(
    settings: Settings, world: World, now: datetime
) -> tuple[list[Freshness], list[str], Mapping[str, SourceState], Sequence[Waiting], Sequence[Compared]]:
    """Return how far each source reaches, the metrics without a fresh reading, and how collecting went."""
    catalogue = world.catalogue
    if not settings.store.is_file():
        return [], list(catalogue.metrics), {}, (), ()
    with Store.open(settings.store, create=False) as store:
        # Without rules: a desk whose rules are wrong is one that its doctor still has to see.
        measured = measure(store.market(now), catalogue=catalogue, names=world.names, assets=settings.assets)
        told = {fact.key.metric for fact_id, fact in measured.facts.items() if "~" not in fact_id}
        missing = [metric for metric in catalogue.metrics if metric not in told]
        last = store.last_run("live")
        compared = [] if last is None else store.compared(last.id)
        return store.freshness(), missing, {each.source: each for each in store.sources()}, store.aside(), compared


def _waiting_for_approval(settings: Settings) -> int | None:
    """Return how many articles no editor has decided on, None where none has to or nobody can tell."""
    if not settings.publishing.approval or not settings.store.is_file():
        return None
    from generator.editing.manuscript import hash_of  # noqa: PLC0415 - only a desk that asks for approval pays for it

    with Store.open(settings.store, create=False) as store:
        reviews = store.reviews()
    texts = {path.stem: path.read_bytes().decode(errors="replace") for path in settings.articles.glob("*.md")}
    return sum(state_of(reviews.get(slug), hash_of(text)) == "draft" for slug, text in texts.items())


def _probed(world: World) -> Mapping[str, str]:
    """Return for each source whether it answers one question, asked now."""
    from generator.intake import probe  # noqa: PLC0415 - it brings the HTTP client, which most calls do without

    return {source: trouble.why if trouble is not None else "" for source, trouble in probe(world).items()}


def _sources(world: World, states: Mapping[str, SourceState], probed: Mapping[str, str]) -> Iterator[dict[str, object]]:
    scope = world.scope(world.clock())
    for source in world.sources.values():
        state = states.get(source.id)
        feeds = sorted({metric for ask in source.asks(scope) for metric in ask.feeds})
        yield {
            "source": source.id,
            "state": _state(world, source.id, state, probed),
            "reachable": None if source.id not in probed else not probed[source.id],
            "succeeded_at": None if state is None or state.succeeded_at is None else iso(state.succeeded_at),
            "trouble": "" if state is None else state.trouble,
            "limits": "" if state is None else state.limits,
            "feeds": ", ".join(feeds),
        }


def _state(world: World, source: str, state: SourceState | None, probed: Mapping[str, str]) -> str:
    """Return in a line how a source is: asked at all, reachable, last answer, last trouble, limits left."""
    wanted = world.sources[source]
    if source in world.settings.collecting.left_out:
        return "left out by wirecopy.toml"
    if wanted.key is not None and world.lacks_key(wanted):
        return f"not asked: needs {wanted.key.name}"
    said = []
    if source in probed:
        said.append(f"does not answer: {probed[source]}" if probed[source] else "answers")
    if state is None:
        said.append("never asked")
    elif state.succeeded_at is None:
        said.append("never answered")
    else:
        said.append(f"answered {_span(state.succeeded_at, world.clock())} ago")
    if state is not None and state.trouble:
        said.append(f"last trouble: {state.trouble}")
    if state is not None and state.limits:
        said.append(f"limits {state.limits}")
    return ", ".join(said)


def _compared(pair: Compared) -> str:
    """Return in a line which of two sources is told, and how far they are apart beside what is tolerated."""
    return (
        f"{pair.quantity}: {pair.told} {pair.told_value:,.6g} is told, {pair.other} says {pair.other_value:,.6g}, "
        f"{pair.apart:.2%} apart of {pair.tolerance:.2%}"
    )


def _reach(kind: Freshness) -> Mapping[str, object]:
    return {
        "source": kind.source, "table": kind.table, "metric": kind.metric, "rows": kind.rows,
        "first": iso(kind.first), "last": iso(kind.last),
    }  # fmt: skip


def _age(at: datetime, now: datetime) -> str:
    return f"{_span(at, now)} old"


def _span(at: datetime, now: datetime) -> str:
    hours = (now - at) // _HOUR
    return f"{hours} hours" if hours < 48 else f"{hours // 24} days"
