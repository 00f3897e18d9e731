"""``wirecopy explain``: sentence → claim → fact → formula → inputs → source; and why a metric was said or was not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from generator.commands.chosen import chosen, chosen_lines, metrics_meant
from generator.commands.console import Console
from generator.commands.verify import read_article
from generator.commands.why import Reasons
from generator.config import desk_at_hand, load_settings
from generator.errors import InputError
from generator.store.sqlite import Store

Evidence = Mapping[str, Any]
_STEP: Final = "    "
#: A fact made from a long history names its inputs by the hundred; the evidence has them all.
_INPUTS_SHOWN: Final = 6


def explain_article(console: Console, desk: Path | None, article: Path, words: str | None) -> None:
    """Print where ``words`` come from, or the whole article's sentences and what it left out.

    Raises:
        InputError: The article or its evidence cannot be read, or nothing in it has to do with ``words``.
    """
    _, evidence = read_article(article)
    if words is None:
        found: dict[str, Any] = {
            "sentences": evidence["sentences"],
            "findings": [each for each in evidence["findings"] if not each["said"]],
            "gaps": evidence["gaps"],
        }
    else:
        choice = chosen(evidence, metrics_meant(words, desk_at_hand(desk)))
        found = _about(evidence, words, weighed=choice) | {"choice": choice}
        if not any(found.values()):
            raise InputError(f"{article}: nothing said, left out or missing has to do with {words!r}; try fewer words")
    reasons = None if words is None else Reasons.of(evidence, desk_at_hand(desk))
    if console.json:
        console.result(found | _labels(found, reasons))
        return
    kept = _kept(desk, evidence)
    for line in _lines(evidence, found, kept, reasons):
        console.say(line)


def _about(evidence: Evidence, words: str, *, weighed: Mapping[str, Any]) -> dict[str, Any]:
    """Return the claims that print ``words`` with their sentences and facts, or the sentences that hold them.

    What was ``weighed`` about a metric is told with what was said instead, and not once more here.
    """
    wanted = words.casefold()
    sentences = [each for each in evidence["sentences"] if wanted in each["text"].casefold()]
    ids = {each["id"] for each in sentences}
    claims = [each for each in evidence["claims"] if each["sentence"] in ids]
    exact = [each for each in claims if wanted in each["printed"].casefold() or each["printed"].casefold() in wanted]
    shown = exact or claims
    facts = _trail(evidence["facts"], [each["fact"] for each in shown])
    return {
        "sentences": sentences,
        "claims": shown,
        "facts": {name: evidence["facts"][name] for name in facts},
        "findings": [
            each for each in evidence["findings"] if not weighed and not each["said"] and _touches(each, wanted)
        ],
        "gaps": [
            each for each in evidence["gaps"]
            if not weighed and wanted in f"{each['metric']} {each['why']}".casefold()
        ],
        "corrected": [
            {"at": each["at"], **claim}
            for each in evidence.get("corrections", ()) for claim in each["claims"]
            if wanted in str(claim["printed"]).casefold()
        ],
    }  # fmt: skip


def _labels(found: Mapping[str, Any], reasons: Reasons | None) -> dict[str, Any]:
    """Return what stands behind each label among the facts that were found."""
    if reasons is None:
        return {}
    why = {name: reasons.why(name) for name in found["facts"]}
    return {"labels": {name: asdict(each) for name, each in why.items() if each is not None}}


def _touches(finding: Mapping[str, Any], wanted: str) -> bool:
    return wanted in " ".join([finding["id"], finding["why"], *finding["facts"].values()]).casefold()


def _trail(facts: Mapping[str, Any], names: list[str]) -> list[str]:
    """Return the facts named, and those that they rest on, each once."""
    met: dict[str, None] = {}
    waiting = list(reversed(names))
    while waiting:
        name = waiting.pop()
        if name in met or name not in facts:
            continue
        met[name] = None
        fact = facts[name]
        below = [*fact.get("inputs", ()), fact.get("of"), fact.get("than")]
        waiting += [each for each in reversed(below) if each is not None]
    return list(met)


def _lines(evidence: Evidence, found: Mapping[str, Any], kept: set[str], reasons: Reasons | None) -> Iterator[str]:
    """Yield the lines of what was found; without ``reasons`` its sentences alone."""
    for sentence in found["sentences"]:
        said_by = sentence["fixed"] or sentence["template"]
        yield f"{sentence['id']}: {sentence['text']}  [{said_by}]"
        if reasons is None:
            continue
        for claim in found["claims"]:
            if claim["sentence"] == sentence["id"]:
                yield f'{_STEP}"{claim["printed"]}" is the {claim["role"]} of {claim["fact"]}'
                for name in _trail(evidence["facts"], [claim["fact"]]):
                    yield from _fact_lines(name, evidence["facts"][name], kept, reasons)
    for finding in found["findings"]:
        score = ", ".join(f"{part} {value:.2f}" for part, value in finding["score"].items())
        yield f"not said: {finding['id']} ({score or 'no score'}): {finding['why'] or 'no phrase fits'}"
    for gap in found["gaps"]:
        yield f"missing: {gap['metric']}: {gap['why']}"
    for each in found.get("corrected", ()):
        change = f"{each['role']} of {each['fact']}: was {each['was']}, is {each['now']}"
        yield f'corrected {each["at"]}: "{each["printed"]}" was the {change}'
    yield from chosen_lines(found.get("choice", {}))


def _fact_lines(name: str, fact: Mapping[str, Any], kept: set[str], reasons: Reasons) -> Iterator[str]:
    told = fact.get("value", fact.get("state", fact.get("rank")))
    unit = "" if fact["unit"] == "none" else f" {fact['unit']}"
    yield f"{_STEP * 2}{name} = {told}{unit}, as of {fact['as_of']}"
    why = reasons.why(name)
    yield from (f"{_STEP * 3}{line}" for line in (why.lines() if why is not None else ()))
    yield f"{_STEP * 3}{fact['formula']}"
    inputs = fact.get("inputs", [])
    if inputs:
        more = f" and {len(inputs) - _INPUTS_SHOWN} more" if len(inputs) > _INPUTS_SHOWN else ""
        yield f"{_STEP * 3}from {', '.join(inputs[:_INPUTS_SHOWN])}{more}"
    if "rule" in fact:
        yield f"{_STEP * 3}by rule {fact['rule']}"
    for source in fact.get("sources", ()):
        yield f"{_STEP * 3}{_source(source, kept)}"


def _source(source: Mapping[str, Any], kept: set[str]) -> str:
    sha256 = source.get("raw_sha256", "")
    where = source.get("url") or "no URL recorded"
    fetched = f", fetched {source['fetched_at']}" if "fetched_at" in source else ""
    raw = f", raw reply {sha256[:16]}…{' (kept in this desk)' if sha256 in kept else ''}" if sha256 else ""
    return f"{source['name']}: {where}, observed {source['observed_at']}{fetched}{raw}"


def _kept(desk: Path | None, evidence: Evidence) -> set[str]:
    """Return the hashes of those raw replies that the desk at hand has."""
    home = desk_at_hand(desk)
    if home is None:
        return set()
    path = load_settings(home).store
    if not path.is_file():
        return set()
    hashes = {
        source["raw_sha256"]
        for fact in evidence["facts"].values()
        for source in fact.get("sources", ())
        if "raw_sha256" in source
    }
    with Store.open(path, create=False) as store:
        return {sha256 for sha256 in hashes if store.raw(sha256) is not None}
