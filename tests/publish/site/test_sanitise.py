"""Whatever a text holds, a page of it runs nothing, embeds nothing and leads nowhere but to the web."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.publish.site.markup import render
from generator.publish.site.sanitise import sanitise

#: What gets through ``markdown`` alone, and some that get through worse filters.
ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&#115;cript:alert(1))",
    "[x](&#x6A;avascript&colon;alert(1))",
    "<a href='java\tscript:alert(1)'>x</a>",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    '# x {onclick="alert(1)"}',
    '![x](y.png){onmouseover="alert(1)"}',
    "<iframe src='https://evil.example/'></iframe>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<details open ontoggle=alert(1)>x</details>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
    "<form action='https://evil.example/'><button formaction=javascript:alert(1)>x</button></form>",
    "<object data='javascript:alert(1)'></object><embed src='javascript:alert(1)'>",
    "<base href='https://evil.example/'><meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<style>@import 'https://evil.example/x.css';</style><p style='background:url(javascript:alert(1))'>x</p>",
    "<!--><img src=x onerror=alert(1)>-->",
    "![a](javascript:alert(1) 'x\" onerror=\"alert(1)')",
    '<https://example.org/"onmouseover="alert(1)>',
    "[x]: javascript:alert(1)\n\n[x]",
    "| <script>alert(1)</script> | [a](vbscript:x) |\n|---|---|\n| <img src=x onerror=alert(1)> | y |",
    "[^1]\n\n[^1]: <script>alert(1)</script> [x](javascript:alert(1))",
]
_RUNS = {
    "script",
    "iframe",
    "object",
    "embed",
    "svg",
    "math",
    "form",
    "input",
    "button",
    "style",
    "link",
    "meta",
    "base",
}
_LEADS = {"href", "src", "action", "formaction", "srcset", "data", "poster", "background", "xlink:href"}
_SCHEME = re.compile(r"[\s\x00-\x1f]*([a-z][a-z0-9+.-]*):", re.IGNORECASE)


class _Harm(HTMLParser):
    """Collects what a browser would run, load or follow."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.found = []

    def handle_starttag(self, tag, attrs):
        if tag in _RUNS:
            self.found.append(tag)
        for name, value in attrs:
            if name.startswith("on") or name == "style":
                self.found.append(name)
            scheme = _SCHEME.match((value or "").replace("\t", "").replace("\n", ""))
            if name in _LEADS and scheme and scheme[1].lower() not in ("http", "https", "mailto"):
                self.found.append(value)

    handle_startendtag = handle_starttag


def harm(html):
    parser = _Harm()
    parser.feed(html)
    parser.close()
    return parser.found


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_attack_survives_as_html(attack):
    """Handed over as markup, as a note or a headline might be."""
    assert harm(sanitise(attack)) == []


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize(
    "around", ["{}", "A *{}* b", "> {}", "- {}", "| a |\n|---|\n| {} |", "## {}", "[{}](x)", "![{}](x.svg)"]
)
def test_no_attack_survives_in_a_text(tmp_path, attack, around):
    """Wherever in a Markdown text it stands."""
    assert harm(render(around.format(attack), tmp_path)) == []


def test_the_guard_would_see_an_attack():
    """A test that finds no harm in anything proves nothing."""
    found = [harm(attack) for attack in ATTACKS if attack.startswith("<") and not attack.startswith(("<!", "<https"))]
    assert all(found)


_PIECES = st.sampled_from([
    "<", ">", '"', "'", "`", "=", "/", "&", ";", "#", " ", "\t", "\n", "\x00", "script", "SCRIPT", "img", "svg", "a",
    "href", "src", "onerror", "onload", "style", "javascript", "java\tscript", "&#106;avascript", "vbscript", "data",
    ":", "alert(1)", "text/html,", "[", "]", "(", ")", "![", "](", "{", "}", "|", "---", "<!--", "-->", "<![CDATA[",
    "</p>", "<p ", "x", "\ue0f0", "\ue0f1", "\ue0f2", "%0a", "\u2028", "\u00a0", "math", "mtext", "title", "noscript",
])  # fmt: skip


@settings(max_examples=1500, deadline=None)
@given(parts=st.lists(st.one_of(_PIECES, st.sampled_from(ATTACKS)), max_size=14))
def test_no_mixture_survives(tmp_path_factory, parts):
    """Bits of markup, of Markdown and of attacks in any order, as text and as markup."""
    text = "".join(parts)
    assert harm(render(text, tmp_path_factory.getbasetemp())) == []
    assert harm(sanitise(text)) == []


@pytest.mark.parametrize(
    "kept",
    [
        '<h2 id="s-futures">Futures</h2>',
        '<td class="right">3.1%</td>',
        '<th class="right" scope="col">Now</th>',
        '<div class="scroll" tabindex="0"></div>',
        '<a href="https://example.org/" title="x">y</a>',
        '<a href="mailto:desk@example.org">y</a>',
        '<a href="evidence.html#c-p1.2.c0">y</a>',
        '<img src="price.svg" alt="Price" width="760" height="380" loading="lazy" decoding="async">',
        "<figure><figcaption>x</figcaption></figure>",
        "<details><summary>The values</summary></details>",
        '<sup class="footnote-ref"><a href="#fn-1" id="fnref-1">1</a></sup>',
    ],
)
def test_what_an_article_is_made_of_is_kept(kept):
    """Ids of headings and footnotes, classes of cells, sizes of pictures."""
    whole = f"<table><tbody><tr>{kept}</tr></tbody></table>" if kept.startswith("<t") else kept
    assert kept in sanitise(whole)
