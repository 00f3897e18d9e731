"""The head of one article: front matter, checked, and what the evidence says the text speaks of."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from generator.errors import InputError
from generator.publish.site.piece import Correction, Piece
from generator.resources import Lines, parse_yaml

EVIDENCE: Final = ".evidence.json"
_FENCE: Final = "---\n"
#: A slug is a folder of the site, so it must be harmless as one.
_SLUG: Final = re.compile(r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?")
_FILE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
#: What YAML refuses before it reads.
_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_WORD: Final = re.compile(r"\w\S*")


@dataclass(frozen=True, slots=True)
class _Front:
    """Front matter whose mistakes can be pointed at."""

    path: Path
    given: Lines

    def text(self, key: str, missing: str = "") -> str:
        value = self.given.get(key)
        if value is None:
            return missing
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise self.wrong(key, f"{key} must be a text; put it in quotes")
        return str(value)

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.given.get(key)
        if value is None:
            return ()
        listed = value if isinstance(value, list) else [value]
        if any(isinstance(each, list | Mapping) or each is None for each in listed):
            raise self.wrong(key, f"{key} must be a list of texts; write {key}: [a, b]")
        return tuple(str(each) for each in listed)

    def instant(self, key: str) -> datetime | None:
        value = self.given.get(key)
        return None if value is None else self._instant(key, value)

    def corrections(self) -> tuple[Correction, ...]:
        value = self.given.get("corrections")
        if value is None:
            return ()
        form = "write corrections: [{at: 2026-02-10T08:00:00Z, what: ...}]"
        if not isinstance(value, list) or not all(
            isinstance(each, Mapping) and {"at", "what"} <= each.keys() for each in value
        ):
            raise self.wrong("corrections", f"corrections must be a list of times and texts; {form}")
        return tuple(Correction(at=self._instant("corrections", each["at"]), what=str(each["what"])) for each in value)

    def _instant(self, key: str, value: object) -> datetime:
        if isinstance(value, str):
            try:
                value = datetime.fromisoformat(value)
            except ValueError:
                value = None
        if isinstance(value, datetime):
            return value.astimezone(UTC) if value.tzinfo is not None else value.replace(tzinfo=UTC)
        if isinstance(value, date):
            return datetime(value.year, value.month, value.day, tzinfo=UTC)
        raise self.wrong(key, f"{key} must be an instant; write 2026-02-10T08:00:00Z")

    def wrong(self, key: str, what: str) -> InputError:
        """Return the error that names the key's line, or the first where there is no such key."""
        return InputError(f"{self.path}:{self.given.lines.get(key, 1)}: {what}")


def read_head(path: Path) -> Piece:
    """Read an article's Markdown, evidence and pictures as far as lists of articles need them.

    Args:
        path: Of the Markdown.

    Raises:
        InputError: A file is missing or cannot be read, or the front matter is wrong; with its line.
    """
    raw = read_bytes(path)
    front, body = split(path, raw)
    return _piece(path, _parsed(path, front), body, raw, read_bytes(path.with_name(path.stem + EVIDENCE)))


