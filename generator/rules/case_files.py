"""The files of cases that lie beside rules."""

from __future__ import annotations

from pathlib import Path

from generator.errors import InputError
from generator.resources import read_yaml
from generator.rules.document import Document
from generator.rules.load import CASES


def cases_of(path: Path) -> Path:
    """Return where the cases of a rule file lie."""
    return path.with_name(f"{path.stem}{CASES}")


def entries(path: Path, failures: list[str]) -> list[Document]:
    """Return a file's cases; what is wrong with the file is a failure."""
    try:
        document = Document(path, read_yaml(path), failures)
    except InputError as error:
        failures.append(str(error))
        return []
    document.only(("cases",))
    listed = document.fields.get("cases")
    if not isinstance(listed, list) or not listed:
        document.wrong("cases", "`cases` must be a list of at least one case")
        return []
    return [Document(path, entry, failures) for entry in listed]
