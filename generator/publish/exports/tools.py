"""The tools that articles can be exported to."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from generator.errors import InputError
from generator.publish.exports.astro import ASTRO
from generator.publish.exports.eleventy import ELEVENTY
from generator.publish.exports.hugo import HUGO
from generator.publish.exports.jekyll import JEKYLL
from generator.publish.exports.mkdocs import MKDOCS
from generator.publish.exports.pelican import PELICAN
from generator.publish.exports.tool import Tool

TOOLS: Final = MappingProxyType({tool.name: tool for tool in (HUGO, PELICAN, JEKYLL, ELEVENTY, ASTRO, MKDOCS)})


def named(name: str) -> Tool:
    """Return a tool.

    Raises:
        InputError: We have none of that name.
    """
    if name not in TOOLS:
        raise InputError(f"{name}: is no tool that articles can be exported to; take one of {', '.join(TOOLS)}")
    return TOOLS[name]
