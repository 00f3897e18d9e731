"""Proofread: the spelling and grammar of a text, by an offline checker where it is installed.

What it finds is yellow: it knows English and not the market, and a person may know better. ``NOT_OURS`` are its
rules that do not suit newspaper prose; words that no dictionary has stand in ``data/reference/dictionary.txt`` and in
a desk's own ``reference/dictionary.txt``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from generator.errors import InputError
from generator.model.article import Problem
from generator.resources import folders
from generator.verify.scan import scan

if TYPE_CHECKING:
    from generator.model.names import Names

_DICTIONARY: Final = "dictionary.txt"
_MISSING: Final = "the grammar check needs harper-py; install it with: pip install 'wirecopy[grammar]'"

#: The checker's rules that are switched off, each with its reason.
NOT_OURS: Final = {
    "OxfordComma": "newspapers set no comma before the last of a list",
    "UseTitleCase": "headings are set like sentences",
    "SentenceCapitalization": "list items go on after a figure; capitals are checked elsewhere",
    "OrthographicConsistency": "tickers and short months are no slips: DEC and Dec., LINK and link",
    "CondenseAllThe": "all of the coins, some of the coins and none of the coins are told alike",
    "CurrencyPlacement": "a date and a sum may follow each other: on March 27 $8.3 billion",
    "ThereToTheir": "a reading has been there, below a line, for days",
    "BuiltIn": "an index is built in large part from prices",
    "WayTooAdjective": "one state gives way to extreme fear",
    "InDemandInDepth": "what is in demand may be followed by a comma and a figure",
    "MissingPreposition": "a state may be its own predicate: the mood of the market is extreme fear",
    "ThatThan": "it takes a relative clause behind a comparison for a slip",
    "ToTwoToo": "an index goes to a figure, from another",
    "WereWhere": "it stumbles over: longs were the ones who paid, too",
    "MissingTo": "longs are people here, not a verb",
    "MassNouns": "options have expiries, and there are several of each",
    "SplitWords": "it takes market terms apart: contango",
    "LongSentences": "the length of sentences is measured over many articles",
}
#: What it would read as the end of a sentence or as two words, and what it is given instead.
_READ_AS: Final = (
    (re.compile(r"\b(\w+)\.(?:me|com|io|org)\b"), r"\1"),
    (re.compile(r"(?<=\d)-delta\b"), "-day"),
    (re.compile(r"\b(?:Nasdaq-100|S&P 500)\b"), "Nasdaq"),
)
_SHORT_MONTHS: Final = {"Jan": "January", "Feb": "February", "Aug": "August", "Sept": "September", "Oct": "October",
                        "Nov": "November", "Dec": "December"}  # fmt: skip
_MONTH: Final = re.compile(rf"\b({'|'.join(_SHORT_MONTHS)})\.(?= \d)")
_TICKER: Final = re.compile(r"[A-Z][A-Z0-9]{1,9}(?:'s)?")


class Proofreader:
    """A checker that knows a desk's words and names; making one takes as long as reading some articles.

    Args:
        names: How assets and venues are called.
        desk: The desk whose dictionary goes beside the shipped one.

    Raises:
        InputError: The checker is not installed.
    """

    def __init__(self, names: Names, desk: Path | None = None) -> None:
        try:
            import harper  # noqa: PLC0415 - an extra, and a tenth of a second that only this check needs
        except ImportError as error:
            raise InputError(_MISSING) from error
        self._linter: Any = harper.Linter(dialect=harper.Dialect.AMERICAN)
        self._linter.import_words(sorted(_known(names, desk)))
        self._linter.set_lint_config(self._linter.get_lint_config() | dict.fromkeys(NOT_OURS, False))

    def problems(self, markdown: str) -> tuple[Problem, ...]:
        """Return what is found in a finished text: title, description and body."""
        return tuple(
            Problem(f"line {piece.line}" if piece.field == "body" else piece.field, "other", what, "yellow")
            for piece in scan(markdown).pieces
            for what in self.findings(piece.text)
        )

    def findings(self, sentence: str) -> Iterator[str]:
        """Yield what is found in one sentence of plain text, as messages."""
        read = _read(sentence)
        for rule, lints in self._linter.organized_lints(read, language="plaintext").items():
            for lint in lints:
                if _TICKER.fullmatch(lint.problem_text):
                    continue  # a ticker is no word; the verifier knows the day's
                yield f"{lint.problem_text!r}: {lint.message} ({rule})"


def _read(sentence: str) -> str:
    """Return a sentence as the checker is given it."""
    for pattern, instead in _READ_AS:
        sentence = pattern.sub(instead, sentence)
    return _MONTH.sub(lambda found: _SHORT_MONTHS[found[1]], sentence)


def _known(names: Names, desk: Path | None) -> set[str]:
    """Return every word that is right here: of the dictionaries, and of the names of assets, venues and members."""
    called = [word for asset in names.assets.values() for word in (asset.name, asset.title, *asset.words)]
    called += [*names.venues.values(), *(ticker for members in names.baskets.values() for ticker in members)]
    words = {part for name in called for part in re.findall(r"[^\W\d_]+", name)}
    for path in _dictionaries(desk):
        words.update(_words_of(path))
    return words | {f"{word}'s" for word in words}


def _dictionaries(desk: Path | None) -> Iterator[Path]:
    """Yield the desk's dictionary and the shipped one, where there is one."""
    for folder in folders("data/reference", desk):
        if (path := folder / _DICTIONARY).is_file():
            yield path


def _words_of(path: Path) -> Iterator[str]:
    """Yield the words of a dictionary, one a line; what follows a # is a remark."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read: {error}; write one word a line, as UTF-8") from error
    for line in text.splitlines():
        if word := line.partition("#")[0].strip():
            yield word
