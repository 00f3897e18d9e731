"""A figure of the catalogue that may differ from asset to asset."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Generic, Literal, TypeVar

T = TypeVar("T")
#: What a difference beyond the tolerance holds.
Holds = Literal["sentence", "article"]
_REST: Final = "*"


@dataclass(frozen=True, slots=True)
class ByAsset(Generic[T]):
    """One figure for each asset that is named, and ``*`` for the rest."""

    listed: Mapping[str, T] = field(default_factory=dict)

    def of(self, asset: str) -> T | None:
        """Return an asset's figure, None where the catalogue says nothing of it."""
        named = self.listed.get(asset)
        return named if named is not None else self.listed.get(_REST)


def read_by_asset(written: Any, read: Callable[[Any], T]) -> ByAsset[T]:  # noqa: ANN401 - what YAML holds
    """Read a figure, or a table of figures by asset; None is no figure at all.

    Raises:
        ValueError: A figure is not of its form.
    """
    if written is None:
        return ByAsset()
    table = written if isinstance(written, Mapping) else {_REST: written}
    return ByAsset({asset: read(figure) for asset, figure in table.items()})


def read_range(written: Any) -> tuple[float, float]:  # noqa: ANN401 - what YAML holds
    """Read ``[low, high]``.

    Raises:
        ValueError: It is no such pair.
    """
    match written:
        case [int() | float() as low, int() | float() as high] if low < high:
            return float(low), float(high)
    raise ValueError(f"plausible is {written!r}; write [low, high], or such a pair for each asset")


def read_size(written: Any) -> float:  # noqa: ANN401 - what YAML holds
    """Read a number above zero.

    Raises:
        ValueError: It is none.
    """
    if isinstance(written, bool) or not isinstance(written, int | float) or not written > 0:
        raise ValueError(f"{written!r} is not a number above zero; mend tolerance, jump or revised")
    return float(written)


def read_holds(written: Any) -> Holds:  # noqa: ANN401 - what YAML holds
    """Read ``sentence`` or ``article``.

    Raises:
        ValueError: It is neither.
    """
    if written == "sentence":
        return "sentence"
    if written == "article":
        return "article"
    raise ValueError(f"beyond is {written!r}; write sentence or article")
