"""What is asked of the preview, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final

HTML: Final = "text/html; charset=utf-8"
JSON: Final = "application/json; charset=utf-8"
PLAIN: Final = "text/plain; charset=utf-8"

_POLICY: Final = (
    "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self'; font-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
#: A drawing carries its own style; opened by itself it may do nothing else.
_DRAWING_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
#: ``same-origin``: with ``no-referrer`` a browser would not say where a form was sent from.
_ALWAYS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
#: What we serve by its suffix; all else is a heap of bytes.
_KINDS: Final = {
    ".html": HTML, ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml",
    ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".webp": "image/webp",
    ".csv": "text/csv; charset=utf-8", ".json": JSON, ".xml": "application/xml; charset=utf-8", ".txt": PLAIN,
    ".md": PLAIN, ".otf": "font/otf", ".woff2": "font/woff2", ".ico": "image/x-icon",
}  # fmt: skip


class NoAnswerError(Exception):
    """What was asked is refused; ``status`` and ``why`` are the whole answer."""

    def __init__(self, status: HTTPStatus, why: str) -> None:
        super().__init__(why)
        self.status = status
        self.why = why


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question.

    Args:
        method: ``GET`` or ``POST``; a ``HEAD`` is asked as a ``GET``.
        path: Decoded, begins with a slash.
        form: The fields of a form, the last value of each.
        wants_json: Whether a program asks.
    """

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] = field(default_factory=dict)
    wants_json: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer; ``place`` is where to go instead."""

    body: bytes
    kind: str = HTML
    status: HTTPStatus = HTTPStatus.OK
    place: str = ""

    @property
    def headers(self) -> Mapping[str, str]:
        """What every answer says besides its length."""
        policy = _DRAWING_POLICY if self.kind == _KINDS[".svg"] else _POLICY
        told = {"Content-Type": self.kind, "Content-Security-Policy": policy, **_ALWAYS}
        return told | ({"Location": self.place} if self.place else {})


def kind_of(suffix: str) -> str:
    """Return the content type of a file's suffix."""
    return _KINDS.get(suffix.lower(), "application/octet-stream")


def go_to(place: str) -> Answer:
    """Return the answer that sends a browser elsewhere after a form."""
    return Answer(body=b"", kind=PLAIN, status=HTTPStatus.SEE_OTHER, place=place)
