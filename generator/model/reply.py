"""A source's raw reply, and what came of it where it was no use."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from generator.model.observation import Provenance
from generator.model.quotes import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a source answered to one question, as it came.

    Args:
        source: Id of the source: ``binance-usdm``.
        kind: Which of its questions: ``funding``; it also names the parser.
        subject: What was asked about: ``BTCUSDT``; empty where the question names nothing.
        url: As asked, without any key.
        request: Body of the question where it was posted.
        status: HTTP status; 304 where the body is the one that was kept earlier.
        asked_at: When the question was sent.
        fetched_at: When the last byte of the answer came.
        body: As decoded from any transfer compression.
        etag: For asking again whether it changed, as ``last_modified`` is.
        limits: What the source says is left of its limits, in its own words.
    """

    source: str
    kind: str
    subject: str = ""
    url: str
    request: str = ""
    status: int
    asked_at: datetime
    fetched_at: datetime
    body: bytes = field(repr=False)
    content_type: str = ""
    etag: str = ""
    last_modified: str = ""
    limits: str = ""

    @property
    def name(self) -> str:
        """How errors call it: ``binance-usdm funding BTCUSDT``."""
        return " ".join(part for part in (self.source, self.kind, self.subject) if part)

    def origin(self, publisher: str) -> Provenance:
        """Return where this reply's numbers come from; ``publisher`` is named beside them."""
        return Provenance(publisher, self.url, hashlib.sha256(self.body).hexdigest(), self.fetched_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Why a question brought nothing: the source, what was asked, and what happened, for people.

    ``feeds`` are the metrics that are missing for it; ``fetched_at`` is when the reply came that
    could not be read, None where none came.
    """

    source: str
    kind: str
    subject: str = ""
    why: str
    status: int | None = None
    feeds: tuple[str, ...] = ()
    fetched_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SetAside:
    """Readings that the gate did not let through for one reason; an editor may release them together.

    Args:
        records: At least one; all of a chain that stands or falls as a whole.
        why: One clause, for people.
    """

    records: tuple[Record, ...]
    why: str

    @property
    def id(self) -> str:
        """By which an editor names them; the same readings of the same reply have the same one."""
        texts = sorted(repr(record) for record in self.records)
        return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:10]


@dataclass(frozen=True, slots=True)
class Compared:
    """Two sources on one quantity: the reading that is told, the other, and how far they are apart.

    Args:
        quantity: ``BTC/spot.price``.
        apart: Size of other / told - 1 for money, of the difference for a share or an index.
        tolerance: From the catalogue.
        holds: What is held where the difference is beyond it.
    """

    quantity: str
    told: str
    told_value: float
    other: str
    other_value: float
    apart: float
    tolerance: float
    holds: Literal["sentence", "article"] = "sentence"

    @property
    def beyond(self) -> bool:
        """Whether the difference is more than the catalogue tolerates."""
        return self.apart > self.tolerance
