"""``wirecopy rules show``: what a rule says and why, what it says of a day, and what would change that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from generator.commands.console import Console
from generator.commands.label_words import LabelWords, tree_words
from generator.config import Settings, find_desk, load_settings
from generator.desk import Desk
from generator.errors import InputError
from generator.model.instants import iso
from generator.planning import judge_day
from generator.render.edges import edge
from generator.render.printed import printed
from generator.rules.away import steps
from generator.rules.told import told
from generator.store.sqlite import Store

if TYPE_CHECKING:
    from generator.model.fact import Fact
    from generator.model.rule_text import RuleText
    from generator.rules.condition import Condition
    from generator.rules.judge import Judged
    from generator.rules.reading import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a rule or a condition says of one series on one day, in words; ``changes`` is what would change it."""

    rule: str
    series: str
    reading: str
    state: str
    since: str
    days: int
    previous: str
    changes: tuple[str, ...]


def show_rules(console: Console, desk: Path | None, rule: str | None, *, as_of: datetime, asset: str | None) -> None:
    """Print a rule, or all of them in a line each, and what they say at an instant.

    Args:
        console: Where to.
        desk: The desk's folder, if one was named.
        rule: Id of a rule or condition, or its stem; None for all.
        as_of: The instant, exclusive.
        asset: Whose readings; the desk's first asset and the whole market if not given.

    Raises:
        InputError: There is no such rule.
    """
    opened = Desk.open(load_settings(find_desk(desk)))
    texts = {text.id: text for text in told(opened.rulebook, partial(edge, opened.catalogue))}
    chosen = [name for name in (*texts, *opened.rulebook.conditions) if rule in (None, name, name.partition("@")[0])]
    if not chosen:
        raise InputError(f"there is no rule {rule!r}; `wirecopy rules show` lists them")
    verdicts = _verdicts(opened, as_of, asset)
    shown = [each for each in verdicts if each.rule in chosen]
    if console.json:
        console.result({"as_of": iso(as_of), "rules": chosen, "verdicts": [asdict(each) for each in shown]})
        return
    if rule is not None:
        for name in chosen:
            for line in _about(opened, texts, name):
                console.say(line)
    console.say(f"before {iso(as_of)}:" if shown else "nothing is judged by it: no reading is at hand")
    for each in shown:
        for line in _said(each, whole=rule is not None):
            console.say(line)


def _verdicts(opened: Desk, as_of: datetime, asset: str | None) -> list[Verdict]:
    """Return what the rules say of an instant, nothing where there is no store."""
    settings: Settings = opened.settings
    if not settings.store.is_file():
        return []
    about = asset.upper() if asset is not None else settings.assets[0]
    with Store.open(settings.store, create=False) as store:
        _, judged = judge_day(opened, store.market(as_of), as_of=as_of, asset=about)
    wanted = {about, "CRYPTO"}
    return [
        *(_of(opened, reading) for reading in judged.readings if reading.fact.key.asset in wanted),
        *_following(judged, wanted),
    ]


def _of(opened: Desk, reading: Reading) -> Verdict:
    rule, fact = reading.rule, reading.fact
    words = LabelWords(opened.catalogue, rule.metric, rule.unit)
    known = reading.state is not None
    changes = steps(rule.scale, reading.run.place, reading.readings) if known else ()
    return Verdict(
        rule=rule.id,
        series=fact.id,
        reading=_reading(opened, fact, words),
        state=reading.state or f"unknown: {reading.why_unknown}",
        since=str(reading.since) if known and reading.since is not None else "",
        days=reading.run.length if known else 0,
        previous=(reading.previous or "") if known else "",
        changes=tuple(map(words.change, changes)),
    )


def _reading(opened: Desk, fact: Fact, words: LabelWords) -> str:
    if fact.value is None:
        return ""
    return (printed(opened.catalogue, fact) if "~" not in fact.id else "") or words.rounded(fact.value)


def _following(judged: Judged, wanted: set[str]) -> Iterator[Verdict]:
    """Yield what the conditions say."""
    signals = {(signal.rule, signal.fact): signal for signal in judged.signals}
    for each in judged.following:
        if each.asset not in wanted:
            continue
        signal = signals[each.condition.id, f"{each.name}~band"]
        yield Verdict(
            rule=each.condition.id,
            series=each.name,
            reading="",
            state=signal.state or signal.why_unknown,
            since=str(signal.since) if signal.since is not None else "",
            days=signal.days,
            previous=signal.previous or "",
            changes=(),
        )


def _said(verdict: Verdict, *, whole: bool) -> Iterator[str]:
    since = f", since {verdict.since}" if verdict.since else ""
    days = f" ({verdict.days} days)" if verdict.days > 1 else ""
    after = f", after {verdict.previous}" if verdict.previous else ""
    reading = f" {verdict.reading}:" if verdict.reading else ""
    yield f"  {verdict.series}:{reading} {verdict.state}{since}{days}{after}"
    if whole:
        yield from (f"    would be {change}" for change in verdict.changes)


def _about(opened: Desk, texts: Mapping[str, RuleText], name: str) -> Iterator[str]:
    """Yield what stands in the book of a rule or a condition."""
    if name in opened.rulebook.conditions:
        yield from _condition(opened.rulebook.conditions[name])
        return
    text = texts[name]
    of = ", ".join(filter(None, (text.metric, f"change over {text.change}" if text.change else "")))
    tenors = " ".join(filter(None, text.tenors))
    yield f"{name}: {of}{f', {tenors}' if tenors else ''}{f', {chr(44).join(text.assets)}' if text.assets else ''}"
    widest = max(len(state) for state, _, _ in text.bands)
    yield from (f"  {state:<{widest}}  {words}" for state, words, _ in text.bands)
    if text.hysteresis:
        yield f"  left     past the cut by {text.hysteresis}"
    rule = opened.rulebook.rules.get(name)
    if rule is not None and (rule.begins or rule.ends):
        yield f"  valid    {rule.begins or ''} to {rule.ends or ''}".rstrip()
    yield from _reasons(text.why, text.source, text.published, rule.author if rule else "")
    if rule is not None:
        yield from _conclusions(rule.say, rule.never)


def _condition(condition: Condition) -> Iterator[str]:
    yield f"{condition.id}: follows from other labels"
    for case in condition.cases:
        yield f"  {case.state}: {tree_words(case.when)}"
    yield f"  {condition.otherwise}: else"
    yield from _reasons(condition.why, condition.source, str(condition.published), condition.author)
    yield from _conclusions(condition.say, condition.never)


def _reasons(why: str, source: str, published: str, author: str) -> Iterator[str]:
    yield f"  why      {why}"
    yield f"  source   {source}, {published}{f'; by {author}' if author else ''}"


def _conclusions(say: str, never: str) -> Iterator[str]:
    if say:
        yield f"  says     {say}"
    if never:
        yield f"  not      {never}"
