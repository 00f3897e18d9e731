"""Drawings of mailed articles, as PNG beside the article."""

from dataclasses import replace

from generator.publish.site.rasters import outputs
from tests.publish.newsletter.articles import BASE, made, write
from tests.publish.newsletter.reading import Page
from tests.publish.site.pieces import site


def test_the_site_has_what_hosted_mail_shows(tmp_path):
    """At the very address, and the very picture that other mail has inside; a picture of the editor's stays alone."""
    piece = write(
        tmp_path / "a", "![Down.](2026-02-10-btc-brief/price.svg)\n", drawings=["price", "card", "own", "a b"]
    )
    piece.path.with_name(piece.slug).joinpath("own.png").write_bytes(b"an editor's own")
    shown = replace(site(piece), rasters=frozenset({piece.slug}), cache=tmp_path / "cache")
    files = {f"{BASE}/{each.path}": each.make() for each in outputs(shown)}
    (image,) = Page(made(piece, pictures="hosted").html).images
    assert list(files) == [image["src"]]
    assert files[image["src"]] == made(piece).pictures[0].png


def test_an_article_that_was_not_mailed_has_none(tmp_path):
    """To draw thousands of pictures for nobody would cost an hour."""
    piece = write(tmp_path / "a", drawings=["price"])
    assert list(outputs(site(piece))) == []
