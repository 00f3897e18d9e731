"""Everybody can read every kind of page: WCAG 2.2 AA and best practice, in light and dark, on phone and desk."""

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = [360, 1280]


def test_no_kind_of_page_keeps_anybody_out(node, chromium, built, served):
    """The largest page of each kind; nor does the browser complain, nor is a page wider than a phone."""
    pages = [f"{served}{path.removesuffix('index.html')}" for path in built.kinds()]
    looked = node("axe.mjs", chromium=chromium, pages=pages, widths=WIDTHS, tags=TAGS)
    assert looked["looks"] == 2 * len(WIDTHS) * len(pages)
    assert looked["problems"] == []


def test_a_page_that_keeps_people_out_is_seen(node, chromium, tmp_path):
    """Grey on grey, without a language, wider than a phone, with a script that the policy forbids."""
    page = tmp_path / "bad.html"
    policy = "<meta http-equiv=Content-Security-Policy content=\"script-src 'self'\">"
    grey = "<main><h1 style='color:#999;background:#aaa;width:2000px'>Grey</h1></main><script>1</script>"
    page.write_text(f"<!doctype html><html><head><title>x</title>{policy}</head><body>{grey}", encoding="utf-8")
    looked = node("axe.mjs", chromium=chromium, pages=[page.as_uri()], widths=[360], tags=TAGS)
    what = {each["what"].partition(":")[0].partition(" ")[0] for each in looked["problems"]}
    assert {"color-contrast", "html-has-lang", "the"} <= what
    assert any("Content Security Policy" in each["what"] for each in looked["problems"])
