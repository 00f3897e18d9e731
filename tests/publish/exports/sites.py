"""The smallest site of each tool, built by the tool itself, and what its templates were told of each article.

Where a tool's templates print without escaping, these do too, in text and in an attribute: so do themes.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

RAW = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{t}</title>
<meta name="description" content="{d}"></head><body><h1 title="{t}">{t}</h1><main>{c}</main></body></html>
"""


@dataclass(frozen=True)
class Page:
    """An article as a template saw it, and the page that came of it, "" where none was built."""

    title: str
    tags: tuple[str, ...]
    date: datetime
    draft: bool
    html: str
    more: dict
    folder: Path


@dataclass(frozen=True)
class Built:
    """A built site."""

    pages: dict[str, Page]
    output: Path

    def markup(self):
        """Yield every page and feed of the site as text."""
        for path in sorted(self.output.rglob("*")):
            if path.suffix in {".html", ".xml", ".svg", ".json"}:
                yield path, path.read_text(encoding="utf-8")


def build(tool, site, *, shown="all"):
    """Build a site that articles were exported to; ``shown`` is ``all``, with drafts and future, or ``usual``."""
    output = site / f"built-{shown}"
    shutil.rmtree(output, ignore_errors=True)
    told = _TOOLS[tool](site, output, shown)
    pages = {}
    for each in told:
        file = output / each.pop("file") if each.get("file") else None
        html = file.read_text(encoding="utf-8") if file is not None and file.is_file() else ""
        page = Page(
            title=each.pop("title"),
            tags=tuple(each.pop("tags") or ()),
            date=datetime.fromisoformat(each.pop("date")).astimezone(UTC),
            draft=each.pop("draft"),
            html=html,
            folder=file.parent if file is not None else output,
            more=each,
        )
        pages[each["slug"]] = page
    return Built(pages, output)


def program(name):
    """Return a program's path, or skip; in CI the two that are Python's are always there."""
    beside = Path(sys.executable).with_name(name)
    found = str(beside) if beside.is_file() else shutil.which(name)
    if found is None:
        if os.environ.get("CI") == "true" and name in {"hugo", "pelican"}:
            pytest.fail(f"{name} is to be installed in CI")
        pytest.skip(f"{name} is not installed")
    return found


def modules(package):
    """Return the folder of Node's modules that holds ``package``, or skip."""
    program("node")
    places = [*os.environ.get("NODE_PATH", "").split(os.pathsep), Path(__file__).resolve().parents[3] / "node_modules"]
    for place in places:
        if place and (Path(place) / package / "package.json").is_file():
            return Path(place)
    pytest.skip(f"{package} is not installed where NODE_PATH or ./node_modules says")
    return None


def run(site, *command, **environment):
    """Run a tool quietly; its complaints belong to the test."""
    ran = subprocess.run(
        [str(word) for word in command],
        cwd=site,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "TZ": "America/New_York", "LC_ALL": "C.UTF-8", **environment},
    )
    assert ran.returncode == 0, f"{command}\n{ran.stdout[-3000:]}\n{ran.stderr[-3000:]}"
    return ran.stdout + ran.stderr


def _write(site, files):
    for name, text in files.items():
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _hugo(site, output, shown):
    page = RAW.format(t="{{ .Title }}", d="{{ .Description }}", c="{{ .Content }}")
    dump = (
        "[{{ range $i, $p := site.RegularPages }}{{ if $i }},{{ end }}"
        '{{ jsonify (dict "slug" .File.ContentBaseName "title" .Title "tags" .Params.tags "draft" .Draft'
        ' "date" (.Date.Format "2006-01-02T15:04:05Z07:00") "publish" (.PublishDate.Format "2006-01-02T15:04:05Z07:00")'
        ' "modified" (.Lastmod.Format "2006-01-02T15:04:05Z07:00") "stance" .Params.stance'
        ' "evidence" .Params.evidence "category" .Params.categories "description" .Description'
        ' "file" (printf "%sindex.html" .RelPermalink)) }}{{ end }}]'
    )
    _write(
        site,
        {
            "hugo.toml": 'baseURL = "https://example.org/"\n[outputs]\nhome = ["html", "json", "rss"]\n',
            "layouts/_default/single.html": page,
            "layouts/_default/list.html": "{{ range .Pages }}<h2>{{ .Title }}</h2>{{ .Summary }}{{ end }}",
            "layouts/index.json": dump,
        },
    )
    flags = ["--buildDrafts", "--buildFuture"] if shown == "all" else []
    run(site, program("hugo"), "--quiet", "--destination", output, *flags)
    told = json.loads((output / "index.json").read_text())
    return [{**each, "file": each["file"].lstrip("/")} for each in told]


