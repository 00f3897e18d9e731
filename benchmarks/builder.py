"""``python -m benchmarks.builder DESK``: what ``wirecopy publish`` does, for a desk of texts alone.

Of the pictures of headlines only the newest article's is drawn: neither Hugo nor Pelican draws any, and
each is drawn once in an article's life.
"""

import gc
import sys
from pathlib import Path

from generator.model.catalogue import load_catalogue
from generator.model.names import load_names
from generator.publish.build import build
from generator.publish.site.desk import Publication, Site
from generator.publish.site.library import bodies, pieces
from generator.publish.site.outputs import outputs
from generator.templating import environment


def site_of(desk):
    publication = Publication(
        title="Bench",
        base_url="https://example.org",
        description="A site of small articles.",
        language="en",
        authors=("Markets desk",),
        about="",
        generator="wirecopy",
    )
    return Site(
        publication=publication,
        pieces=pieces(desk / "output" / "articles", desk / "data" / "cache" / "library.json"),
        series=(),
        rules=(),
        catalogue=load_catalogue(None),
        names=load_names(None),
        body=bodies(publication.base_url),
        draw=None,
        jinja=environment(desk),
        theme="",
    )


def drawn(site):
    """Yield the site's outputs without the pictures of all articles but the newest."""
    for output in outputs(site):
        if not output.path.endswith("/card.png") or site.pieces[0].slug in output.path:
            yield output


if __name__ == "__main__":
    gc.disable()  # as the command does
    folder = Path(sys.argv[1])
    print(build(drawn(site_of(folder)), folder / "output" / "site"))
    gc.freeze()  # as the command does
