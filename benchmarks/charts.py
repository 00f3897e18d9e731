"""What a chart costs: ``python -m benchmarks.charts [ROUNDS]`` prints the table and fails over a limit."""

import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from benchmarks.report import Line, finish
from generator.model.catalogue import load_catalogue
from generator.model.chart import Chart, Mark, Trace
from generator.publish.cards import Card, card
from generator.publish.raster import png
from generator.render.charts import draw
from generator.templating import environment

ROUNDS = 40
POINTS = 400
LAST = date(2026, 2, 10)


def chart():
    """A line of 400 days with two levels."""
    values = tuple(68_000.0 + 120.37 * day - 3_000 * ((day * 37) % 101) / 101 for day in range(POINTS))
    return Chart(
        id="price",
        form="line",
        title="Bitcoin over four hundred days",
        note="Binance, daily closes, UTC",
        metric="spot.price",
        places=tuple(LAST - timedelta(days=back) for back in range(POINTS - 1, -1, -1)),
        traces=(Trace(label="BTC", values=values, fact="BTC/spot.price@binance"),),
        marks=(
            Mark(label="round price", value=100_000.0, fact="BTC/spot.price~round"),
            Mark(label="record high", value=126_199.6, fact="BTC/spot.all_time_high"),
        ),
    )


def best(work, rounds):
    """Return the shortest of the rounds, which others on the machine disturbed least. [ms]"""
    took = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        took.append(time.perf_counter() - began)
    return min(took) * 1000


def measure(rounds):
    """Return the lines of the report."""
    catalogue, jinja, made = load_catalogue(), environment(), chart()
    svg = draw(made, catalogue=catalogue, jinja=jinja).svg
    asked = Card(
        publication="The Desk",
        edition="Markets",
        day="Feb. 10, 2026",
        headline="Bitcoin slips below $69,000 as traders pay up for protection",
        prices=made.traces[0].values[-90:],
    )
    few = max(rounds // 5, 2)
    with tempfile.TemporaryDirectory() as kept:
        card(asked, jinja=jinja, cache=Path(kept))
        again = best(lambda: card(asked, jinja=jinja, cache=Path(kept)), rounds)
    return [
        Line(
            "a chart of 400 days: SVG, table and CSV",
            "wall time",
            best(lambda: draw(made, catalogue=catalogue, jinja=jinja), rounds),
            5.0,
            "ms",
        ),
        Line("its SVG", "size", len(svg.encode()) / 1000, 15.0, "kB"),
        Line("its PNG at twice the size", "wall time", best(lambda: png(svg, width_px=1520), few), 250.0, "ms"),
        Line("an article's card", "wall time", best(lambda: card(asked, jinja=jinja), few), 250.0, "ms"),
        Line("the same card again", "wall time", again, 5.0, "ms"),
    ]


def main():
    lines = measure(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
    finish(lines)


if __name__ == "__main__":
    main()
