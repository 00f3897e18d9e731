"""Charts and pictures for the tests."""

from datetime import date, timedelta
from xml.etree import ElementTree as ET

from generator.model.chart import Chart, Mark, Trace, Zone
from generator.render.charts import draw
from generator.templating import environment

LAST = date(2026, 2, 10)
SVG = "{http://www.w3.org/2000/svg}"
FEARS = ("extreme fear", "fear", "neutral", "greed", "extreme greed")
TONES = dict(zip(FEARS, ("fear2", "fear1", "calm", "greed1", "greed2"), strict=True))
ZONES = tuple(
    Zone(label=label, low=low, high=high, tone=tone)
    for (label, tone), low, high in zip(TONES.items(), (None, 25, 46, 54, 75), (25, 46, 54, 75, None), strict=True)
)


def days(count, last=LAST):
    """So many days in a row."""
    return tuple(last - timedelta(days=back) for back in range(count - 1, -1, -1))


def chart(form="line", *values, labels=("BTC", "ETH", "SOL", "XRP"), metric="spot.price", places=None, **more):
    """A chart of one or more rows of values."""
    return Chart(
        id="made",
        form=form,
        title=more.pop("title", "What is drawn"),
        note=more.pop("note", "Binance, daily closes, UTC"),
        metric=metric,
        places=places if places is not None else days(len(values[0])),
        traces=tuple(
            Trace(label=label, values=tuple(each), fact=f"{label}/{metric}")
            for label, each in zip(labels, values, strict=False)
        ),
        **more,
    )


def price(count=400):
    """Prices that move a little each day, with a level."""
    values = [68_000 + 150 * day + 3_000 * ((day * 7) % 13) / 13 for day in range(count)]
    return chart("line", values, marks=(Mark(label="round price", value=70_000.0, fact="BTC/spot.price~level"),))


def every_form():
    """One chart of each form, with all that may stand on it."""
    ups = [20.0, 60.0, None, 50.0, 80.0, 9.0]
    return {
        "line": price(60),
        "lines": chart("line", [0.05, None, 0.07], [0.01, 0.02, 0.03], metric="futures.basis"),
        "line with bands": chart("line", ups, metric="sentiment.fear_greed", zones=ZONES),
        "columns": chart("columns", ups, metric="sentiment.fear_greed", zones=ZONES),
        "columns back to back": chart(
            "columns", [3e8, 4e8], [1e8, 2e8], labels=("longs", "shorts"), metric="liquidations.total"
        ),
        "columns side by side": chart("columns", [1e9, -4e8], [-1e8, 2e8], metric="flows.etf_net"),
        "bars": chart(
            "bars", [0.012, -0.034, None], metric="perp.funding_rate", places=("Binance", "Bybit", "OKX"), labels=("",)
        ),
        "curve": chart(
            "curve",
            [0.72, 0.61, 0.57],
            [0.5, 0.49, None],
            labels=("today", "a week ago"),
            metric="options.iv_atm",
            places=("7d", "30d", "90d"),
        ),
        "strip": chart("strip", [*FEARS, None, "fear"], metric="stance", labels=("stance",), tones=TONES),
    }


def picture(made, catalogue):
    """Draw a chart with the shipped templates."""
    return draw(made, catalogue=catalogue, jinja=environment())


def words(svg):
    """All text that stands on a picture, as a reader sees it."""
    return ["".join(each.itertext()) for each in ET.fromstring(svg).iter(f"{SVG}text")]
