"""Writes what docs/glossary.md and docs/methodology.md say of the metrics, from the catalogue.

    python scripts/write_reference.py

Each page keeps its own text; only what stands between the two marks is written anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Final

from generator.model.catalogue import Catalogue, Metric, load_catalogue

DOCS: Final = Path(__file__).resolve().parents[1] / "docs"
BEGIN: Final = "<!-- catalogue: begin; written by `make reference` -->"
END: Final = "<!-- catalogue: end -->"
_UNITS: Final = {
    ("ratio", "percent"): "%",
    ("ratio", "points"): "points",
    ("ratio", "plain"): "ratio",
    ("USD", "usd"): "USD",
    ("USD", "usd_big"): "USD",
}


def glossary(catalogue: Catalogue) -> Iterator[str]:
    """Yield a line for each metric: what it is, in which unit, which way is positive."""
    yield "| metric | meaning | unit | sign |"
    yield "|---|---|---|---|"
    for metric in catalogue.metrics.values():
        yield f"| {metric.label}, `{metric.id}` | {metric.formula} | {_unit(metric)} | {metric.sign} |"


def methodology(catalogue: Catalogue) -> Iterator[str]:
    """Yield a line for each metric: how it is computed, after whom, over which windows, and when it is stale."""
    yield "| metric | formula | source of the formula | windows | stale after |"
    yield "|---|---|---|---|---|"
    for metric in catalogue.metrics.values():
        windows = ", ".join(metric.tenors)
        yield f"| `{metric.id}` | {metric.formula} | {metric.source} | {windows} | {_age(metric.stale)} |"


PAGES: Final[Mapping[str, Callable[[Catalogue], Iterator[str]]]] = {
    "glossary.md": glossary,
    "methodology.md": methodology,
}


def written(page: str, text: str, catalogue: Catalogue) -> str:
    """Return a page with its table as the catalogue has it.

    Raises:
        ValueError: The page has not the two marks, once each and in order.
    """
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"docs/{page} has no {BEGIN} and {END}; put them where the table belongs")
    return "\n".join([f"{before}{begin}", "", *PAGES[page](catalogue), "", f"{end}{after}"])


def _unit(metric: Metric) -> str:
    return _UNITS.get((metric.unit, metric.prints), metric.unit)


def _age(age: timedelta) -> str:
    hours = age // timedelta(hours=1)
    return f"{hours} hours" if hours < 7 * 24 else f"{hours // 24:,} days"


def main() -> None:
    """Write both pages."""
    catalogue = load_catalogue()
    for page in PAGES:
        path = DOCS / page
        path.write_text(written(page, path.read_text(encoding="utf-8"), catalogue), encoding="utf-8")


if __name__ == "__main__":
    main()
