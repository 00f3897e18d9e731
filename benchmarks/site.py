"""``python -m benchmarks.site [ARTICLES]``: a site of small articles by wirecopy, Hugo and Pelican, in turns.

Each makes pages for the articles, a paged home, tags, feeds and a sitemap; Hugo with a theme of six
lines a page, Pelican with its own. All three read the same texts, on a disk in memory where there is one:
what a file costs is the disk's matter. Seconds depend on the machine: the ratios are what counts.
"""

import shutil
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

from benchmarks.children import ROOT, compiled, spend
from benchmarks.report import Line, finish

ARTICLES = 5000
_PROSE = (
    "the basis rose while options priced calm and funding stayed positive on most venues as traders paid for "
    "protection before the close and longs held what they had"
)
_WORDS = _PROSE.split()
_FIRST = date(2010, 1, 1)
_MEMORY = Path("/dev/shm")


def text_of(number):
    """Return title, tags and body of a small article: six paragraphs of fifty words, a table, a list."""
    paragraphs = [
        " ".join(_WORDS[(number + 7 * part + place * place) % len(_WORDS)] for place in range(50)).capitalize() + "."
        for part in range(6)
    ]
    rows = "".join(f"| row {row} | {number + row} | {3 * row} |\n" for row in range(5))
    body = "\n\n".join(paragraphs) + f"\n\n| what | then | now |\n|---|---:|---:|\n{rows}\n- one\n- two\n- three\n"
    return f"Article {number}", [f"topic-{chr(97 + (number + step) % 20)}" for step in (0, 7, 13)], body


def add(folder, number):
    """Write one article for each of the three."""
    title, tags, body = text_of(number)
    day = _FIRST + timedelta(days=number)
    slug = f"{day}-markets"
    front = f'---\ntitle: "{title}"\ndate: {day}T00:00:00Z\ntags: [{", ".join(tags)}]\n'
    articles = folder / "desk" / "output" / "articles"
    _write(articles / f"{slug}.md", f'{front}description: "The day in brief."\nedition: markets\n---\n\n{body}')
    _write(articles / f"{slug}.evidence.json", '{"facts": {}, "sentences": [], "claims": []}\n')
    _write(folder / "hugo" / "content" / "posts" / f"{slug}.md", f"{front}---\n\n{body}")
    head = f"Title: {title}\nDate: {day} 00:00\nCategory: markets\nTags: {', '.join(tags)}\n\n"
    _write(folder / "pelican" / "content" / f"{slug}.md", head + body)


def prepare(folder):
    """Write what each of the three needs besides articles."""
    _write(folder / "desk" / "wirecopy.toml", 'title = "Bench"\nbase_url = "https://example.org"\n')
    (folder / "desk" / "data").mkdir()
    _write(
        folder / "hugo" / "hugo.toml",
        'baseURL = "https://example.org/"\ntitle = "Bench"\n[pagination]\npagerSize = 20\n[taxonomies]\ntag = "tags"\n',
    )
    page = "<!doctype html><html lang=en><title>{{ .Title }}</title><body><h1>{{ .Title }}</h1>%s</body></html>\n"
    items = '{{ range %s }}<p><a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ .Date }}</p>{{ end }}'
    listed = page % (
        "{{ $pages := .Paginate .RegularPages }}"
        + items % "$pages.Pages"
        + "{{ with $pages.Next }}<a href={{ .URL }}>Older</a>{{ end }}"
    )
    home = listed.replace(".RegularPages", "site.RegularPages")
    single = page % (
        "{{ .Content }}{{ range .GetTerms `tags` }}<a href={{ .RelPermalink }}>{{ .Title }}</a>{{ end }}"
        "{{ with .Next }}<a href={{ .RelPermalink }}>{{ .Title }}</a>{{ end }}"
    )
    layouts = folder / "hugo" / "layouts"
    for name, content in {"index": home, "_default/list": listed, "_default/single": single}.items():
        _write(layouts / f"{name}.html", content)
    _write(
        folder / "pelican" / "pelicanconf.py",
        "SITENAME = 'Bench'\nSITEURL = 'https://example.org'\nPATH = 'content'\nTIMEZONE = 'UTC'\n"
        "DEFAULT_PAGINATION = 20\nFEED_ALL_RSS = 'feed.xml'\nFEED_ALL_ATOM = 'atom.xml'\n"
        "CATEGORY_FEED_ATOM = None\nTAG_FEED_ATOM = 'tags/{slug}.atom.xml'\n",
    )


def builders(folder):
    """Return name → command and the folder that it runs in."""
    beside = Path(sys.executable).parent
    pelican = [sys.executable, "-m", "pelican", "content", "-s", "pelicanconf.py", "-o", "out", "-q"]
    return {
        "wirecopy": ([sys.executable, "-m", "benchmarks.builder", str(folder / "desk")], ROOT),
        "hugo": ([str(beside / "hugo"), "--quiet"], folder / "hugo"),
        "pelican": (pelican, folder / "pelican"),
    }


def stamps(site):
    """Return path → what tells whether a file was written anew."""
    folder = site.resolve()
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder): (path.stat().st_mtime_ns, path.stat().st_size) for path in files}


def measure(folder, count):
    """Return the lines of the report."""
    compiled()
    prepare(folder)
    for number in range(count):
        add(folder, number)
    run = builders(folder)
    clean = {name: spend(*command) for name, command in run.items()}
    site = folder / "desk" / "output" / "site"
    still = spend(*run["wirecopy"])
    before = stamps(site)
    add(folder, count)
    one_more = {name: spend(*run[name]) for name in ("wirecopy", "hugo")}
    after = stamps(site)
    differ = sum(before.get(path) != after.get(path) for path in before.keys() | after.keys())
    unchanged = stamps(site)
    spend(*run["wirecopy"])
    written = sum(unchanged[path] != stamp for path, stamp in stamps(site).items())
    peak = max(cost.peak_mb for cost in (clean["wirecopy"], still, one_more["wirecopy"]))
    for name, costs in {"clean": clean, "one more": one_more}.items():
        told = ", ".join(f"{tool} {c.cpu_seconds:.1f} s ({c.wall_seconds:.1f} wall)" for tool, c in costs.items())
        print(f"{count} articles, {name}: {told}")
    print(f"{count} articles, nothing changed: wirecopy {still.cpu_seconds:.1f} s ({still.wall_seconds:.1f} wall)")
    return [
        Line("clean build, processor time", "Pelican", _ratio(clean, "pelican", "cpu_seconds"), 0.5, "times"),
        Line("one more article, wall time", "Hugo", _ratio(one_more, "hugo", "wall_seconds"), 0.25, "times"),
        Line("one more article", "files written or removed", differ, 40, "files"),
        Line("nothing changed", "files written", written, 0, "files"),
        Line("peak memory", "resident", peak, 250, "MB"),
    ]


def _ratio(costs, other, what):
    return getattr(costs["wirecopy"], what) / getattr(costs[other], what)


def _write(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES
    folder = Path(tempfile.mkdtemp(prefix="wirecopy-bench-", dir=_MEMORY if _MEMORY.is_dir() else None))
    try:
        lines = measure(folder, count)
    finally:
        shutil.rmtree(folder)
    finish(lines)


if __name__ == "__main__":
    main()
