"""Words that mean themselves: in six kinds of Markdown, in templates' languages, and in themes that escape nothing."""

from __future__ import annotations

import re
from html import unescape
from typing import Final

#: Begins markup in one of the tools, or in an extension that its users commonly turn on.
_SPECIAL: Final = re.compile(
    r"[<>{}\[\]*_`|\\~^#]"
    r"|&(?=[#A-Za-z])"  # a reference to a character
    r"|-(?=-)|\.(?=\.\.)|\+(?=\+)|=(?==)|\$(?=\$)"  # dashes, dots, marked text, formulas
    r"|:(?=[A-Za-z+][\w+-]*:)"  # :rocket:
    r"|:(?=//)|(?<=www)\.|(?<=\w)@(?=\w)"  # addresses that some tools make links of
    r"|!\Z"  # before a link of ours it would make it a picture
)
#: Begins a list, an underlining, a definition, a box or a block where it begins a line.
_OPENING: Final = re.compile(r"[-+=:](?=[-+=:\s]|\Z)|([!?/])(?=\1)|(?<=[0-9])[.)](?=\s|\Z)")
_NUMBERED: Final = re.compile(r"[0-9]{1,9}(?=[.)])")
_RULE: Final = re.compile(r"[-+=:\s]+")

_CONTROL: Final = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]")
_UNWRITABLE: Final = re.compile("[\ufeff\ufffe\uffff\ud800-\udfff]")
_TAG: Final = re.compile(r"<(?=[A-Za-z/!?])")
_REFERENCE: Final = re.compile(r"&#?\w+;?")
_QUOTE: Final = re.compile("[\"'`]")
#: An attribute that acts, where a quote before it may end the one that a title is printed into.
_ATTRIBUTE: Final = re.compile(
    r"(?<!\w)(?:on(?=[a-z]{3,}\s*=)|st(?=yle\s*=)|sr(?=c(?:doc|set)?\s*=)|hr(?=ef\s*=))", re.IGNORECASE
)
_SCHEME: Final = re.compile(r"\b(javascript|vbscript|data)(?=:\S)", re.IGNORECASE)

_WEB: Final = re.compile(r"https?://[^/\s\\@]+(?:[/?#].*)?", re.IGNORECASE)
_MAIL: Final = re.compile(r"mailto:[^\s/?@]+@[^\s/?@]+(?:\?.*)?", re.IGNORECASE)
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9._~:/?#@!$&+,;=%-]|%(?![0-9A-Fa-f]{2})")


def tidy(text: str) -> str:
    """Return text without characters that YAML or a line of front matter cannot hold; a tab stays one."""
    return _UNWRITABLE.sub("", _CONTROL.sub(" ", text)).strip()


def inert(text: str) -> str:
    """Return a title or name that does nothing where a theme prints it as it is, as text or in an attribute.

    Most themes of Jekyll, Pelican, MkDocs and Eleventy's Liquid do. Escaping would not help, since
    some of them strip tags, which undoes it, and print the rest. So a space parts what would begin a tag, an
    attribute, an address that runs, or a reference; a headline of the market has none of these, and stays
    exactly as it is.

    Example:
        >>> inert("Skew < 5%: <b>R&D</b>")
        'Skew < 5%: < b>R&D< /b>'
    """
    # Within an address browsers drop tabs, so that one may hide a scheme.
    hidden = _SCHEME.search(text.replace("\t", "")) is not None
    folded = text.replace("\t", " ") if hidden else text
    whole = _REFERENCE.sub(lambda found: _parted(found[0]), _TAG.sub("< ", folded))
    parted = _SCHEME.sub(r"\1 ", whole)
    quote = _QUOTE.search(parted)
    if quote is None:
        return parted
    return parted[: quote.end()] + _ATTRIBUTE.sub(r"\g<0> ", parted[quote.end() :])


def _parted(reference: str) -> str:
    return reference if unescape(reference) == reference else f"& {reference[1:]}"


def literal(text: str) -> str:
    r"""Return Markdown that every tool shows as ``text``, within a line.

    What means something becomes a reference such as ``&#123;``, which neither Liquid, Nunjucks and Hugo's
    shortcodes before nor attribute lists after Markdown take for theirs, as they would ``\{``.

    Example:
        >>> literal("skew {{ x }} of 16% [1]")
        'skew &#123;&#123; x &#125;&#125; of 16% &#91;1&#93;'
    """
    return _SPECIAL.sub(lambda found: f"&#{ord(found[0])};", text)


def opening(line: str) -> str:
    """Return a line of Markdown that begins no list, heading, box or block.

    Example:
        >>> opening("- 5"), opening("-5%"), opening("2026. A year")
        ('&#45; 5', '-5%', '2026&#46; A year')
    """
    number = _NUMBERED.match(line)
    at = number.end() if number is not None else 0
    found = _OPENING.match(line, at)
    return line if found is None else f"{line[:at]}&#{ord(line[at])};{line[at + 1 :]}"


def cell(text: str) -> str:
    """Return a table's cell; one of dashes alone would make the row a line that parts head and body."""
    return f"&#{ord(text[0])};{text[1:]}" if _RULE.fullmatch(text) else text


def address(link: str) -> str | None:
    """Return a web or mail address that cannot end the link it stands in, or None if it is no such address.

    Example:
        >>> address("https://example.org/a b?x={{1}}"), address("javascript:alert(1)")
        ('https://example.org/a%20b?x=%7B%7B1%7D%7D', None)
    """
    if _WEB.fullmatch(link) is None and _MAIL.fullmatch(link) is None:
        return None
    encoded = _UNSAFE.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), link)
    return encoded.replace("&", "&amp;")
