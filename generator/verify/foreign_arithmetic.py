"""Amounts of a text against each other: one price for one instant, percentages and their ends, parts and wholes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Final

from generator.verify.foreign_told import Amount, Told, amounts, before, metrics_of, sign_at
from generator.verify.readings import Move

if TYPE_CHECKING:
    from generator.verify.ledger import Ledger
    from generator.verify.read import Read

_PRICE_VERBS: Final = frozenset({"to", "at", "above", "near", "around"})
_STATES: Final = frozenset(
    {"rallies", "rallied", "rebounded", "rebounds", "surged", "surges", "rose", "rises", "climbed", "climbs", "jumped",
     "jumps", "fell", "falls", "dropped", "drops", "slid", "slides", "trades", "traded", "trading", "stands", "stood",
     "is", "was", "sits", "closed", "ended", "recovered", "hovers"}
)  # fmt: skip
#: A price behind one of these is not the one of now.
_OTHER_TIMES: Final = frozenset(
    {"low", "high", "since", "dipping", "last", "level", "mark", "range", "between", "support", "target", "earlier",
     "ago"}
)  # fmt: skip
_ANCHORS: Final = frozenset({"since", "from"})
_LEFTOVER: Final = frozenset({"others", "other", "rest", "remainder"})
#: Fewer amounts list no parts; smaller ones are prices.
_LISTING: Final = 2
_MILLION: Final = 6
#: Prices within so much of each other are one. [fraction]
_ALIKE: Final = Decimal("0.005")
#: Coins, dollars and price that disagree by more do not "align". [fraction]
_RECONCILED: Final = Decimal("0.015")


# One price at one instant


def _prices(told: Sequence[Told]) -> Iterator[tuple[Told, Amount]]:
    """Yield the prices that a text says its asset is at now."""
    for each in told:
        for amount in amounts(each.read):
            near = before(each.read, amount, 5)
            clause = each.read.cut.lower[max(0, amount.slot.at - 8) : amount.slot.at + 5]
            if amount.number.unit != "$" or amount.number.scale > 3 or amount.value < 1:
                continue
            if near and near[-1] in _PRICE_VERBS and _STATES & set(near) and not _OTHER_TIMES & set(clause):
                yield each, amount


def two_prices(told: Sequence[Told], _ledger: Ledger, _text: str) -> Iterator[tuple[str, str]]:
    first: dict[str, Amount] = {}
    for each, amount in _prices(told):
        asset = _asset_before(each, amount)
        earlier = first.setdefault(asset, amount)
        if abs(amount.value - earlier.value) > earlier.value * _ALIKE:
            yield (
                each.where,
                f"two prices of {asset} for one instant: {_money(earlier.value)} and {_money(amount.value)}",
            )
            first[asset] = amount


def _asset_before(told: Told, amount: Amount) -> str:
    asset = told.asset
    for slot in told.read.slots:
        if slot.at < amount.slot.at:
            asset = next((str(r.meaning) for r in slot.readings if r.kind == "asset" and r.must), asset)
    return asset


# Percentages against their ends


def ends(told: Sequence[Told], ledger: Ledger, _text: str) -> Iterator[tuple[str, str]]:
    now = [amount.value for _, amount in _prices(told)]
    for each in told:
        found = amounts(each.read)
        for moved in found:
            sign = sign_at(each.read, moved)
            if moved.number.unit != "%" or not sign:
                continue
            start = next((a for a in found if a.slot.at > moved.slot.at and _is_anchor(each.read, a)), None)
            if start is None or not start.value:
                continue
            exact = [(end / start.value - 1) * 100 for end in (*now, *_spot(ledger, each.asset))]
            fitting = [e for e in exact if abs(abs(e) - moved.value) <= moved.slack + Decimal("0.05")]
            if exact and not fitting:
                gives = " or ".join(dict.fromkeys(f"{e:.1f}%" for e in exact))
                yield (
                    each.where,
                    f"{each.read.said(moved.slot)!r} from {each.read.said(start.slot)}: its ends give {gives}",
                )


def _is_anchor(sentence: Read, amount: Amount) -> bool:
    return amount.number.unit == "$" and not _ANCHORS.isdisjoint(before(sentence, amount, 4))


def _spot(ledger: Ledger, asset: str) -> Iterator[Decimal]:
    for fact_id in ledger:
        if fact_id.startswith(f"{asset}/spot.price") and "~" not in fact_id:
            fact = ledger.get(fact_id)
            if fact is not None and fact.value is not None:
                yield fact.value


def coins_and_dollars(told: Sequence[Told], _ledger: Ledger, _text: str) -> Iterator[tuple[str, str]]:
    """Yield dollars that fell by other than the price did, while the coins stood still."""
    for _, block in groupby(told, key=lambda each: each.piece.block):
        sentences = list(block)
        lower = [word for each in sentences for word in each.read.cut.lower]
        if "interest" not in lower or not any(_is_flat(each.read) for each in sentences):
            continue
        price = next(((each, a) for each in sentences for a in _price_moves(each.read)), None)
        ends = next((pair for each in sentences for pair in _from_to(each.read)), None)
        if price is None or ends is None:
            continue
        worth = ends[1].value / ends[0].value - 1
        said = sign_at(price[0].read, price[1]) * price[1].value / 100
        if abs(worth - said) > _RECONCILED:
            what = f"the amount in dollars changed by {worth:.1%} while coins stood still, and the price by {said:.0%}"
            yield price[0].where, what


def _is_flat(sentence: Read) -> bool:
    return any(
        isinstance(r.meaning, Move) and r.meaning.tier == "flat" for slot in sentence.slots for r in slot.readings
    )


def _price_moves(sentence: Read) -> Iterator[Amount]:
    for amount in amounts(sentence):
        behind = sentence.cut.lower[amount.slot.at : amount.slot.at + 10]
        if amount.number.unit == "%" and "price" in behind and sign_at(sentence, amount):
            yield amount


def _from_to(sentence: Read) -> Iterator[tuple[Amount, Amount]]:
    for one, other in pairwise(amounts(sentence)):
        if not one.value or not one.number.unit == other.number.unit == "$":
            continue
        if before(sentence, one, 1) == ["from"] and before(sentence, other, 1) == ["to"]:
            yield one, other


# Parts and wholes


def parts(told: Sequence[Told], _ledger: Ledger, _text: str) -> Iterator[tuple[str, str]]:
    """Yield parts, the others among them, that do not add up to the whole before them."""
    for each, following in pairwise(told):
        whole = next((a for a in amounts(each.read) if _is_sum(a)), None)
        listing = [a for a in amounts(following.read) if _is_sum(a)]
        same = each.piece.block == following.piece.block and metrics_of(each.read) & metrics_of(following.read)
        if whole is None or len(listing) < _LISTING or not same:
            continue
        listed = sum((part.value for part in listing), Decimal(0))
        slack = whole.slack + sum((part.slack for part in listing), Decimal(0))
        complete = not _LEFTOVER.isdisjoint(following.read.cut.lower)
        if listed > whole.value + slack or (complete and listed < whole.value - slack):
            left = whole.value - listed
            yield (
                following.where,
                f"the parts add up to {_money(listed)} of {_money(whole.value)}: {_money(left)} is missing",
            )


def _is_sum(amount: Amount) -> bool:
    return amount.number.unit == "$" and amount.number.scale >= _MILLION


def _money(value: Decimal) -> str:
    return f"${value.normalize():,f}"
