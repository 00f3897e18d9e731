"""A picture shows the chart's values, says them in words, and is safe wherever it is put."""

import re
from dataclasses import replace
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.errors import MissingDataError, TemplateError
from generator.model.catalogue import load_catalogue
from generator.model.chart import Mark
from generator.render.charts.palette import PALETTE
from tests.render.charts.made import LAST, SVG, ZONES, chart, days, every_form, picture, price, words

CATALOGUE = load_catalogue()
FORMS = pytest.mark.parametrize("made", every_form().values(), ids=every_form().keys())


def path_ends(svg, stroke):
    """The strokes of a colour, as lists of absolute points."""
    found = []
    for path in ET.fromstring(svg).iter(f"{SVG}path"):
        if path.get("stroke") == PALETTE[stroke].light and "l" in path.get("d"):
            for piece in re.findall(r"M[^M]+", path.get("d")):
                head, _, tail = piece.partition("l")
                x, y = (float(each) for each in head[1:].split())
                points = [(x, y)]
                steps = [float(each) for each in re.findall(r"-?[\d.]+", tail)]
                for right, down in zip(steps[::2], steps[1::2], strict=True):
                    x, y = x + right, y + down
                    points.append((x, y))
                found.append(points)
    return found


@FORMS
def test_a_picture_has_a_title_and_a_description(made, catalogue):
    """Who cannot see it is told what is drawn, by whom, and the last values."""
    root = ET.fromstring(picture(made, catalogue).svg)
    assert root.get("role") == "img"
    assert root.find(f"{SVG}title").text == "What is drawn"
    assert root.find(f"{SVG}desc").text.startswith("Binance, daily closes, UTC. ")
    assert root.find(f"{SVG}desc").text.endswith(".")


def test_the_description_ends_with_the_last_reading(catalogue):
    """The last value that there is, not the hole after it."""
    svg = picture(chart("line", [68_000.0, 68_841.2, None]), catalogue).svg
    assert ET.fromstring(svg).find(f"{SVG}desc").text.endswith("Last: BTC $68,841.")


@FORMS
def test_the_same_chart_gives_the_same_bytes(made, catalogue):
    """So that a site is only written where something changed."""
    assert picture(made, catalogue) == picture(made, catalogue)


@FORMS
def test_every_colour_is_of_the_palette_and_has_a_dark_side(made, catalogue):
    """A program without style sheets draws the light side; a reader in the dark gets the dark one of each."""
    svg = picture(made, catalogue).svg
    root = ET.fromstring(svg)
    dark = dict(re.findall(r"\.([\w-]+)\{(?:fill|stroke):(#\w{6})\}", svg))
    light = {colour.light for colour in PALETTE.values()}
    for shape in root.iter():
        if shape.tag == f"{SVG}text" or shape.tag.removeprefix(SVG) in ("path", "rect", "circle"):
            names = shape.get("class").split()
            for attribute, prefix in (("fill", ""), ("stroke", "s-")):
                colour = shape.get(attribute)
                if colour in (None, "none") or ("h" in names and attribute == "stroke"):
                    continue
                assert colour in light
                own = [n for n in names if n.startswith(prefix) and n.removeprefix(prefix) in PALETTE]
                assert any(
                    PALETTE[n.removeprefix(prefix)].light == colour and dark[n] == PALETTE[n.removeprefix(prefix)].dark
                    for n in own
                )


@FORMS
def test_a_picture_asks_for_nothing_from_elsewhere(made, catalogue):
    """No address besides the name of the format."""
    svg = picture(made, catalogue).svg.replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not re.search(r"href|url\(|http|@import|<script|<image|<foreignObject|\bon\w+=", svg)


@FORMS
def test_all_words_are_inside_the_picture(made, catalogue):
    """Nothing is cut off at the edges, and labels have no size that is too small to read."""
    root = ET.fromstring(picture(made, catalogue).svg)
    high = float(root.get("height"))
    for text in root.iter(f"{SVG}text"):
        assert 12 <= float(text.get("x")) <= 748
        assert 10 <= float(text.get("y")) <= high - 2
        assert float(text.get("font-size")) >= 13


def test_a_hole_breaks_the_line(catalogue):
    """Two days, a day without a reading, three days: two strokes, at the places of their days."""
    svg = picture(chart("line", [0.01, 0.02, None, 0.03, 0.04, 0.05], metric="futures.basis"), catalogue).svg
    first, second = path_ends(svg, "blue")
    assert (len(first), len(second)) == (2, 3)
    day = first[1][0] - first[0][0]
    assert second[0][0] - first[1][0] == pytest.approx(2 * day, abs=0.3)


