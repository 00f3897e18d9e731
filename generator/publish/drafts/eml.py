"""A message as a file, that a mail program opens as a draft (``X-Unsent``)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from generator.errors import InputError, TargetError
from generator.model.mailing import Found, Pictures
from generator.publish.drafts.seal import content_of, sealed, unsealed
from generator.publish.files import write_file

if TYPE_CHECKING:
    from generator.model.mailing import Mailing


class Eml:
    """Drafts as files of a folder, ``<issue>.eml`` each.

    Args:
        folder: Where they lie; made when it is missing.
        message: The whole message of a mailing, marked as unsent.
    """

    name = "eml"
    pictures: Pictures = "inside"
    #: Nobody adds a way out to a mail that a person sends.
    unsubscribe: str | None = ""

    def __init__(self, folder: Path, message: Callable[[Mailing], bytes]) -> None:
        self._folder = folder
        self._message = message

    def find(self, mailing: Mailing, known: str) -> Found | None:  # noqa: ARG002 - its name is the issue's
        """Return the issue's file.

        Raises:
            TargetError: It cannot be read.
        """
        path = self._path(mailing)
        try:
            message = path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise TargetError(
                f"eml: {path} cannot be read: {error.strerror or error}; free it or move it away"
            ) from error
        return Found(
            id=path.name, state="draft", content=content_of(message), where=str(path), holds=unsealed(message)
        )  # fmt: skip

    def create(self, mailing: Mailing) -> Found:
        """Write the file, whole or not at all, and read it back.

        Raises:
            TargetError: It cannot be written, or is not there as it was written.
        """
        path = self._path(mailing)
        message = sealed(self._message(mailing), mailing.sha256)
        try:
            write_file(path, message.decode())
        except InputError as error:
            raise TargetError(f"eml: {error}") from error
        found = self.find(mailing, path.name)
        if found is None or found.holds != mailing.sha256:
            raise TargetError(f"eml: {path} does not hold what was just written; run again")
        return found

    def replace(self, found: Found, mailing: Mailing) -> Found:  # noqa: ARG002 - one name, one file
        """Write the file in the place of the one before, as ``create`` does."""
        return self.create(mailing)

    def _path(self, mailing: Mailing) -> Path:
        return self._folder / f"{mailing.id}.eml"
