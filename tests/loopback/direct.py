"""Ask the world without a wire between: for tests of parsers, where the client has no part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from urllib.parse import parse_qsl, urlsplit

from generator.collectors.source import Ask, Scope, Source
from generator.model.names import Names
from generator.model.quotes import Record
from generator.model.reply import Reply
from tests.loopback.server import Answer, Request
from tests.loopback.world import KEY, World


def answer(world: World, source: Source, ask: Ask, *, key: str = KEY) -> Answer:
    """Return what the healthy source answers to a question."""
    wanted = source.key
    query = [*ask.query, *([(wanted.field, key)] if wanted is not None and wanted.place == "query" else [])]
    headers = {wanted.field.lower(): key} if wanted is not None and wanted.place == "header" else {}
    path, _, own = ask.path.partition("?")
    base = urlsplit(source.base_url).path
    request = Request(
        "POST" if ask.post else "GET",
        source.id,
        base + path if base not in ("", "/") else path,
        dict([*parse_qsl(own), *query]),
        headers,
        ask.post.encode(),
        at=0.0,
        attempt=0,
    )
    return world.respond(request)


def reply(source: Source, ask: Ask, body: bytes, at: datetime) -> Reply:
    """Return a body as the client would hand it over."""
    return Reply(
        source=source.id,
        kind=ask.kind,
        subject=ask.subject,
        url=source.address(ask),
        request=ask.post,
        status=200,
        asked_at=at,
        fetched_at=at,
        body=body,
        content_type="application/json",
    )


def read(source: Source, told: Reply, names: Names) -> list[Record]:
    """Return the readings of a reply."""
    parse = source.parsers[told.kind]
    return list(parse(told, origin=told.origin(source.publisher), names=names))


def questions(
    sources: Sequence[Source], world: World, assets: Sequence[str] = ("BTC", "ETH")
) -> Iterator[tuple[Source, Ask]]:
    """Yield what a day's run asks."""
    for source in sources:
        for ask in source.asks(scope(world, assets)):
            yield source, ask


def scope(world: World, assets: Sequence[str] = ("BTC", "ETH")) -> Scope:
    """Return what a run of this world is about."""
    return Scope(tuple(assets), world.past.names, world.now)


def warm(world: World, sources: Sequence[Source]) -> World:
    """Have every question of a day's run answered once, so that no client waits for a file to be read."""
    for source, ask in questions(sources, world):
        answer(world, source, ask)
    return world
