"""One line for a push message: the headline, and what stands under it where both fit."""

from __future__ import annotations

from typing import Final

from generator.publish.shorts.told import Said, Told, too_long

#: About four lines on a locked phone. No maker publishes a number: this is what desks work to, no rule of a service.
MOST: Final = 178
_JOINT: Final = ". "


def line(told: Told) -> str:
    """Return the line.

    Raises:
        HeldError: The headline is too long.
    """
    if len(told.headline) > MOST:
        raise too_long("a push message", MOST)
    both = f"{told.headline}{_JOINT}{told.dek}"
    return f"{both if told.dek and len(both) <= MOST else told.headline}\n"


def read(file: str, headline: str) -> Said:
    """Read what ``line`` wrote; a line that does not begin with the headline is read as one."""
    said = file.removesuffix("\n")
    begun = said.startswith(f"{headline}{_JOINT}")
    return Said(headline, said.removeprefix(f"{headline}{_JOINT}"), ()) if begun else Said(said, "", ())
