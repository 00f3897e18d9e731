"""Where templates and data lie, and YAML read so that an error can name its line.

A desk's own folders go before the shipped ones, file by file.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import yaml

from generator.errors import InputError

#: In a wheel the two folders lie inside the package, in a clone beside it.
_PACKAGE: Final = Path(__file__).resolve().parent
SHIPPED: Final = _PACKAGE / "_shipped" if (_PACKAGE / "_shipped").is_dir() else _PACKAGE.parent

#: The C loader reads our rulebook about ten times faster; wheels of PyYAML have it.
_BaseLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TEXT: Final = yaml.resolver.BaseResolver.DEFAULT_SCALAR_TAG


class Lines(dict[str, Any]):
    """A mapping read from YAML that knows the line of each of its keys, and its own."""

    line: int
    lines: dict[str, int]


class _Loader(_BaseLoader):  # type: ignore[misc]
    """Safe YAML that refuses a key given twice and remembers lines."""


def _mapping(loader: Any, node: yaml.MappingNode) -> Lines:
    read = Lines()
    read.line = node.start_mark.line + 1
    read.lines = {}
    for key_node, value_node in node.value:
        key = _value(loader, key_node)
        line = key_node.start_mark.line + 1
        if key in read:
            raise InputError(f"{loader.name}:{line}: key {key!r} is given twice; remove one")
        read[key] = _value(loader, value_node)
        read.lines[key] = line
    return read


def _sequence(loader: Any, node: yaml.SequenceNode) -> list[Any]:
    return [_value(loader, each) for each in node.value]


def _value(loader: Any, node: yaml.Node) -> Any:
    # Nearly all that our files hold is text, and the loader's own way to it is a long one.
    if node.tag == _TEXT and isinstance(node, yaml.ScalarNode):
        return node.value
    return loader.construct_object(node, deep=True)


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)
_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_SEQUENCE_TAG, _sequence)


def read_yaml(path: Path) -> Any:
    """Return a YAML file's content; mappings are ``Lines``.

    Raises:
        InputError: The file is missing or is not YAML, with path and line.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from error
    return parse_yaml(text, str(path))


def parse_yaml(text: str, name: str) -> Any:
    """Return YAML text's content, naming ``name`` in errors; see ``read_yaml``."""
    loader = _Loader(text)
    loader.name = name
    try:
        return loader.get_single_data()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = mark.line + 1 if mark is not None else 1
        raise InputError(f"{name}:{line}: {error.problem}; mend the YAML") from error
    finally:
        loader.dispose()


def folders(kind: str, desk: Path | None = None) -> tuple[Path, ...]:
    """Return the folders that hold ``kind`` (``templates/phrases``, ``data/rules``), the desk's first.

    A desk keeps its own under ``rules/``, ``templates/`` and ``reference/``.
    """
    own = [] if desk is None else [desk / kind.removeprefix("data/")]
    shipped = SHIPPED / kind
    return tuple(path for path in [*own, shipped] if path.is_dir())


def files(kind: str, suffix: str, desk: Path | None = None) -> Iterator[Path]:
    """Yield the files of ``kind`` by name; a desk's file replaces the shipped one of that name."""
    seen: dict[str, Path] = {}
    for folder in folders(kind, desk):
        for path in folder.glob(f"*{suffix}"):
            seen.setdefault(path.name, path)
    yield from (seen[name] for name in sorted(seen))


def find(kind: str, name: str, desk: Path | None = None) -> Path:
    """Return the file ``name`` of ``kind``.

    Raises:
        InputError: It is in none of the folders.
    """
    for folder in folders(kind, desk):
        if (folder / name).is_file():
            return folder / name
    raise InputError(f"{kind}/{name} is missing; it is looked for in the desk and in {SHIPPED}")
