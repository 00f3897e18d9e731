"""What decides how pages look: a change of it changes every page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.errors import TemplateError
from generator.publish.site.output import digest

if TYPE_CHECKING:
    from jinja2 import Environment

_FOLDERS: Final = ("site/", "feeds/", "charts/")


def theme(jinja: Environment, version: str) -> str:
    """Return the hash of all templates that a site is made with, and of the program's version.

    Raises:
        TemplateError: There is nothing to load templates from.
    """
    loader = jinja.loader
    if loader is None:
        raise TemplateError("templates: no folder of templates is known")
    names = [name for name in loader.list_templates() if name.startswith(_FOLDERS)]
    return digest([version, *(part for name in names for part in (name, loader.get_source(jinja, name)[0]))])
