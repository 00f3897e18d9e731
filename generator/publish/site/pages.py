"""What all pages have in common: the publication's name, the way around, the policy, the style."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple, Self

from generator.publish.site import paths
from generator.publish.site.metadata import Kind, page_metadata
from generator.publish.site.output import Output, digest
from generator.publish.site.plain import capital, legal
from generator.publish.site.static import static_files
from generator.templating import fill, load

if TYPE_CHECKING:
    from generator.publish.site.desk import Site

#: No inline script or style runs: a text that gets through every filter still does nothing.
POLICY: Final = (
    "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "font-src 'self'; base-uri 'none'; form-action 'self'"
)


class Way(NamedTuple):
    """An entry of the navigation: its label, and its path below the root."""

    label: str
    path: str


@dataclass(frozen=True, slots=True)
class Chrome:
    """What stands alike on all pages, as markup of ours: filled in once, since most of a small page is this.

    Args:
        head: Links of the head.
        foot: The foot of the page.
        ways: The navigation, for a page's path and the section that it belongs to.
    """

    head: str
    foot: str
    ways: Callable[[str, str], str]

    @classmethod
    def of(cls, site: Site, shared: Mapping[str, object], navigation: tuple[Way, ...]) -> Self:
        """Fill in what all pages of a site share."""
        known = {way.path for way in navigation}

        @cache
        def filled(path: str | None, section: str) -> str:
            values = {**shared, "navigation": navigation, "path": path, "section": section}
            return fill(load(site.jinja, "site/ways.html.j2"), values)

        def ways(path: str, section: str) -> str:
            return filled(path if path in known else None, section)

        head, foot = (fill(load(site.jinja, f"site/{part}.html.j2"), shared) for part in ("head", "foot"))
        return cls(head, foot, ways)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """Makes pages of one site; made once for each kind of page, since it reads the static files.

    Args:
        key: Hash of all that every page shows.
        shared: What every template is given.
    """

    site: Site
    key: str
    shared: Mapping[str, object]

    @classmethod
    def of(cls, site: Site) -> Self:
        """Gather what all pages of a site share."""
        publication = site.publication
        static = {name: f"{publication.root}{path}" for name, (path, _) in static_files(site.jinja).items()}
        navigation = _navigation(site)
        told = [repr(getattr(publication, field.name)) for field in fields(publication)]
        ways = [part for way in navigation for part in way]
        shared: dict[str, object] = {
            "publication": publication,
            "root": publication.root,
            "static": static,
            "policy": POLICY,
            "section": "",
        }
        shared["chrome"] = Chrome.of(site, shared, navigation)
        return cls(site=site, key=digest([site.theme, *told, *ways, *static.values()]), shared=shared)

    def page(
        self,
        path: str,
        shows: str,
        make: Callable[[], tuple[str, Mapping[str, object]]],
        *,
        changed_at: datetime | None = None,
        kind: Kind = "WebPage",
    ) -> Output:
        """Return one page as an output.

        Args:
            path: Its folder below the root, or its file's path where it is not an index.
            shows: Hash or text that decides what it shows, apart from what all pages share.
            make: Returns the template's name and values (``title`` and ``description`` always, ``meta``
                where the head says more than any page's); called only where the page is written.
            changed_at: See ``Output``.
            kind: What it is to search engines.
        """
        file = f"{path}index.html" if path.endswith("/") or not path else path

        def written() -> bytes:
            template, values = make()
            meta = page_metadata(self.site, path, str(values["title"]), str(values["description"]), kind)
            return self.render(template, {"path": path, "meta": meta, **values})

        return Output(path=file, shows=digest([self.key, path, shows]), make=written, changed_at=changed_at)

    def render(self, template: str, values: Mapping[str, object]) -> bytes:
        """Return a page's bytes; the template extends ``site/base.html.j2``.

        Raises:
            TemplateError: The template is missing, or asks for a name that is not bound.
        """
        # Names and notes may hold what no document may; in a page's own text there is none of it.
        return legal(fill(load(self.site.jinja, template), {**self.shared, **values})).encode()


def _navigation(site: Site) -> tuple[Way, ...]:
    """Return the ways that stand on every page; an edition has one once it has an article."""
    editions: dict[str, str] = {}
    for name in dict.fromkeys(each.edition for each in site.pieces if each.edition):
        editions.setdefault(paths.edition(name), name)
    return (
        Way("Latest", ""),
        *(Way(capital(editions[path]), path) for path in sorted(editions)),
        Way("Data", "assets/"),
        Way("Archive", "archive/"),
        Way("Methodology", "methodology/"),
        Way("Search", "search/"),
    )
