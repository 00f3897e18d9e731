"""What all pages have in common: the publication's name, the way around, the policy, the style."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import TYPE_CHECKING, Final, NamedTuple, Self

from generator.publish.site import paths
from generator.publish.site.output import Output
from generator.publish.site.static import static_files
from generator.templating import fill, load

if TYPE_CHECKING:
    from generator.publish.site.desk import Site

#: No inline script or style runs: a text that gets through every filter still does nothing.
POLICY: Final = (
    "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "font-src 'self'; base-uri 'none'; form-action 'self'"
)
#: Stands between the parts of a hash, so that no two lists of parts read the same.
_BETWEEN: Final = "\x1f"


class Way(NamedTuple):
    """An entry of the navigation: its label, and its path below the root."""

    label: str
    path: str


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
        shared = {
            "publication": publication,
            "root": publication.root,
            "static": static,
            "navigation": navigation,
            "policy": POLICY,
            "section": "",
        }
        return cls(site=site, key=_digest([site.theme, *told, *ways, *static.values()]), shared=shared)

    def page(
        self,
        path: str,
        shows: str,
        make: Callable[[], tuple[str, Mapping[str, object]]],
        *,
        changed_at: datetime | None = None,
    ) -> Output:
        """Return one page as an output.

        Args:
            path: Its folder below the root, or its file's path where it is not an index.
            shows: Hash or text that decides what it shows, apart from what all pages share.
            make: Returns the template's name and values (``title`` and ``description`` always);
                called only where the page is written.
            changed_at: See ``Output``.
        """
        file = f"{path}index.html" if path.endswith("/") or not path else path

        def written() -> bytes:
            template, values = make()
            return self.render(template, {"path": path, **values})

        return Output(path=file, shows=self.shows(path, shows), make=written, changed_at=changed_at)

    def shows(self, *parts: str) -> str:
        """Return the hash of a page that shows these parts, beside what all pages share."""
        return _digest((self.key, *parts))

    def render(self, template: str, values: Mapping[str, object]) -> bytes:
        """Return a page's bytes; the template extends ``site/base.html.j2``.

        Raises:
            TemplateError: The template is missing, or asks for a name that is not bound.
        """
        return fill(load(self.site.jinja, template), {**self.shared, **values}).encode()


def _navigation(site: Site) -> tuple[Way, ...]:
    """Return the ways that stand on every page; an edition has one once it has an article."""
    editions = {paths.edition(each.edition): each.edition for each in reversed(site.pieces) if each.edition}
    return (
        Way("Latest", ""),
        *(Way(capital(editions[path]), path) for path in sorted(editions)),
        Way("Data", "assets/"),
        Way("Archive", "archive/"),
        Way("Methodology", "methodology/"),
        Way("Search", "search/"),
    )


def capital(text: str) -> str:
    """Return text with its first letter as a capital and the others as they are."""
    return text[:1].upper() + text[1:]


def _digest(parts: tuple[str, ...] | list[str]) -> str:
    joined = _BETWEEN.join(parts).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(joined, digest_size=16).hexdigest()
