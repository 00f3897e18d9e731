"""Front matter as YAML that is the same bytes on every machine."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from generator.model.instants import iso

#: The order of DESIGN 3.4; a key that is not listed comes after these, by name.
ORDER: Final = (
    "title", "slug", "date", "lastmod", "description", "edition", "asset", "category", "tags", "authors",
    "stance", "horizon", "confidence", "status", "image", "sources", "evidence", "inputs_sha256", "generator",
)  # fmt: skip
_FENCE: Final = "---\n"
#: Text that YAML reads as the same text without quotes.
_PLAIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9._/-]*(?: [A-Za-z0-9._/-]+)*")
_NOT_TEXT: Final = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n", "inf", "nan"})
#: Free text for people is always quoted, so that a colon typed into it later does no harm.
_QUOTED: Final = frozenset({"title", "description"})


def front_matter(front: Mapping[str, Any]) -> str:
    """Return the fenced block, ending in the line ``---``; empty values are left out.

    Raises:
        TypeError: A value is neither text, number, truth, instant, list nor mapping of these.
    """
    listed = [key for key in ORDER if key in front]
    others = sorted(key for key in front if key not in ORDER)
    lines = [
        f"{key}: {_quoted(front[key]) if key in _QUOTED else _flow(front[key])}\n"
        for key in listed + others
        if front[key] not in (None, "", (), [], {})
    ]
    return "".join([_FENCE, *lines, _FENCE])


def _flow(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return iso(value)
    if isinstance(value, str):
        plain = _PLAIN.fullmatch(value) is not None and value.lower() not in _NOT_TEXT
        return value if plain else _quoted(value)
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, list | tuple):
        return f"[{', '.join(_flow(each) for each in value)}]"
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{_flow(key)}: {_flow(each)}' for key, each in value.items())}}}"
    raise TypeError(f"front matter cannot hold {value!r}")


def _quoted(value: object) -> str:
    # JSON's strings are YAML's double-quoted ones.
    return json.dumps(str(value), ensure_ascii=False)
