"""One issue, one draft: whatever broke off before, and whatever an editor made of it since.

The ledger says what a draft held right after we wrote it, so a draft that holds anything else is an editor's and
stays. What is about to be written is put down before it is, and what was written after: of a run that broke off
between the two, the next one finds the draft at its target and takes it up instead of making another.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from generator.errors import TargetError
from generator.model.mailing import Entry, Found, Mailing
from generator.model.ports import DraftLedger, Target

What = Literal["created", "updated", "unchanged", "kept"]


@dataclass(frozen=True, slots=True)
class Delivered:
    """What became of an issue at a target.

    Args:
        what: ``kept`` is a draft that was left alone although it does not hold the issue.
        found: The draft as it is there now.
        why: One line for people, "" where there is nothing to say.
    """

    what: What
    found: Found
    why: str = ""


def deliver(mailing: Mailing, target: Target, ledger: DraftLedger, *, at: datetime, force: bool = False) -> Delivered:
    """Bring the one draft of an issue at a target up to date.

    Args:
        mailing: The issue as it should stand there.
        target: Where.
        ledger: What is remembered of earlier runs.
        at: The instant of this run, for the ledger.
        force: Write over a draft that is not, or may not be, as we left it.

    Raises:
        TargetError: The target cannot be reached or refused, or what it holds is no draft any more.
    """
    entry = ledger.drafted(mailing.id, target.name) or Entry(
        issue=mailing.id, target=target.name, draft="", sha256="", content="", at=at
    )
    found = target.find(mailing, entry.draft)
    if found is not None:
        _must_be_draft(found, target, "nothing was written; send or remove it there, or leave this issue out")
        held = _untouched(found, entry)
        if held == mailing.sha256:
            _settle(found, mailing, entry, ledger, at)
            return Delivered("unchanged", found)
        if not held and not force:
            return _left_alone(found, mailing, entry, target)
    # Put down first: whatever breaks off from here on, the next run knows what it may find.
    entry = replace(entry, at=at, begun=mailing.sha256)
    ledger.note_draft(entry)
    made = target.create(mailing) if found is None else target.replace(found, mailing)
    _must_be_draft(made, target, "look at it there before anything is sent")
    _settle(made, mailing, entry, ledger, at)
    return Delivered("created" if found is None else "updated", made)


def _untouched(found: Found, entry: Entry) -> str:
    """Return the hash of the mailing that a draft holds as we wrote it, "" if that cannot be said."""
    if found.holds:
        return found.holds
    return entry.sha256 if entry.content and found.content == entry.content else ""


def _left_alone(found: Found, mailing: Mailing, entry: Entry, target: Target) -> Delivered:
    if entry.begun == mailing.sha256 and not entry.sha256:
        # The run that made it broke off before it read it back. It stays unproved: an editor may have been there since.
        return Delivered("unchanged", found, f"{target.name}: the draft of a run that broke off was found and left")
    if entry.begun:
        why = "was written by a run that broke off, or changed since"
    elif entry.sha256:
        why = "was changed there since"
    else:
        why = "is there that this desk knows nothing of"
    return Delivered("kept", found, f"{target.name}: a draft {why}; it was left alone, --force writes over it")


def _must_be_draft(found: Found, target: Target, what_to_do: str) -> None:
    if found.state != "draft":
        place = f" ({found.where})" if found.where else ""
        raise TargetError(f"{target.name}: holds this issue as something else than a draft{place}; {what_to_do}")


def _settle(found: Found, mailing: Mailing, entry: Entry, ledger: DraftLedger, at: datetime) -> None:
    """Put down what the draft holds; where that is what the ledger says already, nothing is written."""
    now = replace(entry, draft=found.id, sha256=mailing.sha256, content=found.content, begun="")
    if now != entry:
        ledger.note_draft(replace(now, at=at))
