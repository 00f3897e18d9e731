"""The Nu checker finds no error on any page, in any picture, in the style."""

import pytest


def _errors(messages):
    """Return what is more than a remark, by the file's name."""
    return [
        f"{each.get('url', '')[-60:]}:{each.get('lastLine')}: {each['message']}"
        for each in messages
        if each["type"] != "info"
    ]


@pytest.fixture(scope="module")
def checked(checker, built):
    """What it says of all files, in one run."""
    return _errors(checker("--skip-non-html", "--also-check-svg", "--also-check-css", built.folder))


def _of(checked, end):
    return [each for each in checked if f"{end}:" in each]


def test_every_page_is_valid_html(checked, built):
    """Nothing of what an article or a note says gets through as an error."""
    assert len(built.ending(".html")) > 20
    assert _of(checked, ".html") == []


def test_every_picture_is_valid_svg(checked, built):
    """As it lies on the site, not as a page shows it."""
    assert built.ending(".svg")
    assert _of(checked, ".svg") == []


def test_the_style_is_valid_css(checked, built):
    """Every rule of it; and nothing is left that is no page, picture or style."""
    assert built.ending(".css")
    assert [each for each in checked if not any(f"{end}:" in each for end in (".html", ".svg"))] == []


def test_the_checker_sees_errors(checker, tmp_path):
    """A page without a title, with an image without a text; a picture and a style with what nobody knows."""
    (tmp_path / "a.html").write_text("<!doctype html><html lang=en><p><img src=a.png></html>", encoding="utf-8")
    (tmp_path / "b.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"><rct/></svg>', encoding="utf-8")
    (tmp_path / "c.css").write_text("p { colour: red }", encoding="utf-8")
    found = _errors(checker("--skip-non-html", "--also-check-svg", "--also-check-css", tmp_path))
    assert [len(_of(found, end)) for end in (".html", ".svg", ".css")] == [2, 2, 1]
