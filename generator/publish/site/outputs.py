"""Every file of the site: a list written by hand, so that one sees what a site consists of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from generator.publish.site import (
    articles,
    assets,
    covers,
    emblems,
    feeds,
    home,
    lists,
    rasters,
    reference,
    search,
    sitemaps,
    static,
    tried,
)

if TYPE_CHECKING:
    from generator.publish.site.desk import Site
    from generator.publish.site.output import Output


def outputs(site: Site) -> Iterator[Output]:
    """Yield the site's files; the sitemaps last, since they list the pages before them."""
    listed: list[Output] = []
    for room in (home, articles, lists, assets, reference, tried, search, feeds, static, emblems, covers, rasters):
        for output in room.outputs(site):
            if output.changed_at is not None:
                listed.append(output)
            yield output
    yield from sitemaps.outputs(site, listed)
