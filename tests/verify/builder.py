"""Articles for the verifier, written by hand: claims are marked where they stand.

``[[rose|sign|day]]`` is the word "rose" as a claim of the sign of the fact called ``day``;
a fourth part names the second fact of a comparison. A line is a sentence, a blank line ends
a paragraph, ``//`` begins a new statement.
"""

import json
import re

MARK = re.compile(r"\[\[([^|\]]+)\|([^|\]]+)\|([^|\]]+)(?:\|([^|\]]+))?\]\]")
LABEL = re.compile(r"\*\*[A-Z][a-z ]+[.:]\*\* ")
KINDS = {
    "value": "number", "size": "number", "edge": "number", "n": "number", "total": "number", "sign": "direction",
    "rank": "superlative", "level": "comparison", "cmp": "comparison", "label": "label", "unit": "streak",
}  # fmt: skip


class Author:
    """Builds the Markdown and the evidence of one article."""

    def __init__(self, slug, as_of, facts, front, *, gaps=(), notes=()):
        self.slug, self.as_of, self.gaps, self.notes = slug, as_of, list(gaps), list(notes)
        self.ids = {name: fact["id"] for name, fact in facts.items()}
        self.facts = {fact["id"]: {k: v for k, v in fact.items() if k != "id"} for fact in facts.values()}
        self.front = dict(front)
        self.sentences, self.claims = [], []

    def _say(self, field, marked, fixed=None):
        name = f"{field}.{len(self.sentences) + 1}"
        text, order = "", 0
        statements = []
        for statement, part in enumerate(marked.split("//")):
            last = 0
            for found in MARK.finditer(part):
                printed, role, fact, than = found.groups()
                text += part[last : found.start()]
                last = found.end()
                fact_id = fact if fact.startswith("gap:") else self.ids[fact]
                self.claims.append(
                    {
                        "id": f"{name}.c{order}", "sentence": name, "statement": f"{name}.s{statement}", "order": order,
                        "kind": KINDS.get(role, "name"), "role": role, "fact": fact_id,
                        "than": self.ids[than] if than else None, "printed": printed, "value": None, "unit": "",
                        "start": -1, "end": -1,
                    }
                )  # fmt: skip
                statements.append(f"{name}.s{statement}")
                text += printed
                order += 1
            text += part[last:]
        label = LABEL.match(text)
        plain = text[label.end() if label else 0 :].replace("**", "").replace("*", "").strip().strip("|").strip()
        plain = plain.removeprefix("- ").removeprefix("## ")
        self.sentences.append(
            {"id": name, "field": field, "text": plain, "template": "hand", "fixed": fixed,
             "statements": list(dict.fromkeys(statements))}
        )  # fmt: skip
        return text

    def _line(self, line):
        if line.startswith("|--"):
            return line
        if "[[" in line:
            if label := LABEL.match(line):
                self._say("body", label[0], fixed="label")
            return self._say("body", line)
        if line.strip():
            self._say("body", line, fixed="note:n1" if any(line == note["text"] for note in self.notes) else "fixed")
        return line

    def build(self, title, description, body):
        """Return (markdown, evidence)."""
        self.front["title"] = self._say("title", title)
        self.front["description"] = " ".join(self._say("description", line) for line in description)
        text = "\n".join(self._line(line) for line in body.strip().split("\n"))
        front = {
            **self.front, "slug": self.slug, "date": self.as_of, "inputs_sha256": "f" * 8,
            "evidence": f"{self.slug}.evidence.json", "generator": "wirecopy 0.1.0",
        }  # fmt: skip
        lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in front.items()]
        markdown = "---\n" + "\n".join(lines) + "\n---\n\n" + text + "\n"
        evidence = {
            "slug": self.slug, "as_of": self.as_of, "inputs_sha256": "f" * 8, "front": front, "facts": self.facts,
            "sentences": self.sentences, "claims": self.claims, "findings": [], "gaps": self.gaps, "notes": self.notes,
        }  # fmt: skip
        return markdown, json.loads(json.dumps(evidence))


def level(fact_id, value, unit, as_of, **more):
    return {"id": fact_id, "kind": "level", "value": value, "unit": unit, "as_of": as_of, "formula": "", **more}


def past(of, window, value, unit, as_of, **more):
    return {"id": f"{of}~past:{window}", "kind": "past", "value": value, "unit": unit, "as_of": as_of, "of": of,
            "formula": "", **more}  # fmt: skip


def change(fact_id, value, unit, as_of, **more):
    return {"id": fact_id, "kind": "change", "value": value, "unit": unit, "as_of": as_of, "formula": "", **more}


def rank(of, extreme, value, unit, as_of, since, first, *, days=365, expected=365, **more):
    coverage = {"from": first, "days": days, "expected": expected, "start_known": True}
    return {"id": f"{of}~rank", "kind": "rank", "rank": extreme, "value": value, "unit": unit, "as_of": as_of, "of": of,
            "ties": 0, "coverage": coverage, "formula": "", **({"since": since} if since else {}), **more}  # fmt: skip


def threshold(rule, state, value, unit="ratio"):
    return {"id": f"rule:{rule}~threshold:{state}", "kind": "threshold", "value": value, "unit": unit, "rule": rule,
            "as_of": "2026-02-09T00:00:00Z", "formula": "a published cut", "published": "2026-02-09"}  # fmt: skip


def band(of, state, as_of, previous=None, **more):
    return {"id": f"{of}~band", "kind": "band", "value": None, "unit": "none", "state": state, "as_of": as_of, "of": of,
            "formula": "", **({"previous": previous} if previous else {}), **more}  # fmt: skip
