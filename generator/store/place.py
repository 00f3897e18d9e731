"""The files of a lake on any address that fsspec knows: the one module that opens other file systems."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Any, Final

from generator.errors import InputError

_EXTRA: Final = "a lake needs more packages; run `pip install 'wirecopy[lake]'`"


class Place:
    """A folder, or what stands for one elsewhere. It is opened on first use.

    Every call raises ``InputError``, in one line, where the address cannot be reached, and before anything is done
    where a package is missing. Paths are from the place's root.
    """

    def __init__(self, url: str) -> None:
        self.url = url

    def bodies(self, paths: Sequence[str]) -> list[bytes]:
        """Return the bytes of several files, asked for at once."""
        found = self.present(paths)
        with self._reaching():
            if lacking := next((path for path in paths if path not in found), None):
                raise FileNotFoundError(self._full(lacking))
        return [found[path] for path in paths]

    def present(self, paths: Sequence[str]) -> dict[str, bytes]:
        """Return the bytes of those files that are there, asked for at once."""
        if not paths:
            return {}
        with self._reaching():
            # A list is answered by path, one file alone by its bytes.
            found = self._fs.cat([self._full(path) for path in paths], on_error="return")
            for body in found.values():
                if isinstance(body, Exception) and (not isinstance(body, FileNotFoundError) or _no_bucket(body)):
                    raise body
        told = {path: found[self._full(path)] for path in paths}
        return {path: body for path, body in told.items() if isinstance(body, bytes)}

    def get(self, path: str) -> bytes | None:
        """Return a file's bytes, None where there is no such file."""
        with self._reaching(), _that_may_lack():
            return bytes(self._fs.cat_file(self._full(path)))
        return None

    def put(self, path: str, body: bytes) -> None:
        """Write a file whole, in place of what lay there."""
        with self._reaching():
            full = self._full(path)
            if "file" not in _protocols(self._fs):
                self._fs.pipe_file(full, body)  # an object is there whole or not at all
                return
            self._fs.makedirs(full.rpartition("/")[0], exist_ok=True)
            self._fs.pipe_file(f"{full}.new", body)
            self._fs.mv(f"{full}.new", full)

    def remove(self, path: str) -> None:
        """Take a file away; another may have done so first."""
        with self._reaching(), _that_may_lack():
            self._fs.rm_file(self._full(path))

    def files(self) -> list[str]:
        """Return the paths of all files, in it and below."""
        root = self._root.rstrip("/")
        found: list[str] = []
        with self._reaching(), _that_may_lack():
            found = self._fs.find(root)
        return [path[len(root) :].lstrip("/") for path in found]

    def folders(self) -> list[str]:
        """Return the names of what lies in it, without what lies below that."""
        root = self._root.rstrip("/")
        found: list[str] = []
        with self._reaching(), _that_may_lack():
            found = self._fs.ls(root, detail=False)
        return [str(path).rstrip("/").rpartition("/")[2] for path in found]

    def _full(self, path: str) -> str:
        return f"{self._root.rstrip('/')}/{path}"

    @property
    def _fs(self) -> Any:  # noqa: ANN401 - fsspec is not typed
        return self._opened[0]

    @property
    def _root(self) -> str:
        return str(self._opened[1])

    @cached_property
    def _opened(self) -> tuple[Any, str]:
        try:
            import pyarrow  # noqa: F401, ICN001, PLC0415 - whoever lacks it should hear so before anything is done
            from fsspec.core import url_to_fs  # noqa: PLC0415
        except ImportError as error:
            raise InputError(f"{self.url}: {_EXTRA}") from error
        try:
            # Another process may write: what was listed before says nothing of what is there now.
            fs, root = url_to_fs(self.url, use_listings_cache=False)
        except ImportError as error:
            raise InputError(f"{self.url}: {error}; {_EXTRA}") from error
        except ValueError as error:
            raise InputError(f"{self.url}: {error}; name a folder or an address like s3://bucket/prefix") from error
        if not root.strip("/"):
            raise InputError(f"{self.url}: names no place; name a folder or an address like s3://bucket/prefix")
        return fs, root

    @contextmanager
    def _reaching(self) -> Iterator[None]:
        fs = self._fs
        try:
            yield
        except _failures() as error:
            why = " ".join(str(error).split()) or type(error).__name__
            raise InputError(
                f"{self.url}: cannot be reached through {_protocols(fs)[0]} ({why}); see docs/lake.md"
            ) from error


def _failures() -> tuple[type[Exception], ...]:
    """Return what a file system raises when something is wrong outside; S3's own errors are no OSErrors."""
    found: tuple[type[Exception], ...] = (OSError,)
    if "botocore" in sys.modules:
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415

        found += (BotoCoreError, ClientError)
    return found


@contextmanager
def _that_may_lack() -> Iterator[None]:
    """Pass over a file or a folder that is not there."""
    try:
        yield
    except FileNotFoundError as error:
        if _no_bucket(error):
            raise


def _no_bucket(error: Exception) -> bool:
    """Return whether it is not a file that is missing, but the place itself."""
    return "bucket" in str(error)


def _protocols(fs: Any) -> tuple[str, ...]:  # noqa: ANN401 - fsspec is not typed
    return (fs.protocol,) if isinstance(fs.protocol, str) else tuple(fs.protocol)
