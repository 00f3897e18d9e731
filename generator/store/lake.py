"""The lake: histories as Parquet on any address that fsspec knows, a folder, ``s3://bucket/prefix`` and others.

``lake.json`` says that it is one. What is known of an asset lies in the folder ``asset=BTC``, a file a kind of reading,
named by its content; ``manifest.json`` beside them lists those that count and is written last. So a reader sees the
old partition or the new one, also where there is no rename, and writing the same again writes nothing. A partition
has one writer; different partitions may be written at once. An index lists all manifests for many readers, who then
ask for one object and not for one an asset; it is made for them and goes when they are done.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Self

from generator.errors import InputError
from generator.store import parquet
from generator.store.block import KINDS, Block, Blocks, rows_of, said_of
from generator.store.kept import KEPT, Kept
from generator.store.place import Place

if TYPE_CHECKING:
    from generator.store.whole import Whole

_LAKE: Final = "lake.json"
_MANIFEST: Final = "manifest.json"
_PARTITION: Final = "asset="
#: Behind an address: the index that says what the partitions hold.
_INDEXED: Final = "#index-"
#: What a desk knows that is of no asset.
_DESK: Final = "desk"


@dataclass(frozen=True, slots=True)
class Wrote:
    """What writing a partition did: its readings, their bytes as they lie in the lake, and whether any was new."""

    rows: int
    bytes: int
    changed: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """The files of a partition by their kind, as its manifest lists them."""

    files: Mapping[str, Mapping[str, Any]]

    def holds(self, kind: str, of: Sequence[str] | None) -> bool:
        """Return whether there can be readings of a kind that are of one of these; see ``block.said_of``."""
        if kind not in self.files:
            return False
        said = self.files[kind].get("of")
        return of is None or said is None or not set(of).isdisjoint(said)


@dataclass(frozen=True, slots=True)
class _File:
    """A file that is to be written."""

    body: bytes
    rows: int
    of: list[str] | None = None

    def listed(self, name: str) -> dict[str, Any]:
        """Return it as a manifest lists it."""
        path = f"{name}-{hashlib.sha256(self.body).hexdigest()[:16]}.parquet"
        told = {"path": path, "rows": self.rows, "bytes": len(self.body)}
        return told if self.of is None else told | {"of": self.of}


@dataclass(frozen=True)
class Lake:
    """A lake at an address. It holds no connection and can be handed to another process.

    Args:
        url: Where it is.
        index: What says what the partitions hold; "" where each one's manifest is asked.
    """

    url: str
    index: str = ""

    @classmethod
    def open(cls, url: str) -> Self:
        """Open a lake; ``url`` may be what ``indexed`` returned.

        Raises:
            InputError: There is none, it is of another schema, or the address cannot be reached.
        """
        place, _, index = url.partition(_INDEXED)
        lake = cls(place, index)
        body = lake._place.get(_LAKE)
        if body is None:
            raise InputError(f"{url}: there is no lake; make one with `wirecopy export --parquet {url}`")
        lake._check(_LAKE, body)
        return lake

    @classmethod
    def create(cls, url: str) -> Self:
        """Open a lake, or make one where nothing is.

        Raises:
            InputError: Something else lies there, or the address cannot be reached.
        """
        lake = cls(url)
        if lake._place.get(_LAKE) is not None:
            return cls.open(url)
        if lake._place.files():
            raise InputError(f"{url}: holds other files and is no lake; name an empty or a new place")
        lake._place.put(_LAKE, _json({"schema": parquet.SCHEMA}))
        return lake

    def assets(self) -> list[str]:
        """Return the assets of which something is known, in order."""
        return list(self.listed())

    def listed(self, assets: Sequence[str] | None = None) -> dict[str, Listed]:
        """Return what is known of some assets, of all if none are named, in order; nothing of its files is read.

        Raises:
            InputError: A partition is none of a lake's.
        """
        if self.index:
            wanted = self._indexed if assets is None else self._indexed.keys() & set(assets)
            return {asset: Listed(self._indexed[asset]) for asset in sorted(wanted)}
        if assets is None:
            assets = [_unquoted(name.removeprefix(_PARTITION)) for name in self._folders]
        paths = {asset: f"{_PARTITION}{_quoted(asset)}/{_MANIFEST}" for asset in sorted(set(assets))}
        there = self._place.present(list(paths.values()))
        return {
            asset: Listed(self._files(path, there[path])) for asset, path in paths.items() if path in there
        }  # fmt: skip

    @contextmanager
    def indexed(self) -> Iterator[str]:
        """Look once for many what the partitions hold, and yield the address of the lake as it is now."""
        files = {asset: each.files for asset, each in self.listed().items()}
        body = _json({"schema": parquet.SCHEMA, "assets": files})
        index = hashlib.sha256(body).hexdigest()[:16]
        self._place.put(_index(index), body)
        try:
            yield f"{self.url}{_INDEXED}{index}"
        finally:
            self._place.remove(_index(index))  # another's run of the same readings may have ended first

    def read(self, asset: str) -> Blocks:
        """Return all that is known of an asset; nothing where it has no partition.

        Raises:
            InputError: A file is missing, damaged, or of another schema.
        """
        found = self.listed([asset])
        return {
            kind: block for listed in found.values() for kind in listed.files for _, block in self.columns(kind, found)
        }

    def columns(
        self, kind: str, listed: Mapping[str, Listed], wanted: Sequence[str] | None = None
    ) -> Iterator[tuple[str, Block]]:
        """Yield the assets of which there are readings of a kind, with these, or with some of their columns.

        Raises:
            InputError: A file is missing, damaged, or of another schema.
        """
        paths = {
            asset: f"{_PARTITION}{_quoted(asset)}/{each.files[kind]['path']}"
            for asset, each in listed.items()
            if kind in each.files
        }
        for (asset, path), body in zip(paths.items(), self._place.bodies(list(paths.values())), strict=True):
            with self._told(path):
                yield asset, parquet.read(body, kind, asset, wanted)

    def write(self, asset: str, blocks: Blocks) -> Wrote:
        """Put what is known of an asset in place of what lay there."""
        files = {
            kind: _File(parquet.written(blocks[kind], kind, asset), rows_of(blocks[kind]), said_of(kind, blocks[kind]))
            for kind in KINDS
            if kind in blocks and rows_of(blocks[kind])
        }
        return self._write(f"{_PARTITION}{_quoted(asset)}", files)

    def read_kept(self) -> Kept:
        """Return what a desk knows that is of no asset, table by table."""
        listed = self._manifest(_DESK)
        bodies = self._place.bodies([f"{_DESK}/{each['path']}" for each in listed.values()])
        kept: Kept = {}
        for (name, each), body in zip(listed.items(), bodies, strict=True):
            with self._told(f"{_DESK}/{each['path']}"):
                kept[name] = parquet.rows_read(body, KEPT[name])
        return kept

    def write_kept(self, kept: Kept) -> Wrote:
        """Put what a desk knows that is of no asset in place of what lay there."""
        files = {name: _File(parquet.rows_written(KEPT[name], rows), len(rows)) for name, rows in kept.items()}
        return self._write(_DESK, files)

    def whole(self, assets: Sequence[str] | None = None) -> Whole:
        """Return the whole history of some assets, all if none are named, to be cut for any instant.

        Its frames are those of ``Store.market`` of a store that holds these assets and no others.
        """
        from generator.store.partitions import Partitions  # noqa: PLC0415
        from generator.store.whole import Whole  # noqa: PLC0415

        return Whole(Partitions(self, assets))

    @cached_property
    def _place(self) -> Place:
        return Place(self.url)

    @cached_property
    def _indexed(self) -> dict[str, dict[str, dict[str, Any]]]:
        path = _index(self.index)
        body = self._place.get(path)
        if body is None:
            raise InputError(f"{self.url}/{path}: is gone; run the same again")
        return dict(self._check(path, body).get("assets", {}))

    def __getstate__(self) -> dict[str, str]:
        return {"url": self.url, "index": self.index}

    @property
    def _folders(self) -> list[str]:
        return [name for name in self._place.folders() if name.startswith(_PARTITION)]

    def _write(self, folder: str, files: Mapping[str, _File]) -> Wrote:
        before = self._manifest(folder)
        listed = {name: each.listed(name) for name, each in files.items()}
        done = Wrote(
            rows=sum(each.rows for each in files.values()),
            bytes=sum(len(each.body) for each in files.values()),
            changed=listed != before,
        )
        if done.changed:
            for name, each in listed.items():
                if before.get(name) != each:
                    self._place.put(f"{folder}/{each['path']}", files[name].body)
            self._place.put(f"{folder}/{_MANIFEST}", _json({"schema": parquet.SCHEMA, "files": listed}))
            now = {each["path"] for each in listed.values()}
            for each in before.values():
                if each["path"] not in now:
                    self._place.remove(f"{folder}/{each['path']}")
        return done

    def _manifest(self, folder: str) -> dict[str, dict[str, Any]]:
        """Return the files of a partition: kind → path, rows, bytes, and of what the readings are."""
        path = f"{folder}/{_MANIFEST}"
        body = self._place.get(path)
        return {} if body is None else self._files(path, body)

    def _files(self, path: str, body: bytes) -> dict[str, dict[str, Any]]:
        listed = self._check(path, body).get("files")
        return listed if isinstance(listed, dict) else {}

    def _check(self, path: str, body: bytes) -> dict[str, Any]:
        try:
            said = json.loads(body)
            schema = said["schema"]
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(f"{self.url}/{path}: is none of a lake's ({error}); export to another place") from error
        if schema != parquet.SCHEMA:
            raise InputError(
                f"{self.url}: is a lake of schema {schema}, and this program reads {parquet.SCHEMA}; "
                "export it again with this program"
            )
        return dict(said)

    @contextmanager
    def _told(self, path: str) -> Iterator[None]:
        try:
            yield
        except InputError as error:
            raise InputError(f"{self.url}/{path}: {error}; export the lake again") from error


def _index(name: str) -> str:
    return f"index-{name}.json"


def _json(value: object) -> bytes:
    return json.dumps(value, indent=1, sort_keys=True).encode()


def _quoted(asset: str) -> str:
    """Return an asset as the name of a folder, as Hive writes it: ``macro:SPX`` is ``macro%3ASPX``."""
    return re.sub(r"[^A-Za-z0-9_.-]", lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), asset)


def _unquoted(name: str) -> str:
    first, *rest = name.split("%")
    return (first.encode() + b"".join(bytes.fromhex(each[:2]) + each[2:].encode() for each in rest)).decode()
