"""What readers may look up: methodology, glossary, corrections, and who writes this."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from generator.publish.site import dates, markup, paths
from generator.publish.site.described import Described, Judged, metric_anchor, rule_anchor, rule_title
from generator.publish.site.output import digest
from generator.publish.site.pages import Pages
from generator.publish.site.plain import capital
from generator.publish.site.quantities import group, in_groups

if TYPE_CHECKING:
    from generator.publish.site.dates import Time
    from generator.publish.site.desk import Site
    from generator.publish.site.output import Output
    from generator.publish.site.piece import Correction, Piece


class Term(NamedTuple):
    """A word of the glossary; ``href`` leads to the methodology, "" where nothing more is said."""

    anchor: str
    word: str
    meaning: str
    href: str


class Reading(NamedTuple):
    """By which rule a state is given, and at which readings."""

    title: str
    range: str
    href: str


class Corrected(NamedTuple):
    """What was put right, where and when."""

    at: Time
    what: str
    href: str
    title: str


def outputs(site: Site) -> Iterator[Output]:
    """Yield methodology, glossary, corrections and the page about the publication."""
    pages = Pages.of(site)
    told = digest((repr(site.catalogue), *(repr(Judged.of(site, rule)) for rule in site.rules)))
    tried = "" if site.backtest is None else "tried"
    yield pages.page("methodology/", digest((told, tried)), partial(_methodology, site))
    yield pages.page("glossary/", digest((told, repr(sorted(site.terms.items())))), partial(_glossary, site))
    corrections = _corrections(site)
    shows = digest(part for piece, each in corrections for part in (piece.slug, piece.title, str(each.at), each.what))
    changed_at = max((each.at for _, each in corrections), default=None)
    yield pages.page("corrections/", shows, partial(_corrected, site), changed_at=changed_at)
    sources = _sources(site)
    shows = digest(part for source in sources for part in source)
    yield pages.page("about/", shows, partial(_about, site), kind="AboutPage")


def term_anchor(word: str) -> str:
    """Return where the glossary has a word."""
    return f"t-{paths.slug(word)}"


def _methodology(site: Site) -> tuple[str, Mapping[str, object]]:
    groups: dict[str, list[Described]] = {}
    for metric in site.catalogue.metrics.values():
        groups.setdefault(group(metric.id), []).append(Described.of(metric))
    return "site/methodology.html.j2", {
        "title": "Methodology",
        "section": "methodology/",
        "description": "How each number is computed and checked, and what each word of judgement stands for.",
        "groups": [(name, groups[name]) for name in in_groups(site.catalogue.metrics)],
        "rules": [Judged.of(site, rule) for rule in site.rules],
        "families": _families(site),
        "tried": "" if site.backtest is None else f"{site.publication.root}backtest/",
    }


def _families(site: Site) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the stance's families with the rules that vote in each: title and anchor."""
    families: dict[str, list[tuple[str, str]]] = {}
    for rule in site.rules:
        if rule.family:
            families.setdefault(rule.family, []).append((rule_title(site, rule), rule_anchor(rule.id)))
    return sorted(families.items())


def _glossary(site: Site) -> tuple[str, Mapping[str, object]]:
    methods = f"{site.publication.root}methodology/"
    terms: dict[str, Term] = {}
    for metric in site.catalogue.metrics.values():
        anchor = term_anchor(metric.label)
        meaning = f"{capital(metric.formula)}. {capital(metric.sign)}."
        terms.setdefault(anchor, Term(anchor, metric.label, meaning, f"{methods}#{metric_anchor(metric.id)}"))
    for word, meaning in site.terms.items():
        anchor = term_anchor(word)
        # A word that names a metric is told in plain words, and still leads to its formula.
        terms[anchor] = Term(anchor, word, meaning, terms[anchor].href if anchor in terms else "")
    states: dict[str, tuple[str, list[Reading]]] = {}
    for rule in site.rules:
        for state, words, _ in rule.bands:
            given = Reading(rule_title(site, rule), words, f"{methods}#{rule_anchor(rule.id)}")
            states.setdefault(f"s-{paths.slug(state)}", (state, []))[1].append(given)
    return "site/glossary.html.j2", {
        "title": "Glossary",
        "description": "The words of our articles: what is measured, and what each state stands for.",
        "section": "methodology/",
        "terms": sorted(terms.values(), key=lambda term: (term.word.casefold(), term.anchor)),
        "states": [(anchor, *states[anchor]) for anchor in sorted(states)],
    }


def _corrections(site: Site) -> list[tuple[Piece, Correction]]:
    """Return every correction of every piece, the newest first."""
    made = chain.from_iterable(((piece, each) for each in piece.corrections) for piece in site.pieces)
    return sorted(made, key=lambda pair: (-pair[1].at.timestamp(), pair[0].slug, pair[1].what))


def _corrected(site: Site) -> tuple[str, Mapping[str, object]]:
    root = site.publication.root
    return "site/corrections.html.j2", {
        "title": "Corrections",
        "section": "corrections/",
        "description": "What was wrong in a published article, and when it was put right.",
        "corrections": [
            Corrected(dates.of_instant(each.at), each.what, f"{root}{paths.article(piece.slug)}", piece.title)
            for piece, each in _corrections(site)
        ],
    }


def _sources(site: Site) -> list[tuple[str, str]]:
    """Return the sources of all articles: their names, and the lines that they ask for."""
    used = {source for piece in site.pieces for source in piece.sources}
    order = {venue: place for place, venue in enumerate(site.names.venues)}
    named = sorted(used, key=lambda source: (order.get(source, len(order)), source.casefold(), source))
    return [(site.names.venue(source), site.attributions.get(source, "")) for source in named]


def _about(site: Site) -> tuple[str, Mapping[str, object]]:
    publication = site.publication
    return "site/about.html.j2", {
        "section": "about/",
        "title": f"About {publication.title}",
        "description": f"Who writes {publication.title}, from which sources, and how to reach us.",
        "about": markup.render(publication.about, Path()) if publication.about else "",
        "sources": _sources(site),
    }