def _pelican(site, output, shown):
    dump = (
        "[{% for a in articles + drafts %}{{ {'slug': a.slug, 'title': a.title, 'tags': a.tags|map('string')|list,"
        " 'draft': a.status == 'draft', 'date': a.date.isoformat(), 'modified': a.modified.isoformat(),"
        " 'stance': a.stance, 'evidence': a.evidence|default(''), 'category': a.category|string, 'summary': a.summary,"
        " 'file': a.save_as}|tojson }}{{ ',' if not loop.last }}{% endfor %}]"
    )
    settings = (
        'SITENAME = "Desk"\nSITEURL = "https://example.org"\nTIMEZONE = "America/New_York"\nPATH = "content"\n'
        'DIRECT_TEMPLATES = ["index", "dump"]\nDUMP_SAVE_AS = "dump.json"\nFEED_ALL_RSS = "feed.xml"\n'
        'THEME_TEMPLATES_OVERRIDES = ["templates"]\n'
    )
    _write(site, {"pelicanconf.py": settings, "templates/dump.html": dump})
    shutil.rmtree(output, ignore_errors=True)
    said = run(site, program("pelican"), "-s", "pelicanconf.py", "-o", output, "--fatal", "errors")
    # Of signs alone it makes no address for a tag, and says so; it has nothing else to say.
    assert "WARNING" not in re.sub(r"WARNING\s+(?:Unable to generate valid slug|Other invalid slugs)", "", said), said
    told = json.loads((output / "dump.json").read_text())
    return told if shown == "all" else [each for each in told if not each["draft"]]


def _jekyll(site, output, shown):
    page = RAW.format(t="{{ page.title }}", d="{{ page.description }}", c="{{ content }}")
    dump = (
        "---\npermalink: /dump.json\n---\n[{% for p in site.posts %}{% assign url = p.url | split: '' %}"
        '{"slug": {{ p.slug | jsonify }}, "title": {{ p.title | jsonify }}, "tags": {{ p.tags | jsonify }},'
        ' "draft": {% if p.published == false %}true{% else %}false{% endif %},'
        ' "date": {{ p.date | date_to_xmlschema | jsonify }}, "stance": {{ p.stance | jsonify }},'
        ' "modified": {{ p.last_modified_at | date_to_xmlschema | jsonify }},'
        ' "evidence": {{ p.evidence | jsonify }}, "category": {{ p.categories | jsonify }},'
        ' "file": {{ p.url | jsonify }}}{% unless forloop.last %},{% endunless %}{% endfor %}]\n'
    )
    index = "---\n---\n{% for p in site.posts %}<h2>{{ p.title }}</h2>{{ p.excerpt }}{% endfor %}\n"
    _write(
        site,
        {
            "_config.yml": "title: Desk\nbaseurl: /desk\ntimezone: America/New_York\npermalink: /posts/:slug.html\n"
            "exclude: [built-all, built-usual]\n",
            "_layouts/post.html": page,
            "dump.json": dump,
            "index.html": index,
        },
    )
    flags = ["--unpublished", "--future"] if shown == "all" else []
    run(site, program("jekyll"), "build", "--quiet", "--disable-disk-cache", "--destination", output, *flags)
    told = json.loads((output / "dump.json").read_text())
    return [{**each, "file": each["file"].lstrip("/")} for each in told]


def _eleventy(site, output, shown):
    found = modules("@11ty/eleventy")
    _link(site, found)
    page = RAW.format(t="{{ title }}", d="{{ description }}", c="{{ content }}")
    # Drafts are in no collection, so that every article is noted on its way in.
    config = """
import fs from "node:fs";
export default function (config) {
  const seen = [];
  config.addPassthroughCopy("posts/**/*.{svg,png,csv,json}");
  config.ignores.add("built-*/**");
  config.addPreprocessor("note", "md", (data) => {
    seen.push({slug: data.slug, title: data.title, tags: data.tags, date: data.page.date.toISOString(),
      draft: data.draft, modified: data.updated, stance: data.stance, evidence: data.evidence,
      category: data.category, file: `posts/${data.slug}/index.html`});
  });
  config.on("eleventy.after", () => fs.writeFileSync("dump.json", JSON.stringify(seen)));
}
"""
    index = "{% for p in collections.all %}<h2>{{ p.data.title }}</h2>{{ p.data.description }}{% endfor %}"
    _write(
        site,
        {
            "package.json": '{"type": "module"}',
            "eleventy.config.js": config,
            "posts/posts.json": '{"layout": "post.liquid"}',
            "_includes/post.liquid": page,
            "index.liquid": index,
        },
    )
    run(site, "node", found / "@11ty/eleventy/cmd.cjs", "--quiet", f"--output={output.name}")
    told = json.loads((site / "dump.json").read_text())
    return told if shown == "all" else [each for each in told if (output / each["file"]).is_file()]


