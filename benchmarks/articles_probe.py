"""What no article may hold, whoever wrote it: looked for in the bytes, by nobody's reader but this one."""

import re

#: Holes and leftovers, and numbers as a float prints them; in the body, the title and the dek.
PROBES = {
    "a hole": re.compile(r"\b(?:None(?! of )|nan|NaN|NaT|null|undefined|True|False)\b|(?<![\w-])inf(?:inity)?(?!\w)"),
    "a placeholder": re.compile(r"\{\{|\}\}|\[\[|\]\]|\{%|%\}|[\ue000-\uf8ff]"),
    "a float": re.compile(r"\d\.\d{5,}|\d[eE][-+]\d"),
    "a negative nothing": re.compile(r"(?<![\d.])-0(?:\.0+)?%|-\$0(?![\d.])"),
    "a scale too small": re.compile(r"\$[1-9],?\d{3}(?:\.\d+)? (?:million|billion)|\$1000[MBK]"),
    "a doubled mark": re.compile(r"\$\$|%%|,,|(?<!\.)\.\.(?!\.)| ,| \.(?=\s|$)"),
    "a doubled word": re.compile(r"\b(?!that\b|had\b)([A-Za-z]+) \1\b"),
    "a sign beside its word": re.compile(
        r"\b(?:rose|fell|gained|lost|dropped|climbed|slipped|jumped|plunged|declined|slid|sank) -\d"
    ),
    "one of many": re.compile(r"(?<![\d.,$])1 (?:days|weeks|contracts|sessions|hours|coins|points)\b"),
}
_FENCE = re.compile(r"^---\n.*?^---\n", re.DOTALL | re.MULTILINE)


def probed(markdown):
    """Yield what a text holds that it may not, with the words around it."""
    front, body = markdown[: len(markdown) - len(_FENCE.sub("", markdown, count=1))], _FENCE.sub("", markdown, count=1)
    told = [line for line in front.splitlines() if line.startswith(("title:", "description:"))]
    text = "\n".join([*told, body])
    for what, pattern in PROBES.items():
        for found in pattern.finditer(text):
            around = text[max(0, found.start() - 40) : found.end() + 30].replace("\n", " ")
            yield f"{what}: {found[0]!r} in {around!r}"
