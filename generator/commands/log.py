"""The desk's log: what each run did, one JSON object a line, a file a month."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from generator.errors import InputError
from generator.intake import Intake
from generator.model.instants import iso


@dataclass(frozen=True, slots=True)
class Log:
    """Appends to ``FOLDER/2026-02.jsonl``; a line is written whole or not at all."""

    folder: Path
    clock: Callable[[], datetime]

    def note(self, event: str, **what: object) -> None:
        """Put down one event.

        Raises:
            InputError: The desk cannot be written to.
        """
        now = self.clock()
        line = json.dumps({"at": iso(now), "event": event, **what}, ensure_ascii=False, default=str)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with (self.folder / f"{now:%Y-%m}.jsonl").open("a", encoding="utf-8") as file:
                file.write(line + "\n")
        except OSError as error:
            raise InputError(f"{self.folder}: cannot be written: {error.strerror or error}; free the folder") from error

    def intake(self, intake: Intake) -> None:
        """Put down what a run brought, and each thing that went wrong in it."""
        for trouble in intake.troubles:
            self.note(
                "trouble", run=intake.run, source=trouble.source, kind=trouble.kind, subject=trouble.subject,
                why=trouble.why,
            )  # fmt: skip
        for aside in intake.aside:
            self.note("set aside", run=intake.run, id=aside.id, why=aside.why)
        for pair in intake.compared:
            if pair.beyond:
                self.note(
                    "sources differ", run=intake.run, quantity=pair.quantity, told=pair.told, value=pair.told_value,
                    other=pair.other, other_value=pair.other_value, tolerance=pair.tolerance,
                )  # fmt: skip
        self.note("collected", run=intake.run, summary=str(intake))
