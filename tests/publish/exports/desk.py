"""A desk's articles, as hard for the tools as we can make them."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from generator.publish.front import front_matter

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001e221bc330000"
    "000049454e44ae426082"
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 5" width="10" height="5"><path d="M0 0h10v5z"/></svg>'
#: A text with everything that Markdown makes.
BUILD = Path(__file__).with_name("build.md")
BUILT = f"One by one.\n\n{BUILD.read_text(encoding='utf-8')}\n\nThe very end."
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


@dataclass(frozen=True)
class Story:
    """An article to be, and what of it every tool must know again."""

    slug: str
    title: str
    tags: tuple[str, ...] = ("BTC",)
    date: datetime = datetime(2026, 2, 11, tzinfo=UTC)
    draft: bool = False
    says: tuple[str, ...] = ()
    text: str = ""
    description: str = "A line of what it says."


def written(folder, stories):
    """Write the stories as a desk's articles, each with a chart, a card and evidence; return their states."""
    for story in stories:
        own = folder / story.slug
        own.mkdir(parents=True)
        (own / "price.svg").write_text(SVG)
        (own / "price.csv").write_text("day,BTC\n2026-02-10,68841\n")
        (own / "card.png").write_bytes(PNG)
        (folder / f"{story.slug}.evidence.json").write_text('{"slug": "x", "claims": []}')
        front = {
            "title": story.title,
            "slug": story.slug,
            "date": story.date,
            "lastmod": story.date,
            "description": story.description,
            "edition": "brief",
            "asset": "BTC",
            "category": "markets",
            "tags": list(story.tags),
            "authors": ["Markets desk", "O'Neill, J."],
            "stance": "extreme fear",
            "status": "draft",
        }
        said = "\n\n".join(escaped(each) for each in story.says)
        picture = f"![The price]({story.slug}/price.svg)\n\n[the figures]({story.slug}/price.csv)"
        text = f"{front_matter(front)}\nFirst words.\n\n{picture}\n\n{said}\n\n{story.text}\n"
        (folder / f"{story.slug}.md").write_text(text, encoding="utf-8")
    return {story.slug: "draft" if story.draft else "published" for story in stories}


def escaped(words):
    r"""Return CommonMark that says exactly ``words``: each mark has its ``\``."""
    return _PUNCTUATION.sub(r"\\\1", words)


#: What text means itself in every tool, a paragraph each.
SAYINGS = (
    "Bitcoin: {{ page.title }} and {% include x %} {# note #} {%- raw -%} {{< figure src=x >}} {{% y %}}",
    "{{{ triple }}} ${x} <%= erb %> {filename}/a.md |filename|b.md {static}/c {attach}d [TOC] {:toc}",
    "- a dash begins it, and * a star, + a plus, 1. a number",
    "--- is no rule --- nor +++ nor === nor *** nor ___",
    "2026. A year that begins a line",
    "1) and 2) and # no heading #",
    "> no quote, | no table | at all |, || and |||",
    "~~not struck~~ ==not marked== ^^not set^^ ++not keys++ H~2~O x^2^ {++no critic++} {--none--}",
    ":rocket: is no picture, :BTC: is no emoji, and 16:00:05 is a time",
    "*[HTML]: no abbreviation, [^1]: no note, [x]: no reference, ^ no end",
    "!!! note no box, ??? no box, ::: no box, /// no box, $$ no formula $$, \\( nor this \\), $5 and $6",
    "A <b>tag</b> is words, &amp; stays, &copy; too, R&D and AT&T and Fear & Greed",
    'He said "up" and \'down\', it\'s 5\' tall; `code` and ``more``',
    "C:\\path\\n \\* a\\_b \\{ \\\\ end\\",
    "snake_case_name and *stars* and __init__ and 2*3*4",
    "Gründe: 上昇 📈 ₿ ≤ 5% — naïve… 1/2 (c) -> <- => ...",
    '--8<-- "secret.txt" ;--8<-- and @mention #5 http://example.org/a_b_c',
    "Term\\: definition, : no definition, {: .class} {:.x onclick=y} { #id }",
)  # fmt: skip

LATE = datetime(2026, 2, 10, 23, 59, 59, tzinfo=UTC)
HOSTILE = (
    Story("2026-02-01-colon", "Bitcoin: down 1.8%: and: so on", ("a: b", "c:d"), text=BUILT),
    Story("2026-02-02-quotes", "He said \"up\", she said 'down' and `sideways`", ('"quoted"', "it's")),
    Story("2026-02-03-hash", "# Hash first, #5 and C# # comment", ("#tag", "C#", "a # b")),
    Story("2026-02-04-emoji", "📈 Bitcoin 🚀🇨🇭 naïve Zürich 上昇", ("🚀", "Zürich", "上昇")),
    Story("2026-02-05-braces", "Mustache {{ page.title }} {{< x >}} {{{ y }}}", ("{{ tag }}", "{x}"), says=SAYINGS),
    Story("2026-02-06-percent", "Liquid {% include x %} {%- raw -%} {# no #} 5%", ("{% tag %}", "5%")),
    Story("2026-02-07-future", "Dated ahead", date=datetime(2031, 5, 6, 7, 8, 9, tzinfo=UTC)),
    Story("2026-02-08-draft", "Not yet: a draft", ("x",), draft=True),
    Story("2026-02-09-draft-future", "A draft of tomorrow", date=datetime(2031, 1, 1, tzinfo=UTC), draft=True),
    Story("2026-02-10-backslash", "C:\\new\\table \\\" \\' \\u0041 \\", ("a\\b", "\\")),
    Story("2026-02-11-dash", "- leading dash", ("- tag", "-")),
    Story("2026-02-12-fence", "--- three dashes ---", ("---", "...")),
    Story("2026-02-13-plus", "+++ three pluses +++", ("+++", "=")),
    Story("2026-02-14-signs", "% @ & * ! | > ? , [ ] ~ ^ $", ("@you", "a&b", "*", "!tag", "a|b", "[x]", "?")),
    Story("2026-02-15-yes", "yes", ("yes", "no", "null", "~", "true", "1e3", "0x1F", "2026-02-10", "12:30:45")),
    Story("2026-02-16-number", "1e3", ("007", "1_000", ".5", "-1", "on", "y", "NaN", ".inf")),
    Story("2026-02-17-null", "null", ("open interest", "a, b", "c, d", "x, y, z")),
    Story("2026-02-18-one", "2026-02-10", ("one, with a comma and more",)),
    Story("2026-02-19-long", "A very long title " + "that goes on and on " * 60 + "ends", ("t" * 120,)),
    Story("2026-02-20-odd-hour", "Skew\t< 5% > 3%; R&D, Q&A; \u201ccurly\u201d \u2018ones\u2019\u2026", date=LATE),
)  # fmt: skip
