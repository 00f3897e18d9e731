"""An export writes what changed, removes what it wrote, and leaves alone what is the user's."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from generator.errors import InputError
from generator.publish.exports import target as exports
from generator.publish.exports.target import write_export
from generator.publish.exports.tools import TOOLS
from tests.publish.exports.desk import Story, written

NOW = datetime(2026, 2, 21, tzinfo=UTC)
ONE = Story("2026-02-10-markets", "Markets", text="Words.")
TWO = Story("2026-02-11-markets", "More markets", text="Words.")


@pytest.fixture
def articles(tmp_path):
    """A desk's two articles."""
    written(tmp_path / "articles", [ONE, TWO])
    return tmp_path / "articles"


@pytest.fixture
def site(tmp_path):
    """A Hugo site with a text of the user's own."""
    own = tmp_path / "site" / "content" / "posts" / "mine.md"
    own.parent.mkdir(parents=True)
    own.write_text("Mine.")
    return tmp_path / "site"


def put(articles, site, *slugs, tool="hugo", **options):
    """Export the articles of these slugs."""
    states = dict.fromkeys(slugs or (ONE.slug, TWO.slug), "published")
    return write_export(tool, articles, site, **{"states": states, "now": NOW, **options})


def tree(folder):
    """Return every file of a folder with its bytes and the time it was written."""
    return {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.mark.parametrize("tool", TOOLS)
def test_nothing_is_written_where_nothing_changed(articles, tmp_path, tool):
    """The second export finds everything as it is, its own list too."""
    first = put(articles, tmp_path / "site", tool=tool)
    before = tree(tmp_path / "site")
    second = put(articles, tmp_path / "site", tool=tool)
    assert first.written == second.unchanged
    assert (second.written, second.removed, first.removed) == ((), (), ())
    assert tree(tmp_path / "site") == before


def test_only_the_changed_article_is_written(articles, site):
    """One word in one text changes one file."""
    put(articles, site)
    path = articles / f"{ONE.slug}.md"
    path.write_text(path.read_text().replace("Words.", "Other words."))
    report = put(articles, site)
    assert report.written == (f"content/posts/{ONE.slug}/index.md",)
    assert len(report.unchanged) == 9


def test_an_article_that_is_no_longer_published_goes(articles, site):
    """Its files and its folder are removed; the user's text beside it stays."""
    put(articles, site)
    report = put(articles, site, TWO.slug)
    assert len(report.removed) == 5
    assert not (site / "content" / "posts" / ONE.slug).exists()
    assert (site / "content" / "posts" / "mine.md").read_text() == "Mine."
    assert put(articles, site, states={}).removed
    assert [path.name for path in tree(site)] == ["mine.md"]


def test_an_article_that_is_a_draft_again_leaves_no_files(articles, site):
    """Jekyll would go on serving its chart and its evidence."""
    put(articles, site, tool="jekyll")
    report = put(articles, site, tool="jekyll", states={ONE.slug: "published", TWO.slug: "draft"})
    assert report.written == (f"_posts/{TWO.slug}.md",)
    assert len(report.removed) == 4
    assert all(TWO.slug in path for path in report.removed)


def test_a_file_of_the_users_is_not_overwritten(articles, site):
    """One line says where, what, and what to do; nothing was written."""
    own = site / "content" / "posts" / TWO.slug / "index.md"
    own.parent.mkdir()
    own.write_text("Mine too.")
    before = tree(site)
    with pytest.raises(InputError, match=r"index.md: is there already and is not from an export; move it away"):
        put(articles, site)
    assert tree(site) == before


def test_an_edited_export_is_the_users_now(articles, site):
    """It is not written over, and it is not removed with the others."""
    put(articles, site)
    edited = site / "content" / "posts" / ONE.slug / "index.md"
    edited.write_text("Edited.")
    with pytest.raises(InputError, match=r"index.md: was changed since it was exported; move it away"):
        put(articles, site)
    report = put(articles, site, TWO.slug)
    assert report.kept == (f"content/posts/{ONE.slug}/index.md",)
    assert edited.read_text() == "Edited."
    assert put(articles, site, TWO.slug).kept == ()


def test_a_lost_list_is_made_anew_from_what_is_the_same(articles, site):
    """A site's repository may not keep our list; files with the very bytes of an export are taken for ours."""
    put(articles, site)
    (site / ".wirecopy-export.json").unlink()
    assert put(articles, site).written == ()
    assert len(put(articles, site, TWO.slug).removed) == 5


@pytest.mark.parametrize("stop", range(12))
def test_a_killed_export_is_finished_by_the_next(articles, site, stop, monkeypatch):
    """After any number of files: each is whole, and the next export knows them for its own."""
    put(articles, site, ONE.slug)
    path = articles / f"{ONE.slug}.md"
    path.write_text(path.read_text().replace("Words.", "Other words."))
    write, count = exports._write, iter(range(stop))

    def until(place, data):
        if next(count, None) is None:
            raise KeyboardInterrupt
        write(place, data)

    monkeypatch.setattr(exports, "_write", until)
    if stop < 6:
        with pytest.raises(KeyboardInterrupt):
            put(articles, site)
    else:
        put(articles, site)
    monkeypatch.undo()
    assert len(put(articles, site).written) == max(0, 6 - stop)
    assert put(articles, site).written == ()


def test_a_link_in_the_folder_leads_nowhere_outside(articles, site, tmp_path):
    """A folder that is a link to another place is not written through."""
    (tmp_path / "elsewhere").mkdir()
    (site / "content" / "posts" / ONE.slug).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(InputError, match="would lie outside of it"):
        put(articles, site)
    assert tree(tmp_path / "elsewhere") == {}


@pytest.mark.parametrize("section", ["../out", "a/../../out", "a//b", "a\\b", "C:x"])
def test_a_section_stays_in_the_folder(articles, site, tmp_path, section):
    """Nothing is written anywhere."""
    with pytest.raises(InputError, match="would lie outside of it"):
        put(articles, site, section=section)
    assert [path.name for path in tree(tmp_path / "site")] == ["mine.md"]


def test_a_list_that_names_other_files_is_refused(articles, site):
    """Somebody's list must not make us remove what lies outside."""
    (site / ".wirecopy-export.json").write_text(json.dumps({"tool": "hugo", "files": {"../articles/x.md": ["0"]}}))
    with pytest.raises(InputError, match="would lie outside of it"):
        put(articles, site)


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"tool": "hugo", "files": 1}', '{"tool": "hugo", "files": {"a": 1}}']
)
def test_a_broken_list_is_refused(articles, site, text):
    """Without it we could not tell ours from the user's."""
    (site / ".wirecopy-export.json").write_text(text)
    with pytest.raises(InputError, match=r"wirecopy-export.json: cannot be read .* restore it"):
        put(articles, site)


