"""The site of the sample's desk, built once, and the tools that judge it.

Where a tool is absent its tests are skipped, but not where ``CI`` is ``true``: there all must be at hand.
``make tools`` installs those that npm has into ``.tools``; the others are Debian's (see ``.ci/run``).
"""

import json
import os
import shutil
import subprocess
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.conftest import quietly

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ROOT / ".tools" / "node_modules"
HERE = Path(__file__).resolve().parent / "tools"
#: Below a path, as on GitHub Pages, so that a link which forgets it leads nowhere.
BASE = "https://desk.example/news"


def _absent(what):
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} is absent; .ci/run installs it")
    pytest.skip(f"{what} is absent; see .ci/run and `make tools`")


def _program(*names):
    found = next(filter(None, map(shutil.which, names)), None)
    return found if found is not None else _absent(names[0])


def _module(path):
    return TOOLS / path if (TOOLS / path).exists() else _absent(f".tools/node_modules/{path}")


@pytest.fixture(scope="session")
def checker():
    """Run the Nu checker on a folder; returns its messages."""
    java, jar = _program("java"), _module("vnu-jar/build/dist/vnu.jar")

    def run(*arguments):
        command = [java, "-jar", str(jar), "--format", "json", "--exit-zero-always", *map(str, arguments)]
        ran = subprocess.run(command, capture_output=True, check=True, timeout=300)
        return json.loads(ran.stderr)["messages"]

    return run


@pytest.fixture(scope="session")
def node():
    """Run one of our scripts for Node with a question as JSON; returns its answer."""
    program, modules = _program("node", "nodejs"), _module("axe-core").parent

    def run(script, **asked):
        question = json.dumps({"modules": str(modules), **asked})
        command = [program, str(HERE / script)]
        ran = subprocess.run(command, input=question, capture_output=True, text=True, check=False, timeout=300)
        assert ran.returncode == 0, ran.stderr
        return json.loads(ran.stdout)

    return run


@pytest.fixture(scope="session")
def chromium():
    """Where the browser lies."""
    return _program("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def against_schema():
    """Return what an XML file breaks of the sitemaps' schema, "" if nothing."""
    xmllint, schema = _program("xmllint"), _module("sitemap/schema/sitemap.xsd")

    def run(path):
        command = [xmllint, "--noout", "--nonet", "--schema", str(schema), str(path)]
        ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
        return "" if ran.returncode == 0 else ran.stderr

    return run


class Built:
    """The files of a site that was built."""

    def __init__(self, folder):
        self.folder = folder.resolve()
        self.files = {
            path.relative_to(self.folder).as_posix(): path for path in sorted(self.folder.rglob("*")) if path.is_file()
        }

    def ending(self, *ends):
        """Return path → file of those that end so."""
        return {path: file for path, file in self.files.items() if path.endswith(ends)}

    def address(self, path):
        """Return where a file is published."""
        return f"{BASE}/{path.removesuffix('index.html')}"

    def kinds(self):
        """Return the largest page of each kind: what an article shows, another article may."""
        largest = {}
        for path, file in self.ending(".html").items():
            first, *rest = path.split("/")
            kind = (first, len(rest), rest[-1] if rest else first, "page" in rest)
            if kind not in largest or file.stat().st_size > self.files[largest[kind]].stat().st_size:
                largest[kind] = path
        return sorted(largest.values())


@pytest.fixture(scope="session")
def built(tmp_path_factory, sample_store):
    """The site of a few days of the sample, as ``wirecopy publish`` leaves it."""
    desk = tmp_path_factory.mktemp("site") / "desk"
    quietly("init", desk)
    settings = desk / "wirecopy.toml"
    told = settings.read_text(encoding="utf-8").replace("https://example.org", BASE)
    told += '\n[publish]\ndescription = "Daily crypto market commentary."\nabout = "A desk."\n'
    assert BASE in told
    settings.write_text(told, encoding="utf-8")
    shutil.copyfile(sample_store, desk / "data" / "wirecopy.sqlite")
    for day in ("2026-01-21", "2026-02-05", "2026-02-06", "2026-02-10"):
        quietly("write", "--date", day, "--desk", desk)
    quietly("write", "--date", "2026-02-10", "--asset", "ETH", "--edition", "derivatives", "--desk", desk)
    quietly("publish", "--desk", desk)
    return Built(desk / "output" / "site")


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture(scope="session")
def served(built, tmp_path_factory):
    """Serve the site on loopback below the path of its address; gives the address of its front page."""
    host = tmp_path_factory.mktemp("host")
    (host / "news").symlink_to(built.folder)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(host))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/news/"
        server.shutdown()
        thread.join()
