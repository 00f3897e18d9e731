"""What someone who may put words into an article could try, and what of it would be alive in a page."""

import random
import re
from html.parser import HTMLParser

#: The fifteen of old, then what only one of the tools understands. Each says ``pwn`` where it would bite.
ATTACKS = (
    "<script>pwn()</script>",
    "<ScRiPt src=https://pwn.example/x.js></sCrIpT>",
    "<img src=x onerror=pwn()>",
    "<img src=x onerror=pwn()//",
    "[up](javascript:pwn())",
    "[up](JaVaScRiPt:pwn())",
    "[up](java&#115;cript:pwn())",
    "[up](java&Tab;script:pwn())",
    "[up](data:text/html;base64,cHdu?pwn)",
    "# Up {onclick=pwn()}",
    "*up*{: onmouseover=pwn() }",
    "<iframe src=https://pwn.example></iframe>",
    "<svg onload=pwn()></svg>",
    '<a href="javascript:pwn()">up</a>',
    "<details open ontoggle=pwn()>up</details>",
    # Attribute lists: kramdown's, Python's and Goldmark's
    'Up\n{: onclick="pwn()" }',
    "{:.x onclick=pwn()}\nUp",
    "[up](https://example.org){: onclick=pwn() }",
    "![up](https://pwn.example/x.png){ onerror=pwn() }",
    "{::nomarkdown}<script>pwn()</script>{:/}",
    "{::options parse_block_html='true' /}<b onclick=pwn()>",
    # What templates and shortcodes would run
    "{{< rawhtml >}}<script>pwn()</script>{{< /rawhtml >}}",
    "{% raw %}<script>pwn()</script>{% endraw %}",
    "{{ '<script>pwn()</script>' }}",
    "{{ '<script>pwn()</script>' | safe }}",
    "{% capture x %}<script>pwn()</script>{% endcapture %}{{ x }}",
    '--8<-- "mkdocs.yml"',
    # What closes what it stands in
    "</title><script>pwn()</script>",
    '" onmouseover=pwn() x="',
    "' onmouseover='pwn()",
    '"><script>pwn()</script>',
    "--><script>pwn()</script>",
    "]]><script>pwn()</script>",
    "</main><style>@import 'https://pwn.example'</style>",
    "&lt;/title&gt;&lt;script&gt;pwn()&lt;/script&gt;",
    "&quot; onfocus=pwn() autofocus x=&quot;",
    "`</code><script>pwn()</script>`",
    "```\n</code></pre><script>pwn()</script>\n```",
    "~~~ {onclick=pwn()}\nx\n~~~",
    "[a]: javascript:pwn()\n\n[a]",
    "[up](<javascript:pwn()>)",
    "[up](vbscript:pwn())",
    "[up](  javascript:pwn())",
    "[up](//pwn.example/x)",
    "[up](\\\\pwn.example)",
    "<javascript:pwn()>",
    "![x](javascript:pwn())",
    "![x](https://pwn.example/track.gif)",
    "<math><mtext><table><mglyph><style><img src=x onerror=pwn()>",
    "<noscript><p title='</noscript><img src=x onerror=pwn()>'>",
    "<form action=https://pwn.example><button>go</button></form>",
    "<base href=https://pwn.example/>",
    "<meta http-equiv=refresh content='0;url=https://pwn.example'>",
    "<link rel=stylesheet href=https://pwn.example/x.css>",
    "<object data=https://pwn.example></object><embed src=https://pwn.example>",
    "<b style='background:url(https://pwn.example)'>x</b>",
    "!!! note pwn\n    <script>pwn()</script>",
    '<div markdown="1" onclick=pwn()>\n*x*\n</div>',
    "| a |\n|---|\n| <script>pwn()</script> |",
    "- <script>pwn()</script>\n    - {: onclick=pwn() }",
    '*[up]: x" onmouseover="pwn()\n\nup',
    "[^1]\n\n[^1]: <script>pwn()</script>",
    "up!\n[x](https://pwn.example/picture.png)",
    '[x](https://example.org "y\\" onclick=pwn() ")',
    '[x](https://example.org/"onclick=pwn()")',
    "[x](https://example.org/'onclick='pwn())",
    "\u2028<script>pwn()</script>\u0085",
)  # fmt: skip

_PIECES = (
    "<", ">", "</", "<script>", "</script>", "pwn()", "<img src=x ", "onerror=pwn() ", "onclick=pwn()", "{:", "{: ",
    "}", "{{", "}}", "{%", "%}", "{#", "#}", "{{<", ">}}", "{::nomarkdown}", "{:/}", "javascript:", "data:text/html,",
    "&lt;", "&#60;", "&#x3c;", "&quot;", "&Tab;", "&colon;", '"', "'", "`", "```", "\\", "[", "](", "]", ")", "!", "![",
    "*", "**", "_", "#", "# ", "- ", "1. ", "> ", "|", "|---|", "\n", "\n\n", "    ", "\t", " ", "up", "up ", "\\{",
    "https://pwn.example/", "\\<", "<svg ", "onload=pwn()>", "<iframe ", "src=https://pwn.example>", "--", "---", "+++",
    "===", ":", "::", "!!! ", "--8<--", "<!--", "-->", "<![CDATA[", "]]>", "<?", "?>", "~~~", "$$", "^", "=", "[^1]: ",
    "*[up]: ", "@", "%", ";", ",", "\xa0", "\u200b",
)  # fmt: skip


def fuzzed(count):
    """Return attacks made of pieces of attacks; the same each time."""
    dice = random.Random(20260210)
    return ["".join(dice.choices(_PIECES, k=dice.randint(3, 14))) for _ in range(count)]


class Alive(HTMLParser):
    """Collects what in a page would do something that an attack asked for."""

    _EMBEDS = frozenset(re.findall(r"\w+", "script iframe object embed svg math form base meta link style img"))
    _ASKS = frozenset(re.findall(r"\w+", "src href data action content style"))
    _LEADS = frozenset(re.findall(r"\S+", "src href data action formaction xlink:href poster background cite"))
    _ANYWHERE = frozenset(re.findall(r"\w+", "style srcdoc srcset formaction"))

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.found = []
        self._within = []

    def handle_starttag(self, tag, attrs):
        """Look at a tag's attributes."""
        if tag in {"script", "style"}:
            self._within.append(tag)
        for name, value in attrs:
            said = re.sub(r"[\x00-\x20]", "", value or "").lower()
            leads = name in self._LEADS and re.match(r"(?:javascript|vbscript|data):", said) is not None
            runs = name.startswith("on") or leads
            asks = name in self._ANYWHERE or (tag in self._EMBEDS and name in self._ASKS)
            description = tag == "meta" and ("name", "description") in attrs
            # "cHdu" is pwn in base 64.
            if (runs or (asks and not description)) and ("pwn" in said or "chdu" in said):
                self.found.append((tag, name, value))

    def handle_endtag(self, tag):
        """Leave a script."""
        if tag in self._within:
            self._within.remove(tag)

    def handle_data(self, data):
        """Look at what a script or style says."""
        if self._within and "pwn" in data:
            self.found.append((self._within[-1], "", data))


def alive(page):
    """Return what of an attack is alive in HTML."""
    reader = Alive()
    reader.feed(page)
    reader.close()
    return reader.found
