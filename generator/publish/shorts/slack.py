"""A message for Slack: blocks, and the text that notifications show in place of them."""

from __future__ import annotations

import json
from typing import Any, Final

from generator.publish.shorts.told import MORE, Said, Section, Told, too_long

#: docs.slack.dev, Block Kit, "header": of its text.
HEADER: Final = 150
#: The same, "section": of its text.
SECTION: Final = 3000
#: The same, "blocks": of one message.
BLOCKS: Final = 50
_DEK, _MORE, _SECTION = "dek", "more", "section"
#: docs.slack.dev, "Formatting message text": these three and no others are escaped.
_CONTROLS: Final = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"))


def message(told: Told) -> str:
    """Return the message as Slack's API takes it.

    Raises:
        HeldError: The headline is too long.
    """
    header = _safe(told.headline)
    if len(header) > HEADER:
        raise too_long("a header on Slack", HEADER)
    blocks: list[dict[str, Any]] = [
        {"type": "header", "text": {"type": "plain_text", "text": header, "emoji": False}}
    ]  # fmt: skip
    if told.dek and len(_safe(told.dek)) <= SECTION:
        blocks.append(_section(_DEK, _safe(told.dek)))
    shown = [(section, section.fitted(lambda text: len(_safe(text)) + 2 <= SECTION)) for section in told.sections]
    blocks += [
        _section(f"{_SECTION}-{number}", _headed(_safe(text), section))
        for number, (section, text) in enumerate(shown, 1)
        if text
    ]
    link = f"<{_safe(told.url)}|{MORE}>"
    blocks.append(_section(_MORE, "\n".join(filter(None, [_safe(told.closing), link]))))
    # The text is read where blocks are not: in notifications, and by screen readers.
    return json.dumps({"text": header, "blocks": blocks}, ensure_ascii=False, indent=2) + "\n"


def _section(name: str, text: str) -> dict[str, Any]:
    # Verbatim: Slack makes no links, channels or people of the text by itself.
    return {"type": "section", "block_id": name, "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def _headed(text: str, section: Section) -> str:
    above = _safe(section.heading)
    return f"*{above}*{text.removeprefix(above)}" if above else text


def _safe(text: str) -> str:
    for sign, written in _CONTROLS:
        text = text.replace(sign, written)
    return text


def _plain(text: str) -> str:
    for sign, written in reversed(_CONTROLS):
        text = text.replace(written, sign)
    return text


def read(file: str) -> Said:
    """Read what ``message`` wrote; a fallback that says anything but the header is read too."""
    message = json.loads(file)
    header, *sections = message["blocks"]
    headline, dek = header["text"]["text"], ""
    lines = [] if message["text"] == headline else [message["text"]]
    for block in sections:
        text = block["text"]["text"]
        if block["block_id"] == _DEK:
            dek = text
        else:
            lines += [each for each in text.split("\n") if not each.endswith(f"|{MORE}>")]
    return Said(_plain(headline), _plain(dek), tuple(_plain(_bare(each)) for each in lines))


def _bare(line: str) -> str:
    return line[1:-1] if line.startswith("*") and line.endswith("*") else line
