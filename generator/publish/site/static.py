"""The style, the scripts and the icon: files below ``templates/site/static``, named by their content.

They are read through the templates' own loader, so that a desk's style goes before the shipped one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Final

from generator.errors import TemplateError
from generator.publish.site.output import Output

if TYPE_CHECKING:
    from jinja2 import Environment

    from generator.publish.site.desk import Site

_FOLDER: Final = "site/static/"


def static_files(jinja: Environment) -> Mapping[str, tuple[str, bytes]]:
    """Return each static file's name → its path below the root, and its bytes.

    Raises:
        TemplateError: There is nothing to load templates from.
    """
    loader = jinja.loader
    if loader is None:
        raise TemplateError("templates/site/static: no folder of templates is known")
    files: dict[str, tuple[str, bytes]] = {}
    for template in loader.list_templates():
        if template.startswith(_FOLDER):
            content = loader.get_source(jinja, template)[0].encode()
            name = template.removeprefix(_FOLDER)
            stem, dot, suffix = name.rpartition(".")
            digest = hashlib.blake2b(content, digest_size=6).hexdigest()
            files[name] = (f"static/{stem}.{digest}{dot}{suffix}", content)
    return files


def outputs(site: Site) -> Iterator[Output]:
    """Yield the static files."""
    for path, content in static_files(site.jinja).values():
        yield Output(path=path, shows=path, make=partial(bytes, content))
