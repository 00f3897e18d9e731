"""The one Jinja environment: a name that nothing binds is an error, and markup is escaped by suffix.

Phrases come from YAML and are handed over as ``name → source``; whole files come from
``templates/``, the desk's own first. Compiled templates are kept in the desk's ``data/cache``,
since compiling costs more than a day's rendering.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from jinja2 import (
    BytecodeCache,
    ChoiceLoader,
    DictLoader,
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    StrictUndefined,
    Template,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2 import TemplateError as JinjaError

from generator.errors import TemplateError
from generator.resources import folders

_MARKUP: Final = ("html", "htm", "xml", "svg")


def environment(desk: Path | None = None, phrases: Mapping[str, str] | None = None) -> Environment:
    """Return an environment that reads ``phrases`` by name, then the files under ``templates/``.

    Args:
        desk: The desk whose own templates go first and whose ``data/cache`` keeps the
            compiled ones. Without a desk nothing is kept.
        phrases: Sources by name; the name stands in error messages, so it should say the file.
    """
    # `select_autoescape` does not know `.html.j2`, so `_is_markup` judges the suffix.
    return Environment(
        loader=ChoiceLoader([DictLoader(phrases or {}), FileSystemLoader(folders("templates", desk))]),
        undefined=StrictUndefined,
        autoescape=_is_markup,  # noqa: S701 - ruff cannot see through a function
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=_cache(desk),
    )


def load(jinja: Environment, name: str) -> Template:
    """Return a template by name.

    Raises:
        TemplateError: It is missing or is not Jinja, with its line.
    """
    try:
        return jinja.get_template(name)
    except JinjaError as error:
        raise _foreseen(error, name) from error


def fill(template: Template, values: Mapping[str, object]) -> str:
    """Return the template's text.

    Raises:
        TemplateError: It asks for a name, for a part of one, or for another template that is not there.
    """
    try:
        return template.render(values)
    except JinjaError as error:
        raise _foreseen(error, template.filename or template.name or "a template") from error


def _foreseen(error: JinjaError, name: str) -> TemplateError:
    if isinstance(error, TemplateNotFound):
        return TemplateError(f"template {error} is missing; it is looked for in the desk and in the package")
    if isinstance(error, TemplateSyntaxError):
        return TemplateError(f"{error.filename or error.name or name}:{error.lineno}: {error.message}; mend it")
    return TemplateError(f"{name}: {error.message}; use a name that is bound")


def _is_markup(name: str | None) -> bool:
    return name is not None and name.removesuffix(".j2").endswith(_MARKUP)


def _cache(desk: Path | None) -> BytecodeCache | None:
    if desk is None or not (desk / "data").is_dir():
        return None
    folder = desk / "data" / "cache" / "templates"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None  # a desk on a read-only disk still writes, only slower
    return FileSystemBytecodeCache(str(folder))
