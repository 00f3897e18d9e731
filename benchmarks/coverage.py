"""Which phrases are used: ``python -m benchmarks.coverage FOLDER`` reads what ``benchmarks.articles --keep`` left.

Counts moves, phrasings and headline patterns over the real history and random markets together, and by source. Names
the dead ones: a phrase whose facts never come up, one whose traits never do, or one that is never chosen; and those
that random markets alone reach. Exit 0 if all are used.
"""

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

from benchmarks.prose_kept import keep
from generator.render.phrases import load_phrases

SOURCES = ("real", "random")
HEADLINE = "head-"


def gathered(folder):
    """Return source → uses of phrases, and source → moves with what they came up with."""
    uses, moves = {source: Counter() for source in SOURCES}, {source: {} for source in SOURCES}
    for path in sorted(Path(folder).glob("*.json")):
        told = json.loads(path.read_bytes())
        uses[told["source"]].update(told["phrases"])
        for name, each in told["moves"].items():
            kept = moves[told["source"]].setdefault(name, {"found": 0, "said": 0, "traits": set(), "cast": {}})
            kept["found"] += each["found"]
            kept["said"] += each["said"]
            kept["traits"] |= set(each["traits"])
            for member, metrics in each["cast"].items():
                kept["cast"].setdefault(member, set()).update(metrics)
    return uses, moves


def why_dead(phrase, moves):
    """Return why a phrase was never used where these moves came up, in a few words.

    Args:
        phrase: One of a move's phrases.
        moves: Name of a move → what it came up with.
    """
    name = phrase.name.partition("/")[0]
    kin = [each for move, each in moves.items() if name in (move, move.partition(".")[0])]
    if not kin:
        return "its move never comes up"
    cast = set().union(*(each["cast"] for each in kin))
    traits = set().union(*(each["traits"] for each in kin))
    if lacking := phrase.uses - cast:
        return f"never with {', '.join(sorted(lacking))}"
    if lacking := phrase.when - traits:
        return f"never when {', '.join(sorted(lacking))}"
    if not any(each["said"] for each in kin):
        return "its move is found and never told"
    return "never chosen"


def table(phrases, uses):
    """Return how much of each kind was used, together and by source, as Markdown."""
    rows = [["", "all", "together", *SOURCES], ["---", *["---:"] * 4]]
    kinds = {
        "moves": lambda name: name.partition("/")[0],
        "phrasings": lambda name: name,
        "headline patterns": lambda name: name.partition("/")[0] if name.startswith(HEADLINE) else None,
    }
    for what, kind in kinds.items():
        known = {kind(name) for name in phrases} - {None}
        counts = [
            len({kind(name) for name in used if used[name] and name in phrases} & known)
            for used in (together(uses), *uses.values())
        ]
        rows.append([what, f"{len(known)}", *(f"{count} ({count / len(known):.0%})" for count in counts)])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def together(uses):
    """Return the uses of phrases in all sources."""
    return sum(uses.values(), Counter())


def dead(phrases, uses, moves):
    """Return a line a phrase that nothing used, and why by source."""
    used = together(uses)
    return [
        f"- `{name}`: {'; '.join(f'{source}: {why_dead(phrase, moves[source])}' for source in SOURCES)}"
        for name, phrase in sorted(phrases.items())
        if not used[name]
    ]


def random_alone(phrases, uses, moves):
    """Return a line a phrase that only random markets used: why the history did not, and how often they did."""
    return [
        f"- `{name}`: {why_dead(phrase, moves['real'])}; {uses['random'][name]} times in random markets"
        for name, phrase in sorted(phrases.items())
        if uses["random"][name] and not uses["real"][name]
    ]


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m benchmarks.coverage", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--counts", action="store_true", help="how often each phrase was used, the rarest first")
    parser.add_argument("--docs", action="store_true", help="keep the table and the dead in docs/prose.md")
    asked = parser.parse_args(arguments)
    phrases = {phrase.name: phrase for each in load_phrases().moves.values() for phrase in each}
    uses, moves = gathered(asked.folder)
    every, never, alone = together(uses), dead(phrases, uses, moves), random_alone(phrases, uses, moves)
    lists = [
        [f"Never used: {len(never)}", "", *never],
        [f"Used in random markets and never in the history of 2021 to 2026: {len(alone)}", "", *alone],
    ]
    report = [table(phrases, uses), "", *lists[0]]
    print("\n".join([*report, "", *lists[1]]))
    if asked.docs:
        keep("coverage", "\n".join(report))
    if asked.counts:
        print("\n".join(f"{every[name]:7} {name}" for name in sorted(phrases, key=lambda name: every[name])))
    return 1 if never else 0


if __name__ == "__main__":
    sys.exit(main())
