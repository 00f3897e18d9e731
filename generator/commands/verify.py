"""``wirecopy verify``: finished texts against their evidence, or anybody's against observations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from generator.commands.console import Console, near
from generator.config import desk_at_hand
from generator.editing.copydesk import Copydesk
from generator.editing.manuscript import read_manuscript
from generator.errors import HeldError, InputError
from generator.model.article import Problem, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.model.observation import Observation
    from generator.verify.foreign_listed import Listed
    from generator.verify.proofread import Proofreader

_LISTS: Final = (".yaml", ".yml")
_PLAIN: Final = ".txt"
_STATES: Final = ("found", "contradicted", "unknown")


@dataclass(frozen=True, slots=True)
class _Known:
    """What texts without evidence are held against: observations, and lists of facts that they should state."""

    observations: tuple[Observation, ...]
    listed: tuple[Listed, ...]


def verify_texts(
    console: Console, desk: Path | None, texts: Sequence[Path], *, against: Sequence[Path] = (), grammar: bool = False
) -> None:
    """Check texts and their pictures, also outside of any desk, and print what is wrong, a line each.

    Args:
        console: Where to.
        desk: The desk at hand, for its names and words.
        texts: Articles with their evidence beside them, or any texts where ``against`` names files.
        against: Observations (CSV, JSONL) and lists of facts (YAML) that texts without evidence are held against.
        grammar: Whether an offline checker reads them, too.

    Raises:
        InputError: A file cannot be read, or the checker is not installed.
        HeldError: A text is refused, or waits for a person.
    """
    home = desk_at_hand(desk)
    copydesk = Copydesk.at(home)
    known = _known(copydesk, home, against) if against else None
    reader = _proofreader(copydesk, home) if grammar else None
    refused: list[tuple[Path, Verdict]] = []
    results = []
    for text in texts:
        verdict, markdown = _judged(copydesk, text, known)
        if reader is not None:
            verdict = replace(verdict, problems=(*verdict.problems, *reader.problems(markdown)))
        results.append(_result(text, verdict))
        if verdict.passed:
            console.say(f"{near(text)}: passed: {_counted(verdict, known is not None)}")
        else:
            refused.append((text, verdict))
    if refused:
        raise _refusal(refused, results)
    console.result(results[0] if len(results) == 1 else results)


def _judged(copydesk: Copydesk, path: Path, known: _Known | None) -> tuple[Verdict, str]:
    if known is None:
        manuscript = read_manuscript(path)
        return copydesk.judge(manuscript, alone=True), manuscript.markdown
    from generator.verify.foreign import judge_foreign  # noqa: PLC0415 - few texts have no evidence
    from generator.verify.foreign_listed import held  # noqa: PLC0415

    text, plain = _text(path), path.suffix == _PLAIN
    verdict = judge_foreign(text, known.observations, names=copydesk.names, slug=path.stem, lines=plain)
    listed = tuple(
        Problem("text", "context", f"{each.fact}: the text contradicts it ({each.id})")
        for each in held(text, known.listed)
        if each.state == "contradicted"
    )
    # The checker of grammar reads lines of plain text as paragraphs, as they were judged.
    return replace(verdict, problems=(*verdict.problems, *listed)), text.replace("\n", "\n\n") if plain else text


def _known(copydesk: Copydesk, home: Path | None, files: Sequence[Path]) -> _Known:
    from generator.collectors.observations import read_observations  # noqa: PLC0415 - as above
    from generator.model.catalogue import load_catalogue  # noqa: PLC0415
    from generator.verify.foreign_listed import read_listed  # noqa: PLC0415

    catalogue = load_catalogue(home)
    observations: list[Observation] = []
    listed: list[Listed] = []
    for file in files:
        if file.suffix in _LISTS:
            listed.extend(read_listed(file))
            continue
        delivered = read_observations(
            _text(file).encode(), str(file), names=copydesk.names, catalogue=catalogue, skip_bad=False
        )
        observations.extend(delivered.observations)
    return _Known(tuple(observations), tuple(listed))


def _proofreader(copydesk: Copydesk, home: Path | None) -> Proofreader:
    from generator.verify.proofread import Proofreader  # noqa: PLC0415 - an extra

    return Proofreader(copydesk.names, home)


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read: {error}; name a text file in UTF-8") from error


# What is said


def _counted(verdict: Verdict, foreign: bool) -> str:  # noqa: FBT001 - the one that asks says which
    if foreign:
        return f"{verdict.claims} of {len(verdict.added)} numbers found in {verdict.sentences} sentences"
    edited = f", {verdict.edited} of them edited" if verdict.edited else ""
    return f"{verdict.claims} claims in {verdict.sentences} sentences{edited}"


def _refusal(refused: Sequence[tuple[Path, Verdict]], results: Sequence[Mapping[str, object]]) -> HeldError:
    reasons: list[str] = []
    for path, verdict in refused:
        before = f"{near(path)}: " if len(results) > 1 else ""
        reasons.extend(f"{before}{each.sentence}: {each.level}: {each.kind}: {each.what}" for each in verdict.problems)
        reasons.extend(f"{before}{line}" for line in _numbers(verdict))
    what = "; ".join(f"{near(path)}: {_verdict_on(verdict)}" for path, verdict in refused)
    return HeldError(what, reasons, results[0] if len(results) == 1 else {"texts": list(results)})


def _verdict_on(verdict: Verdict) -> str:
    """Return "refused, 3 of it cannot be vouched for", or what waits for a person, by class."""
    classes = ", ".join(f"{kind} {n}" for kind, n in Counter(each.kind for each in verdict.problems).items())
    if any(each.level == "red" for each in verdict.problems):
        return f"refused, {len(verdict.problems)} of it cannot be vouched for ({classes})"
    return f"a person must sign for {len(verdict.problems)} of it ({classes})"


def _numbers(verdict: Verdict) -> Iterator[str]:
    """Yield how many numbers were looked up, and what says those that were found."""
    if not verdict.added:
        return
    states = Counter(each.state for each in verdict.added)
    yield f"{len(verdict.added)} numbers looked up: {', '.join(f'{states[each]} {each}' for each in _STATES)}"
    told = " ".join(each.what for each in verdict.problems)
    for each in verdict.added:
        if each.state == "found" and each.why not in told:
            yield f"{each.sentence}: found: {each.printed!r}: {each.why}"


def _result(path: Path, verdict: Verdict) -> dict[str, Any]:
    """Return a verdict as a value for programs."""
    return {
        "text": str(path),
        "slug": verdict.slug,
        "passed": verdict.passed,
        "sentences": verdict.sentences,
        "claims": verdict.claims,
        "edited": verdict.edited,
        "problems": [
            {"sentence": each.sentence, "kind": each.kind, "level": each.level, "what": each.what}
            for each in verdict.problems
        ],
        "numbers": [
            {"sentence": each.sentence, "printed": each.printed, "state": each.state, "fact": each.fact}
            for each in verdict.added
        ],
    }


def read_article(article: Path) -> tuple[str, Mapping[str, Any]]:
    """Return an article's Markdown, and the evidence that lies beside it.

    Raises:
        InputError: One of the two, or a picture, is missing or damaged.
    """
    manuscript = read_manuscript(article)
    return manuscript.markdown.replace("\r\n", "\n"), manuscript.evidence