ASTRO_SCHEMA = """
import { defineCollection, z } from "astro:content";
import { glob } from "astro/loaders";

const blog = defineCollection({
  loader: glob({ base: "./src/content/blog", pattern: "**/*.md" }),
  schema: ({ image }) =>
    z.object({
      title: z.string(),
      description: z.string().default(""),
      pubDate: z.coerce.date(),
      updatedDate: z.coerce.date().optional(),
      draft: z.boolean().default(false),
      category: z.string().optional(),
      tags: z.array(z.string()).default([]),
      authors: z.array(z.string()).default([]),
      heroImage: image().optional(),
      evidence: z.string().optional(),
      edition: z.string().optional(),
      asset: z.string().optional(),
      stance: z.string().optional(),
    }),
});
export const collections = { blog };
"""


def _astro(site, output, shown):
    found = modules("astro")
    _link(site, found)
    only = "() => true" if shown == "all" else "(entry) => !entry.data.draft"
    # JSX would strip a page written as text, so that the title stands in braces, which escape.
    page = f"""---
import {{ getCollection, render }} from "astro:content";
export async function getStaticPaths() {{
  const entries = await getCollection("blog", {only});
  return entries.map((entry) => ({{ params: {{ id: entry.id }}, props: {{ entry }} }}));
}}
const {{ entry }} = Astro.props;
const {{ Content }} = await render(entry);
---
{RAW.format(t="{entry.data.title}", d="x", c="<Content />").replace('"{entry.data.title}"', "{entry.data.title}")}
"""
    dump = f"""
import {{ getCollection }} from "astro:content";
export async function GET() {{
  const entries = await getCollection("blog", {only});
  return new Response(JSON.stringify(entries.map(({{ id, data }}) => ({{
    slug: id, title: data.title, tags: data.tags, date: data.pubDate, draft: data.draft,
    modified: data.updatedDate, stance: data.stance, evidence: data.evidence, category: data.category,
    hero: data.heroImage?.src, file: `posts/${{id}}/index.html` }}))));
}}
"""
    _write(
        site,
        {
            "package.json": '{"type": "module"}',
            "astro.config.mjs": f"""
import {{ defineConfig }} from "astro/config";
export default defineConfig({{ site: "https://example.org", outDir: "./{output.name}",
  telemetry: false, devToolbar: {{ enabled: false }} }});
""",
            "src/content.config.ts": ASTRO_SCHEMA,
            "src/pages/posts/[...id].astro": page,
            "src/pages/dump.json.js": dump,
        },
    )
    run(site, "node", found / "astro/astro.js", "build", "--silent", ASTRO_TELEMETRY_DISABLED="1")
    return json.loads((output / "dump.json").read_text())


def _mkdocs(site, output, shown):
    mkdocs = program("mkdocs")
    if not list(Path(mkdocs).resolve().parents[1].glob("lib/python*/site-packages/material")):
        pytest.skip("MkDocs has no Material theme beside it")
    hook = """
import json
seen = []

def on_page_context(context, page, config, nav):
    if "byline" in page.meta:
        seen.append({"slug": page.meta["slug"], "title": page.title, "tags": page.meta.get("tags"),
            "date": page.config.date.created.isoformat(), "modified": page.config.date.updated.isoformat(),
            "draft": page.meta["draft"],
            "stance": page.meta.get("stance"), "evidence": page.meta.get("evidence"),
            "category": page.meta.get("categories"), "file": page.file.dest_uri})

def on_post_build(config):
    with open("dump.json", "w") as file:
        json.dump(seen, file)
"""
    config = f"""
site_name: Desk
site_url: https://example.org/
site_dir: {output.name}
use_directory_urls: true
theme: {{name: material, font: false}}
hooks: [hook.py]
plugins:
  - search
  - tags
  - blog: {{draft: {"true" if shown == "all" else "false"}, draft_on_serve: false}}
markdown_extensions: [abbr, admonition, attr_list, def_list, footnotes, md_in_html, tables, toc, pymdownx.snippets,
  pymdownx.betterem, pymdownx.caret, pymdownx.mark, pymdownx.tilde, pymdownx.critic, pymdownx.keys, pymdownx.details,
  pymdownx.superfences, pymdownx.inlinehilite, pymdownx.tasklist, pymdownx.blocks.html]
"""
    _write(
        site,
        {
            "mkdocs.yml": config,
            "hook.py": hook,
            "docs/index.md": "# Desk\n",
            "docs/blog/index.md": "# Blog\n",
            "docs/tags.md": "# Tags\n\n<!-- material/tags -->\n",
        },
    )
    run(site, mkdocs, "build", "--quiet", "--strict", NO_MKDOCS_2_WARNING="1", DISABLE_MKDOCS_2_WARNING="true")
    return json.loads((site / "dump.json").read_text())


def _link(site, found):
    place = site / "node_modules"
    if not place.exists():
        place.symlink_to(found)


_TOOLS = {
    "hugo": _hugo,
    "pelican": _pelican,
    "jekyll": _jekyll,
    "eleventy": _eleventy,
    "astro": _astro,
    "mkdocs": _mkdocs,
}
