"""Articles for the verifier, rendered: findings of facts that are made by hand, in the product's own phrases.

Every phrase that fits is told, a sentence each, so that no wording goes untried.
"""

import json
from dataclasses import replace
from datetime import UTC, datetime

from generator.model.catalogue import load_catalogue
from generator.model.fact import Fact, Facts, Kind
from generator.model.names import load_names
from generator.publish.evidence import Ground
from generator.render.phrases import Phrases
from generator.render.sentences import Writer
from generator.render.write import load_voice

NOW = datetime(2026, 2, 11, tzinfo=UTC)
SNAPSHOT = datetime(2026, 2, 10, 21, 42, 7, tzinfo=UTC)
FRONT = "---\nasset: BTC\n---\n\n"


def fact(fact_id, value, unit="ratio", kind=Kind.LEVEL, **more):
    """Return a fact of the evening's snapshot."""
    return Fact(id=fact_id, kind=kind, value=value, unit=unit, as_of=more.pop("as_of", SNAPSHOT), formula="", **more)


def article(facts, findings):
    """Return (markdown, evidence) with a paragraph for each phrase that fits a finding."""
    voice = load_voice()
    told, sentences, claims = [], [], []
    for finding in findings:
        for phrase in (phrase for group in voice.phrases.ranked(finding, "hand") for phrase in group):
            only = Phrases({finding.move: (replace(phrase, tone=""),)}, voice.phrases.banks)
            writer = Writer(
                voice.jinja, only, voice.words, load_names(), load_catalogue(), NOW, "hand", voice.missing
            )  # fmt: skip
            written = writer.say(finding)
            if written is None:
                continue
            name = f"p{len(told) + 1}.1"
            told.append(f"- {written.text}" if finding.section == "watch" else written.text)
            sentences.append({"id": name, "field": "body", "text": written.text.replace("**", ""),
                              "template": written.template, "fixed": None, "statements": [f"{name}.s0"]})  # fmt: skip
            claims += [
                {"id": f"{name}.c{order}", "sentence": name, "statement": f"{name}.s{each.statement}",
                 "order": order, "role": each.seed.role, "fact": each.seed.fact, "than": each.seed.than}
                for order, each in enumerate(written.claims)
            ]  # fmt: skip
    held = Facts(facts)
    evidence = {
        "as_of": NOW.isoformat(), "front": {"asset": "BTC"}, "sentences": sentences, "claims": claims,
        "facts": json.loads("{" + ",".join(Ground.of(held).lines) + "}"),
    }  # fmt: skip
    return FRONT + "\n\n".join(told) + "\n", evidence
