"""Articles and a letterhead, as the newsletter's tests want them."""

import json
from datetime import UTC, datetime
from pathlib import Path

from generator.publish.newsletter.issue import Letterhead, mailing
from generator.publish.site.library import pieces
from generator.templating import environment

BASE = "https://desk.example/news"
LETTERHEAD = {
    "title": "The Morning Basis",
    "sender": "The Morning Basis <desk@desk.example>",
    "list_id": "basis.desk.example",
    "address": "1 Example Street, Exampletown",
    "unsubscribe": "https://desk.example/leave?list=1&all=0",
}
NONE = '{"facts": {}, "sentences": [], "claims": []}'
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 76 38" width="76" height="38">'
    '<rect fill="#fbf8f3" width="76" height="38"/></svg>'
)
JINJA = environment()


def write(folder, text="It fell 5%.\n", *, slug="2026-02-10-btc-brief", drawings=(), **front):
    """Write an article, with drawings of these names, and return its head."""
    folder.mkdir(exist_ok=True)
    told = {
        "title": "Bitcoin edges down 1.8%",
        "description": "Options price in panic, and leverage is not wanted.",
        "date": datetime(2026, 2, 11, tzinfo=UTC),
        "edition": "brief",
        "asset": "BTC",
    } | front
    head = "".join(f"{key}: {_yaml(value)}\n" for key, value in told.items())
    (folder / f"{slug}.md").write_text(f"---\n{head}---\n\n{text}", encoding="utf-8")
    (folder / f"{slug}.evidence.json").write_text(NONE, encoding="utf-8")
    for name in drawings:
        (folder / slug).mkdir(exist_ok=True)
        (folder / slug / f"{name}.svg").write_text(SVG, encoding="utf-8")
    return next(piece for piece in pieces(folder) if piece.slug == slug)


def _yaml(value):
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, list):
        return f"[{', '.join(map(_yaml, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {_yaml(each)}' for key, each in value.items())}}}"
    return json.dumps(value)


def letterhead(**changes):
    """Return who sends."""
    return Letterhead(**(LETTERHEAD | changes))


def made(*shown, pictures="inside", target="", base_url=BASE, cache: Path | None = None, **changes):
    """Return the issue of these articles; ``target`` is how it lets readers go."""
    return mailing(
        shown,
        letterhead=letterhead(**changes),
        base_url=base_url,
        pictures=pictures,
        unsubscribe=target,
        cache=cache,
        jinja=JINJA,
    )
