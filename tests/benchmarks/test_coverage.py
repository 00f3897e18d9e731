"""Which phrases were used, and why one was not."""

from collections import Counter

from benchmarks.coverage import dead, random_alone, table, why_dead
from generator.render.phrases import load_phrases

PHRASES = {phrase.name: phrase for each in load_phrases().moves.values() for phrase in each}


def move(**known):
    """What a move came up with."""
    return {"found": 1, "said": 1, "traits": set(), "cast": {}} | known


def test_a_phrase_is_dead_for_a_reason():
    """Its move never came up, a fact or a trait was lacking, or others were taken."""
    name, phrase = next((name, each) for name, each in PHRASES.items() if each.uses and each.when)
    kind = name.partition("/")[0]
    cast = {member: set() for member in phrase.uses}
    assert why_dead(phrase, {}) == "its move never comes up"
    assert why_dead(phrase, {kind: move()}).startswith("never with ")
    assert why_dead(phrase, {kind: move(cast=cast)}).startswith("never when ")
    assert why_dead(phrase, {kind: move(cast=cast, traits=phrase.when)}) == "never chosen"


def test_every_phrase_that_was_never_used_is_named():
    """All but the one that was, wherever it was."""
    used, other = list(PHRASES)[:2]
    nowhere = {"real": {}, "random": {}}
    uses = {"real": Counter({used: 1}), "random": Counter({other: 2})}
    lines = dead(PHRASES, uses, nowhere)
    assert len(lines) == len(PHRASES) - 2
    assert not any(f"`{used}`" in line or f"`{other}`" in line for line in lines)
    (alone,) = random_alone(PHRASES, uses, nowhere)
    assert alone == f"- `{other}`: its move never comes up; 2 times in random markets"


def test_the_table_counts_moves_phrasings_and_headlines():
    """Where all phrases were used, each kind is at 100%."""
    rows = table(PHRASES, {"real": Counter(dict.fromkeys(PHRASES, 1)), "random": Counter()}).splitlines()[2:]
    assert [row.count("(100%)") for row in rows] == [2, 2, 2]
