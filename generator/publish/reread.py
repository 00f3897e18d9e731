"""Reread: an evidence as it was written, for the verifier of the same run.

It is read back from its text, so that what is checked is what lies beside the article. A text speaks of a tenth of a
day's thousand facts: each is read when it is asked for, and the others are not.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

#: No text in JSON holds a line break as it is: where lines begin like this the facts stand, and nothing else.
_FACTS: Final = '\n"facts": {\n'
_END: Final = "\n},\n"


class FactLines(Mapping[str, Any]):
    """Fact id → the fact, of lines that hold one each."""

    def __init__(self, lines: str) -> None:
        self._lines = dict(map(_parted, lines.split(",\n")))
        self._read: dict[str, Any] = {}

    def __getitem__(self, fact_id: str) -> Any:  # noqa: ANN401 - it comes out of JSON
        if fact_id not in self._read:
            self._read[fact_id] = json.loads(self._lines[fact_id])
        return self._read[fact_id]

    def __contains__(self, fact_id: object) -> bool:
        return fact_id in self._lines

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)


def reread(evidence: str) -> dict[str, Any]:
    """Return what ``json.loads`` would of an evidence that ``evidence.evidence`` wrote.

    Raises:
        ValueError: It is no JSON.
    """
    head, opening, rest = evidence.partition(_FACTS)
    lines, end, tail = rest.partition(_END)
    if not opening or not end:
        return dict(json.loads(evidence))  # it holds no facts
    return {**json.loads(f'{head}\n"facts": {{}},\n{tail}'), "facts": FactLines(lines)}


def _parted(line: str) -> tuple[str, str]:
    name, _, fact = line.partition('": ')
    if "\\" not in name:
        return name[1:], fact
    fact_id, end = json.JSONDecoder().raw_decode(line)  # a quote in an id: where it ends only JSON knows
    return fact_id, line[end + 2 :]