def test_a_day_between_two_holes_is_a_dot(catalogue):
    """It would vanish as a line of no length without round ends."""
    svg = picture(chart("line", [0.01, 0.02, None, 0.03, None, 0.04], metric="futures.basis"), catalogue).svg
    assert re.search(r'd="M[^"]*h0[^"]*"[^>]*stroke-linecap="round"', svg)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(1, 1e6), min_size=2, max_size=60))
def test_higher_values_stand_higher_and_later_days_further_right(values):
    """The line is true to the values to a tenth of a unit, for any of them."""
    svg = picture(chart("line", values), CATALOGUE).svg
    (points,) = path_ends(svg, "blue")
    assert [x for x, _ in points] == sorted(x for x, _ in points)
    low, high = min(values), max(values)
    if high - low < 1e-6 * high:
        return
    foot, top = max(y for _, y in points), min(y for _, y in points)
    for value, (_, y) in zip(values, points, strict=True):
        assert y == pytest.approx(foot - (value - low) / (high - low) * (foot - top), abs=0.3)


def test_columns_begin_at_zero(catalogue):
    """Their lengths stand for the values: twice the value, twice as high."""
    svg = picture(chart("columns", [1e9, 2e9], metric="spot.volume"), catalogue).svg
    shape = next(p.get("d") for p in ET.fromstring(svg).iter(f"{SVG}path") if p.get("fill") == PALETTE["blue"].light)
    (foot, one), (_, two) = (
        (float(piece.split("V")[0].split()[1]), float(piece.split("V")[1].split("H")[0]))
        for piece in shape.split("M")[1:]
    )
    assert foot - two == pytest.approx(2 * (foot - one), abs=0.3)


def test_two_rows_without_a_sign_stand_back_to_back(catalogue):
    """Longs up and shorts down, and the axis prints neither with a minus."""
    made = chart("columns", [3e8, 4e8], [4e8, 2e8], labels=("longs", "shorts"), metric="liquidations.total")
    seen = words(picture(made, catalogue).svg)
    assert seen.count("$200M") == 2
    assert not any("-" in each for each in seen)
    assert "longs $400 million" in seen


def test_a_negative_bar_lies_left_of_zero_and_prints_its_sign(catalogue):
    """Who pays shows without colour."""
    made = chart("bars", [0.01, -0.02], metric="perp.funding_rate", places=("Binance", "Bybit"), labels=("",))
    svg = picture(made, catalogue).svg
    assert {"1.0%", "-2.0%"} <= set(words(svg))
    boxes = [p.get("d") for p in ET.fromstring(svg).iter(f"{SVG}path") if p.get("fill") in
             (PALETTE["blue"].light, PALETTE["rust"].light)]  # fmt: skip
    spans = [(float(re.match(r"M([\d.]+)", d)[1]), float(re.search(r"H([\d.]+)", d)[1])) for d in boxes]
    assert spans[0][0] == pytest.approx(spans[1][1], abs=0.2)
    assert spans[1][1] - spans[1][0] == pytest.approx(2 * (spans[0][1] - spans[0][0]), abs=0.3)


def test_a_venue_without_a_reading_says_so(catalogue):
    """A missing bar is not one of length zero."""
    made = chart("bars", [0.01, None], metric="perp.funding_rate", places=("Binance", "OKX"), labels=("",))
    assert "no reading" in words(picture(made, catalogue).svg)


def test_tenors_stand_as_far_apart_as_they_are_long(catalogue):
    """From 30 to 90 days is twice as far as from 90 to 120."""
    made = chart("curve", [0.5, 0.4, 0.3], metric="options.iv_atm", places=("30d", "90d", "120d"))
    root = ET.fromstring(picture(made, catalogue).svg)
    a, b, c = (float(t.get("x")) for t in root.iter(f"{SVG}text") if t.text in ("30d", "90d", "120d"))
    assert b - a == pytest.approx(2 * (c - b), abs=0.3)


def test_a_strip_has_each_state_in_its_own_row(catalogue):
    """The greediest on top; a day's cell is at its state's height, so colour only repeats it."""
    svg = picture(every_form()["strip"], catalogue).svg
    rows = [each for each in words(svg) if each in ("extreme fear", "fear", "neutral", "greed", "extreme greed")]
    assert rows == ["extreme greed", "greed", "neutral", "fear", "extreme fear"]
    cells = [
        p.get("d").count("M") for p in ET.fromstring(svg).iter(f"{SVG}path") if p.get("fill") == PALETTE["fear1"].light
    ]
    assert cells == [2]


def test_a_level_is_labelled_with_its_value(catalogue):
    """A dashed line that says what it is."""
    assert "round price $70,000" in words(picture(price(60), catalogue).svg)
    cut = Mark(label="strained from", value=0.1, fact="x")
    made = chart("line", [0.05, 0.12], metric="options.skew_25d", marks=(cut,))
    assert "strained from 10%" in words(picture(made, catalogue).svg)