def read_bytes(path: Path) -> bytes:
    """Return a file's bytes.

    Raises:
        InputError: It cannot be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise InputError(f"{path}: is missing; write the article anew, or remove the rest of it") from error
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}; look at its rights") from error


def split(path: Path, raw: bytes) -> tuple[str, str]:
    """Return the YAML between the fences, and the text after the line that closes them.

    Raises:
        InputError: It is not text, or has no front matter.
    """
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: is not text in UTF-8 (byte {error.start}); save it as UTF-8") from error
    if not text.startswith(_FENCE):
        raise InputError(f"{path}:1: has no front matter; begin with a line of three dashes")
    end = text.find("\n" + _FENCE, len(_FENCE) - 1)
    if end < 0:
        raise InputError(f"{path}:1: the front matter does not end; close it with a line of three dashes")
    return text[len(_FENCE) : end + 1], text[end + 1 + len(_FENCE) :]


def read_evidence(path: Path, raw: bytes) -> Mapping[str, Any]:
    """Return the evidence of the article at ``path``.

    Raises:
        InputError: It is not JSON, or no mapping.
    """
    name = path.with_name(path.stem + EVIDENCE)
    try:
        read = json.loads(raw)
    except ValueError as error:
        raise InputError(f"{name}: is not JSON ({error}); write the article anew") from error
    if not isinstance(read, dict):
        raise InputError(f"{name}: holds no evidence; write the article anew")
    return read


def _parsed(path: Path, front: str) -> _Front:
    odd = _UNPRINTABLE.search(front)
    if odd is not None:
        line = front.count("\n", 0, odd.start()) + 2
        raise InputError(f"{path}:{line}: holds the character {odd[0]!r}; remove it")
    try:
        # The fence is line 1, which YAML does not see.
        given = parse_yaml("\n" + front, str(path))
    except (ValueError, TypeError, RecursionError) as error:
        # Such as the 31st of February, or a list as a key.
        raise InputError(f"{path}:2: the front matter cannot be read: {error}; mend it") from error
    if not isinstance(given, Lines):
        raise InputError(f"{path}:2: the front matter holds no keys; write title: ... and date: ...")
    return _Front(path, given)


def _slug(front: _Front) -> str:
    slug = front.text("slug") or front.path.stem
    if _SLUG.fullmatch(slug) is None:
        raise front.wrong("slug", f"{slug!r} cannot be an address; use a-z, 0-9 and dashes")
    if slug != front.path.stem:
        raise front.wrong("slug", f"slug is {slug}, but the file is {front.path.name}; make them the same")
    return slug


def _piece(path: Path, front: _Front, body: str, raw: bytes, kept: bytes) -> Piece:
    date = front.instant("date")
    title = front.text("title").strip()
    if date is None or not title:
        missing = "date" if date is None else "title"
        raise front.wrong(missing, f"{missing} is missing; add it to the front matter")
    slug = _slug(front)
    return Piece(
        slug=slug,
        path=path,
        title=title,
        description=front.text("description").strip(),
        date=date,
        lastmod=front.instant("lastmod") or date,
        edition=front.text("edition"),
        asset=front.text("asset"),
        category=front.text("category"),
        tags=front.texts("tags"),
        authors=front.texts("authors"),
        stance=front.text("stance"),
        horizon=front.text("horizon"),
        confidence=front.text("confidence"),
        sources=front.texts("sources"),
        image=_image(front, slug),
        metrics=_metrics(read_evidence(path, kept)),
        corrections=front.corrections(),
        words=len(_WORD.findall(body)),
        sha256=_digest(raw, kept, path.with_name(slug)),
        markdown_sha256=sha256(raw).hexdigest(),
    )


def _image(front: _Front, slug: str) -> str:
    """Give the picture's name: front matter may say it with or without the folder it lies in."""
    named = front.text("image").removeprefix(f"{slug}/")
    if named and _FILE.fullmatch(named) is None:
        raise front.wrong("image", f"{named!r} is no picture of the article; name a file in {slug}/")
    return named


def _metrics(evidence: Mapping[str, Any]) -> tuple[str, ...]:
    claims = evidence.get("claims")
    told = [each.get("fact") for each in claims if isinstance(each, dict)] if isinstance(claims, list) else []
    series = {fact.partition("~")[0] for fact in told if isinstance(fact, str)}
    return tuple(sorted(each for each in series if "/" in each and not each.startswith("run/")))


def _digest(raw: bytes, kept: bytes, folder: Path) -> str:
    whole = sha256()
    parts = [("", raw), (EVIDENCE, kept), *((each.name, read_bytes(each)) for each in pictures(folder))]
    for name, content in parts:
        whole.update(f"{name}\0{len(content)}\0".encode())
        whole.update(content)
    return whole.hexdigest()


def pictures(folder: Path) -> list[Path]:
    """Return the files beside an article, by name; none where it has no folder."""
    try:
        return sorted(each for each in folder.iterdir() if each.is_file() and not each.name.startswith("."))
    except FileNotFoundError:
        return []
