"""Why a metric was told, or was not: what could be said of it, how that was weighed, and what was said instead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from generator.model.catalogue import load_catalogue
from generator.verify.nouns import LOOSE_METRICS, METRICS

Evidence = Mapping[str, Any]
_STEP: Final = "    "
#: So many findings are named that were said in the place of another.
_INSTEAD: Final = 4


@dataclass(frozen=True, slots=True)
class Weighed:
    """One finding of a metric, as it was weighed.

    Args:
        finding: Its move.
        section: Where it belongs.
        said: Whether it was.
        score: The parts of its news value.
        salience: Their sum.
        why: The reason to say it, or why it was left out.
        told: The sentences that say it.
        instead: What its section said, with the news value of each; none where it was said.
    """

    finding: str
    section: str
    said: bool
    score: Mapping[str, float]
    salience: float
    why: str
    told: tuple[str, ...]
    instead: tuple[tuple[str, float], ...]


def metrics_meant(words: str, desk: Path | None) -> frozenset[str]:
    """Return the metrics that words name: by their id, their label, or a noun that the verifier reads as them."""
    wanted, catalogue = words.casefold().strip(), load_catalogue(desk)
    if wanted in catalogue:
        return frozenset({wanted})
    meant = {name for name, metric in catalogue.metrics.items() if metric.label.casefold() == wanted}
    for listed in (METRICS, LOOSE_METRICS):
        for nouns, named in listed.items():
            if wanted in nouns.split("|"):
                meant |= set(named.split())
    return frozenset(meant)


def chosen(evidence: Evidence, metrics: frozenset[str]) -> dict[str, Any]:
    """Return what the evidence knows of the choice about some metrics: findings, headlines, gaps."""
    if not metrics:
        return {}
    about = [each for each in evidence["findings"] if metrics & {_metric(fact) for fact in each["facts"].values()}]
    weighed = [_weighed(evidence, each) for each in about]
    return {
        "metrics": sorted(metrics),
        "weighed": [asdict(each) for each in sorted(weighed, key=lambda each: (not each.said, -each.salience))],
        # An article of an earlier version has kept none.
        "headlines": list(evidence.get("headlines", ())),
        "missing": [each for each in evidence["gaps"] if each["metric"] in metrics],
    }


def chosen_lines(choice: Mapping[str, Any]) -> Iterator[str]:
    """Yield the same as lines for people."""
    if not choice:
        return
    yield f"about {', '.join(choice['metrics'])}:"
    for each in choice["weighed"]:
        verdict = "said" if each["said"] else "not said"
        yield f"{_STEP}{verdict}: {each['finding']}, of {each['section']} ({_score(each['score'])}): {_why(each)}"
        yield from (f'{_STEP * 2}"{text}"' for text in each["told"])
        if each["instead"]:
            others = ", ".join(f"{move} {value:.2f}" for move, value in each["instead"][:_INSTEAD])
            yield f"{_STEP * 2}said there instead: {others}"
    if not choice["weighed"]:
        yield f"{_STEP}nothing could be said of it"
    for each in choice["missing"]:
        where = f" on {each['venue']}" if each.get("venue") else ""
        yield f"{_STEP}missing{where}: {each['why']}"
    for each in choice["headlines"]:
        taken = "title" if each["chosen"] else "no title"
        yield f"{_STEP}{taken}: {each['pattern']} {each['score']:.2f}: {each['text']}{_because(each['why'])}"


def _weighed(evidence: Evidence, finding: Mapping[str, Any]) -> Weighed:
    rivals = [
        (str(each["id"]), sum(each["score"].values()))
        for each in evidence["findings"]
        if each["said"] and each["section"] == finding["section"] and each is not finding
    ]
    return Weighed(
        finding=finding["id"],
        section=finding["section"],
        said=finding["said"],
        score=finding["score"],
        salience=sum(finding["score"].values()),
        why=finding["why"],
        told=tuple(_told(evidence["sentences"], finding)) if finding["said"] else (),
        instead=() if finding["said"] else tuple(sorted(rivals, key=lambda each: -each[1])),
    )


def _told(sentences: Sequence[Mapping[str, Any]], finding: Mapping[str, Any]) -> Iterator[str]:
    moves = {finding["id"], finding["id"].partition(".")[0]}
    for each in sentences:
        if moves & {part.rpartition("/")[0] for part in str(each["template"]).split("+")}:
            yield each["text"]


def _metric(fact: str) -> str:
    """Return the metric of a fact by its id: ``BTC/futures.basis/90d@binance~rank``."""
    return fact.partition("~")[0].partition("@")[0].partition("/")[2].partition("/")[0]


def _score(score: Mapping[str, float]) -> str:
    if not score:
        return "no score"
    parts = ", ".join(f"{part} {value:.2f}" for part, value in score.items())
    return f"{parts}: {sum(score.values()):.2f} in all" if len(score) > 1 else parts


def _why(each: Mapping[str, Any]) -> str:
    return str(each["why"]) or ("no reason was kept" if each["said"] else "no phrase fits")


def _because(why: str) -> str:
    return f" ({why})" if why else ""
