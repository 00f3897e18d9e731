"""Replies as the wire spells them: strict models, and the number and time forms that sources use.

A number is finite or it is refused: JSON's NaN, the text ``"NaN"``, an empty text where a number
belongs and a time in the wrong unit are errors that name the source, the path and the field.
What a source adds is ignored.
"""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime
from typing import Annotated, Any, Final, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, Strict, TypeAdapter, ValidationError

from generator.errors import PayloadError
from generator.model.instants import EPOCH, from_micros, parse_instant
from generator.model.reply import Reply

T = TypeVar("T")
_DECIMAL: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
#: Markets of coins began after the first of these, and none of us reads replies after the second.
_FIRST: Final = datetime(2009, 1, 1, tzinfo=UTC)
_LAST: Final = datetime(2100, 1, 1, tzinfo=UTC)


class Wire(BaseModel):
    """A JSON object: fields of exactly these types; more of them are no error."""

    model_config = ConfigDict(strict=True, allow_inf_nan=False, extra="ignore", frozen=True)


def _finite_text(value: Any) -> float:  # noqa: ANN401 - what a wire holds
    if not isinstance(value, str) or _DECIMAL.fullmatch(value) is None:
        raise ValueError(f"should be a number written as text, not {_shown(value)}")
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(f"should be a finite number, not {_shown(value)}")
    return number


def _text_or_nothing(value: Any) -> float | None:  # noqa: ANN401 - what a wire holds
    return None if value is None or value == "" else _finite_text(value)


def _text_or_point(value: Any) -> float | None:  # noqa: ANN401 - what a wire holds
    return None if value == "." else _finite_text(value)


def _since_epoch(micros: int, shown: object) -> datetime:
    at = from_micros(micros) if 0 <= micros < (_LAST - EPOCH).total_seconds() * 1_000_000 else EPOCH
    if at < _FIRST:
        raise ValueError(f"should be a time of this market, in the documented unit, not {_shown(shown)}")
    return at


def _millis(value: Any) -> datetime:  # noqa: ANN401 - what a wire holds
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"should be whole milliseconds since 1970, not {_shown(value)}")  # noqa: TRY004 - pydantic's form
    return _since_epoch(value * 1_000, value)


def _seconds(value: Any) -> datetime:  # noqa: ANN401 - what a wire holds
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"should be whole seconds since 1970, not {_shown(value)}")  # noqa: TRY004 - pydantic's form
    return _since_epoch(value * 1_000_000, value)


def _whole(value: Any) -> int:  # noqa: ANN401 - what a wire holds
    if not isinstance(value, str) or not (value.isascii() and value.isdecimal()) or len(value) > 18:
        raise ValueError(f"should be a whole number written as text, not {_shown(value)}")
    return int(value)


def _iso(value: Any) -> datetime:  # noqa: ANN401 - what a wire holds
    if not isinstance(value, str):
        raise ValueError(f"should be a time as text, not {_shown(value)}")  # noqa: TRY004 - pydantic's form
    try:
        at = parse_instant(value)
    except Exception as error:
        raise ValueError(f"should be an ISO 8601 time with a zone, not {_shown(value)}") from error
    if not _FIRST <= at < _LAST:
        raise ValueError(f"should be a time of this market, not {_shown(value)}")
    return at


def _positive(value: float) -> float:
    if value <= 0:
        raise ValueError(f"should be above zero, not {value:g}")
    return value


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:37]}..."


#: A decimal number written as text, as most venues send it.
NumberText = Annotated[float, BeforeValidator(_finite_text)]
#: The same where the source may say nothing: null or an empty text.
MaybeNumberText = Annotated[float | None, BeforeValidator(_text_or_nothing)]
#: The same where a point stands for nothing, as at FRED on a day without trade.
PointOrNumberText = Annotated[float | None, BeforeValidator(_text_or_point)]
WholeText = Annotated[int, BeforeValidator(_whole)]
WholeNumber = Annotated[int, Strict()]
#: Prices of coins and amounts of markets, with much room on both sides: what lies beyond is no reading,
#: and products, quotients and sums of what lies within are finite.
Price = Annotated[float, Strict(), Field(gt=1e-15, lt=1e15)]
Amount = Annotated[float, Strict(), Field(ge=0, lt=1e24)]
PriceText = Annotated[NumberText, Field(gt=1e-15, lt=1e15)]
AmountText = Annotated[NumberText, Field(ge=0, lt=1e24)]
_PRICE: Final = TypeAdapter[float](Price)
_AMOUNT: Final = TypeAdapter[float](Amount)
#: A rate for one interval, as a fraction: of the whole position nobody pays as much in one.
RateText = Annotated[NumberText, Field(gt=-1, lt=1)]
#: Times. A count of seconds where milliseconds belong lies in 1970 and is refused, and the other way round.
Millis = Annotated[datetime, BeforeValidator(_millis)]
MillisText = Annotated[datetime, BeforeValidator(lambda value: _millis(_whole(value)))]
Seconds = Annotated[datetime, BeforeValidator(_seconds)]
SecondsText = Annotated[datetime, BeforeValidator(lambda value: _seconds(_whole(value)))]
IsoInstant = Annotated[datetime, BeforeValidator(_iso)]


def leading(count: int) -> BeforeValidator:
    """Return what reads the first fields of a row that is a bare list; the source may add others behind them."""
    return BeforeValidator(lambda row: tuple(row[:count]) if isinstance(row, list) else row)


def read(form: TypeAdapter[T], reply: Reply) -> T:
    """Return a reply's body as a form.

    Raises:
        PayloadError: It is not of that form; the text names source, path and field.
    """
    return read_body(form, reply.body, reply.name)


def read_body(form: TypeAdapter[T], body: bytes, name: str) -> T:
    """Return a body as a form; errors call it ``name``.

    Raises:
        PayloadError: It is not of that form; the text names source, path and field.
    """
    start = body[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"<"):
        raise PayloadError(f"{name}: is a web page where JSON belongs; the source is not itself, ask again later")
    try:
        return form.validate_json(body)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        path = ".".join(str(part) for part in first["loc"]) or "the body"
        what = first["msg"].removeprefix("Value error, ")
        raise PayloadError(f"{name}: {path}: {what}") from error


def stated_price(value: float | None, where: str) -> float:
    """Return a price that this row must have, though others of its list may lack it.

    Raises:
        PayloadError: It is missing, or no price; the text begins with ``where``.
    """
    return _stated(_PRICE, value, where)


def stated_amount(value: float | None, where: str) -> float:
    """Return an amount that this row must have, though others of its list may lack it.

    Raises:
        PayloadError: It is missing, or no amount; the text begins with ``where``.
    """
    return _stated(_AMOUNT, value, where)


def _stated(form: TypeAdapter[float], value: float | None, where: str) -> float:
    if value is None:
        raise PayloadError(f"{where}: is missing; ask again later")
    try:
        return form.validate_python(value)
    except ValidationError as error:
        raise PayloadError(f"{where}: {error.errors(include_url=False)[0]['msg']}") from error
