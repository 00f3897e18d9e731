"""The page of the backtest, where the desk has run one: how often each label held, and the price after it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from typing import TYPE_CHECKING, Final, NamedTuple

from generator.publish.site import paths
from generator.publish.site.output import Output, digest
from generator.publish.site.pages import Pages
from generator.publish.site.quantities import asset_title

if TYPE_CHECKING:
    from generator.model.backtest_text import BacktestText, LabelsText
    from generator.publish.site.desk import Site

FOLDER: Final = "backtest/"
_SIZE: Final = re.compile(r'<svg\b[^>]*?\bwidth="(\d+)"[^>]*?\bheight="(\d+)"')


class Tried(NamedTuple):
    """A rule, a condition or the stance on the page; ``src`` is "" where no picture was drawn."""

    anchor: str
    text: LabelsText
    tones: Mapping[str, str]
    src: str
    alt: str
    width: str
    height: str


def outputs(site: Site) -> Iterator[Output]:
    """Yield the page and its pictures; nothing where there is no backtest."""
    text = site.backtest
    if text is None:
        return
    pages = Pages.of(site)

    @cache  # each is drawn for its file, and asked for its size by the page
    def drawn(place: int) -> str:
        chart = text.tested[place].chart
        return site.draw(chart).svg if chart is not None else ""

    yield pages.page(FOLDER, digest([repr(text)]), partial(_page, site, text, drawn))
    for place, each in enumerate(text.tested):
        if each.chart is not None:
            shows = digest([site.theme, repr(each.chart)])
            yield Output(path=f"{FOLDER}{_picture(each)}", shows=shows, make=partial(_bytes, drawn, place))


def _bytes(drawn: Callable[[int], str], place: int) -> bytes:
    return drawn(place).encode()


def _page(site: Site, text: BacktestText, drawn: Callable[[int], str]) -> tuple[str, Mapping[str, object]]:
    coin = asset_title(site, text.asset)
    return "site/backtest.html.j2", {
        "title": f"The rules on the history of {coin}",
        "description": f"How often each label held from {text.first} to {text.last}, and what the price did after it.",
        "section": "methodology/",
        "methods": f"{site.publication.root}methodology/",
        "backtest": text,
        "tested": [_tried(site, each, drawn(place)) for place, each in enumerate(text.tested)],
    }


def _tried(site: Site, each: LabelsText, svg: str) -> Tried:
    size = _SIZE.search(svg)
    return Tried(
        anchor=_anchor(each),
        text=each,
        tones=dict(each.tones),
        src=f"{site.publication.root}{FOLDER}{_picture(each)}" if svg else "",
        alt=f"{each.title}: the label of each day. {each.about}",
        width=size[1] if size is not None else "",
        height=size[2] if size is not None else "",
    )


def _anchor(each: LabelsText) -> str:
    return f"b-{_name(each)}"


def _picture(each: LabelsText) -> str:
    return f"{_name(each)}.svg"


def _name(each: LabelsText) -> str:
    """Return the name in paths: another for each tenor, which no id has in it."""
    return "~".join(map(paths.slug, each.id.split()))
