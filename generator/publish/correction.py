"""A corrected article: the same front matter, when it was changed, and what was put right."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from generator.errors import InputError
from generator.publish.evidence import as_json, block
from generator.publish.front import front_matter
from generator.publish.site.head import split
from generator.resources import parse_yaml

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.publish.site.piece import Correction

#: One part a line: the evidence is written so.
_FRONT: Final = '"front": '


def corrected(name: Path, text: str, *, at: datetime, corrections: Sequence[Correction]) -> str:
    """Return an edited text with its time and all its corrections in the front matter.

    Args:
        name: Names the text in errors.
        text: As the editor left it; what it says of its time and its corrections does not count.
        at: When it was corrected.
        corrections: All of them, the oldest first.

    Raises:
        InputError: It has no front matter, or one that cannot be written.
    """
    block, body = split(name, text.encode())
    try:
        front = parse_yaml(f"\n{block}", str(name))
        if not isinstance(front, Mapping):
            raise InputError(f"{name}:2: the front matter holds no keys; take the article's own")
        return front_matter({**front, **_stamp(at, corrections)}) + body
    except (TypeError, ValueError) as error:
        raise InputError(f"{name}:2: the front matter cannot be kept: {error}; take the article's own") from error


def attested(name: Path, evidence: str, *, at: datetime, corrections: Sequence[Correction]) -> str:
    """Return the evidence of a corrected article: its front matter is that of the new text.

    Raises:
        InputError: It is not in the form in which we write it.
    """
    lines = evidence.split("\n")
    for number, line in enumerate(lines):
        if line.startswith(_FRONT):
            front: dict[str, Any] = json.loads(line.removeprefix(_FRONT).rstrip(","))
            lines[number] = f"{_FRONT}{as_json({**front, **_stamp(at, corrections)})},"
            return "\n".join(lines)
    raise InputError(f"{name}: the evidence is not as it was written; write the article anew")


def _stamp(at: datetime, corrections: Sequence[Correction]) -> dict[str, Any]:
    return {"lastmod": at, "corrections": [{"at": each.at, "what": each.what} for each in corrections]}


def rewritten(evidence: Mapping[str, Any], facts: Mapping[str, str]) -> str:
    """Return evidence as text, in the form in which it is first written.

    Args:
        evidence: Its parts in order; ``facts`` is taken from the other argument.
        facts: Each fact by id, as JSON.
    """
    told = {"facts": [f"{as_json(name)}: {text}" for name, text in facts.items()]}
    blocks: list[str] = []
    for name, value in evidence.items():
        if name in told:
            blocks.append(f"{as_json(name)}: {block('{', told[name], '}')}")
        elif isinstance(value, list):
            blocks.append(f"{as_json(name)}: {block('[', [as_json(each) for each in value], ']')}")
        else:
            blocks.append(f"{as_json(name)}: {as_json(value)}")
    return block("{", blocks, "}") + "\n"