def test_two_tools_do_not_share_a_folder(articles, site):
    """The second would remove the first one's files."""
    put(articles, site)
    with pytest.raises(InputError, match="holds an export for hugo; export to another folder"):
        put(articles, site, tool="jekyll")


def test_two_articles_of_one_name_are_told_apart(tmp_path, site):
    """Jekyll's file names begin with the day, which may make two slugs one."""
    bare = replace(ONE, slug="markets", date=datetime(2026, 2, 10, tzinfo=UTC))
    written(tmp_path / "articles", [ONE, bare])
    with pytest.raises(InputError, match="would both lie there; rename one"):
        put(tmp_path / "articles", site, ONE.slug, "markets", tool="jekyll")


def test_a_tool_that_we_do_not_know_is_named(articles, site):
    """The line says which there are."""
    with pytest.raises(InputError, match=r"wordpress: is no tool .* hugo, pelican, jekyll, eleventy, astro, mkdocs"):
        put(articles, site, tool="wordpress")


def test_an_article_that_is_missing_is_named(articles, site):
    """What an editor approved and what lies on the disk may differ."""
    with pytest.raises(InputError, match=r"2026-01-01-gone.md: "):
        put(articles, site, "2026-01-01-gone")


@pytest.mark.parametrize("tool", TOOLS)
def test_a_future_date_is_told(tmp_path, tool):
    """Hugo and Jekyll leave it out in silence, so that we say it."""
    written(tmp_path / "articles", [replace(ONE, date=datetime(2026, 3, 1, tzinfo=UTC)), TWO])
    report = put(tmp_path / "articles", tmp_path / "site", tool=tool)
    assert len(report.notes) == 1
    assert report.notes[0].startswith(f"{ONE.slug} is dated 2026-03-01T00:00:00Z: ")


def test_a_link_among_the_pictures_is_not_followed(articles, site, tmp_path):
    """It could lead to any file of the machine."""
    (tmp_path / "secret.txt").write_text("secret")
    (articles / ONE.slug / "other.png").symlink_to(tmp_path / "secret.txt")
    assert not [path for path in put(articles, site).written if "other" in path]


def test_links_within_the_desks_own_site_become_whole(articles, site):
    """With its address they lead there, and without it their words stay."""
    path = articles / f"{ONE.slug}.md"
    path.write_text(path.read_text() + "\n[a](evidence.html#c-1) [b](/tags/btc/) [c](../x/) [d](//h/) [e](k:v)\n")
    page = site / "content" / "posts" / ONE.slug / "index.md"
    put(articles, site, base_url="https://example.org/desk/")
    line = page.read_text().splitlines()[-1]
    own = f"https://example.org/desk/articles/{ONE.slug}/"
    assert line == f"[a]({own}evidence.html#c-1) [b](https://example.org/tags/btc/) [c]({own}../x/) d e"
    put(articles, site)
    assert page.read_text().splitlines()[-1] == "a b c d e"


def test_articles_go_where_the_user_keeps_them(articles, site):
    """A site's own folder takes the place of the usual one."""
    assert put(articles, site, section="news/daily").written[0].startswith("content/news/daily/")
