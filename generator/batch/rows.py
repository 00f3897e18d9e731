"""What became of one asset's day, as one line of a shard."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Literal, Self

from generator.model.article import Article, Problem, Verdict
from generator.model.chart import Picture
from generator.model.instants import iso, parse_instant
from generator.model.memory import Said
from generator.publish.files import ARTICLES, HELD, REASONS, reasons_text

#: ``kept`` is a text that a person let through, and that is not replaced by another.
State = Literal["published", "held", "kept"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One edition of a day.

    Args:
        sha256: The files that it comes to in the desk's output, and their hashes.
        article: Its bytes, None once they lie in the desk.
        said: What the issues after it remember of it, None if it was not published or lies in the desk.
    """

    edition: str
    title: str
    state: State
    verdict: Verdict
    sha256: Mapping[str, str]
    article: Article | None = None
    said: Said | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One asset's day.

    Args:
        key: The hash of everything that the day was written from.
        asked: What the key's part of the history is, see ``model.ports.History``.
        series: The files for the pages of metrics that the day has something for.
        unknown: Why nothing could be written, "" where it could.
    """

    day: date
    key: str
    asked: Sequence[Sequence[Any]] = ()
    texts: tuple[Text, ...] = ()
    series: tuple[str, ...] = ()
    unknown: str = ""

    def bare(self) -> Self:
        """Return the row without the texts' bytes, once these lie in the desk."""
        return replace(self, texts=tuple(replace(text, article=None, said=None) for text in self.texts))

    def without_bytes(self) -> Self:
        """Return the row without the texts' bytes, but with what the issues after it remember."""
        return replace(self, texts=tuple(replace(text, article=None) for text in self.texts))

    def line(self) -> str:
        """Return the row as one line of JSON."""
        told: dict[str, object] = {
            "day": str(self.day), "key": self.key, "asked": self.asked, "series": self.series,
            "unknown": self.unknown, "texts": [_text(text) for text in self.texts],
        }  # fmt: skip
        return json.dumps(told, ensure_ascii=False) + "\n"

    @classmethod
    def read(cls, line: str) -> Self:
        """Return the row of a line.

        Raises:
            ValueError: It is no row, as a line that a killed process left; or KeyError, TypeError.
        """
        told = json.loads(line)
        return cls(
            day=date.fromisoformat(told["day"]), key=told["key"], asked=told["asked"], series=tuple(told["series"]),
            unknown=told["unknown"], texts=tuple(_read_text(text) for text in told["texts"]),
        )  # fmt: skip


def hashes(article: Article, state: State, problems: Sequence[Problem]) -> dict[str, str]:
    """Return the files that a text comes to in the output, and their hashes."""
    place, slug = (HELD if state == "held" else ARTICLES), article.slug
    texts = {f"{place}/{slug}.md": article.markdown}
    if state != "kept":
        texts[f"{place}/{slug}.evidence.json"] = article.evidence
        texts |= {f"{place}/{slug}/{name}": text for name, text in article.files.items()}
    if state == "held":
        texts[f"{place}/{slug}{REASONS}"] = reasons_text(problems)
    return {name: sha256(text) for name, text in texts.items()}


def sha256(text: str) -> str:
    """Return the hash of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def _text(text: Text) -> dict[str, object]:
    told: dict[str, object] = {
        "edition": text.edition, "title": text.title, "state": text.state, "sha256": dict(text.sha256),
        "verdict": {
            "slug": text.verdict.slug, "sentences": text.verdict.sentences, "claims": text.verdict.claims,
            "problems": [_fields(problem) for problem in text.verdict.problems],
        },
    }  # fmt: skip
    if text.article is not None:
        article = text.article
        told["article"] = {
            "markdown": article.markdown, "evidence": article.evidence,
            "pictures": [[picture.id, picture.svg, picture.csv] for picture in article.pictures],
        }  # fmt: skip
    if text.said is not None:
        told["said"] = {**_fields(text.said), "as_of": iso(text.said.as_of)}
    return told


def _fields(of: Said | Problem) -> dict[str, object]:
    return {field.name: getattr(of, field.name) for field in fields(of)}


def _read_text(told: Mapping[str, Any]) -> Text:
    said, article, verdict = told.get("said"), told.get("article"), told["verdict"]
    problems = tuple(Problem(**problem) for problem in verdict["problems"])
    return Text(
        edition=told["edition"], title=told["title"], state=told["state"], sha256=told["sha256"],
        verdict=Verdict(verdict["slug"], problems, verdict["sentences"], verdict["claims"]),
        article=None if article is None else _read_article(verdict["slug"], told["title"], article),
        said=None if said is None else _read_said(said),
    )  # fmt: skip


def _read_article(slug: str, title: str, told: Mapping[str, Any]) -> Article:
    # A picture's table is in its evidence; a file needs no more than these.
    pictures = tuple(
        Picture(id=name, title="", svg=svg, csv=csv, head=(), rows=()) for name, svg, csv in told["pictures"]
    )
    return Article(
        slug=slug, title=title, markdown=told["markdown"], evidence=told["evidence"], pictures=pictures
    )  # fmt: skip


def _read_said(told: Mapping[str, Any]) -> Said:
    lists = {name: tuple(told[name]) for name in ("phrases", "explained", "sentences")}
    return Said(**{**told, **lists, "as_of": parse_instant(told["as_of"])})
