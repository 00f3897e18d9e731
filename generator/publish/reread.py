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
#: What stands between the id of a fact and the fact.
_NAMED: Final = '": '


class FactLines(Mapping[str, Any]):
    """Fact id → the fact, of lines that hold one each."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = {line[1 : line.index(_NAMED)]: line for line in lines}
        if any("\\" in name for name in self._lines):
            self._lines = {_name(line): line for line in lines}
        self._read: dict[str, Any] = {}

    def __getitem__(self, fact_id: str) -> Any:  # noqa: ANN401 - it comes out of JSON
        found = self._read.get(fact_id)
        if found is None:
            ((_, found),) = json.loads(f"{{{self._lines[fact_id]}}}").items()
            self._read[fact_id] = found
        return found

    def get(self, fact_id: str, default: Any = None) -> Any:  # noqa: ANN401 - it comes out of JSON
        """Return a fact, ``default`` where there is none of that id."""
        return self[fact_id] if fact_id in self._lines else default

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
    begin = evidence.find(_FACTS)
    end = evidence.find(_END, begin)
    if begin < 0 or end < 0:
        return dict(json.loads(evidence))  # it holds no facts
    lines = evidence[begin + len(_FACTS) : end].split(",\n")
    rest = json.loads(f'{evidence[:begin]}\n"facts": {{}},\n{evidence[end + len(_END) :]}')
    return {**rest, "facts": FactLines(lines)}


def _name(line: str) -> str:
    """Return the id of a line's fact; of one with a quote in its id only JSON knows where that ends."""
    return str(json.JSONDecoder().raw_decode(line)[0])