def test_bands_are_named_on_the_picture(catalogue):
    """The tint alone would leave out who sees no colour."""
    seen = words(
        picture(chart("line", [20.0, 60.0, 50.0, 80.0, 9.0], metric="sentiment.fear_greed", zones=ZONES), catalogue).svg
    )
    assert {"extreme fear", "fear", "greed"} <= set(seen)


def test_lines_are_told_apart_without_colour(catalogue):
    """Each of several lines has its own dash, in the legend as on the chart."""
    svg = picture(every_form()["lines"], catalogue).svg
    dashes = {p.get("stroke-dasharray") for p in ET.fromstring(svg).iter(f"{SVG}path") if p.get("stroke-width") == "2"}
    assert len(dashes) == 2
    assert words(svg)[2:4] == ["BTC 7.0%", "ETH 3.0%"]


def test_four_hundred_days_are_drawn_in_fifteen_kilobytes(catalogue):
    """Every one of them: nothing is thinned out."""
    svg = picture(price(400), catalogue).svg
    assert len(svg.encode()) <= 15_000
    assert len(path_ends(svg, "blue")[0]) == 400


HOSTILE = '</text></title><script>alert(1)</script><a href="javascript:x">"\'&{{ 7*7 }}\x00\x0b\ufffe'


@FORMS
def test_names_from_anywhere_are_only_text(made, catalogue):
    """Markup in a title, label, place or band is shown as it is spelled; what XML cannot hold is left out."""

    spoiled = replace(
        made,
        title=HOSTILE,
        note=HOSTILE,
        traces=tuple(replace(each, label=HOSTILE) for each in made.traces),
        zones=tuple(replace(each, label=HOSTILE[:40]) for each in made.zones),
        marks=tuple(replace(each, label=HOSTILE) for each in made.marks),
        places=tuple(HOSTILE if isinstance(each, str) else each for each in made.places),
    )
    root = ET.fromstring(picture(spoiled, catalogue).svg)
    assert root.find(f"{SVG}title").text == re.sub("[\x00\x0b\ufffe]", "", HOSTILE)
    allowed = {"svg", "title", "desc", "style", "rect", "path", "circle", "text", "tspan"}
    assert {each.tag.removeprefix(SVG) for each in root.iter()} <= allowed


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=80))
def test_any_text_gives_a_picture_that_parses(text):
    """There is no title that breaks the file."""
    ET.fromstring(picture(chart("line", [1.0, 2.0], title=text, note=text, labels=(text,)), CATALOGUE).svg)


def test_a_chart_without_a_reading_is_not_drawn(catalogue):
    """There is nothing to show, and an empty frame would say there is."""
    with pytest.raises(MissingDataError, match="no reading"):
        picture(chart("line", [None, None]), catalogue)
    with pytest.raises(MissingDataError, match="no reading"):
        picture(chart("strip", [None, None], labels=("stance",)), catalogue)


def test_an_unknown_metric_is_named(catalogue):
    """Nobody would know how its values print."""
    with pytest.raises(TemplateError, match=r"has no metric 'no\.such'"):
        picture(chart("line", [1.0, 2.0], metric="no.such"), catalogue)


@pytest.mark.parametrize("spoiled", [float("nan"), float("inf"), "fear"])
def test_what_is_no_number_is_not_drawn_as_one(catalogue, spoiled):
    """A wrong value stops the picture rather than bending its line."""
    with pytest.raises(ValueError, match="where a number is drawn"):
        picture(chart("line", [1.0, spoiled]), catalogue)


def test_values_and_places_must_fit(catalogue):
    """A value without a day has no place."""
    with pytest.raises(ValueError, match="3 values of BTC at 2 places"):
        picture(chart("line", [1.0, 2.0, 3.0], places=days(2)), catalogue)


@pytest.mark.parametrize("values", [[5.0], [5.0, 5.0], [0.0, 0.0], [-1.0, -1.0]], ids=str)
@pytest.mark.parametrize("form", ["line", "columns"])
def test_flat_and_short_series_are_drawn(catalogue, form, values):
    """One day, or a value that never moved, is a picture too."""
    assert picture(chart(form, values), catalogue).svg


def test_days_that_are_not_traded_are_bridged(catalogue):
    """A place that is not there is no hole: Friday and Monday are neighbours, three days apart."""
    places = (LAST - timedelta(days=4), LAST - timedelta(days=3), LAST)
    (points,) = path_ends(picture(chart("line", [1.0, 2.0, 3.0], places=places), catalogue).svg, "blue")
    assert points[2][0] - points[1][0] == pytest.approx(3 * (points[1][0] - points[0][0]), abs=0.3)
