"""Take the README's pictures: front page, article, quantity and newsletter, in light and dark, on desk and phone.

``make pictures`` runs this: it makes a desk from the sample, publishes its site, and looks at it in Chromium.
"""

import json
import shutil
import subprocess
import sys
import tempfile
import threading
from base64 import b64encode
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from generator.cli import run_cli

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
MODULES = ROOT / ".tools" / "node_modules"
DAYS = ("2026-01-21", "2026-02-04", "2026-02-05", "2026-02-06", "2026-02-09", "2026-02-10")
PAGES = {
    "home": "",
    "article": "articles/2026-02-10-btc-derivatives/",
    "metric": "assets/btc/futures-basis-90d-binance/",
    "mail": "mail.html",
}
NEWSLETTER = """
[newsletter]
targets = ["eml"]
editions = ["derivatives", "markets"]
from = "Markets desk <desk@example.org>"
address = "1 Example Street, Exampletown"
unsubscribe = "https://example.org/unsubscribe"
"""
#: Width, height and pixels a point.
SIZES = ((1280, 900, 1), (360, 780, 1.5))
#: So that who clones the repository does not wait for its pictures. [bytes]
MOST = 150_000


def main() -> None:
    """Publish the sample's site in a folder of its own, and take its pictures."""
    with tempfile.TemporaryDirectory() as folder:
        desk = Path(folder) / "The Daily Basis"
        _wirecopy("init", desk)
        _wirecopy("run", "--sample", "--desk", desk)
        for day in DAYS:
            _wirecopy("write", "--date", day, "--desk", desk)
        with (desk / "wirecopy.toml").open("a", encoding="utf-8") as settings:
            settings.write(NEWSLETTER)
        _wirecopy("publish", "--desk", desk)
        shown = Path(shutil.copytree(desk / "output" / "site", Path(folder) / "shown"))
        (shown / "mail.html").write_text(_opened(next((desk / "output" / "newsletter").glob("*.eml"))), "utf-8")
        take(shown, PICTURES)


def take(site: Path, pictures: Path) -> None:
    """Take the pictures of a built site.

    Raises:
        SystemExit: Chromium or what ``make tools`` installs is absent, or a picture is too large.
    """
    chromium, node = shutil.which("chromium"), shutil.which("node")
    if chromium is None or node is None or not MODULES.is_dir():
        sys.exit("chromium, node and `make tools` are needed")
    pictures.mkdir(parents=True, exist_ok=True)
    handler = partial(_Quiet, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        host = f"http://127.0.0.1:{server.server_address[1]}/"
        asked = {
            "modules": str(MODULES),
            "chromium": chromium,
            "folder": str(pictures),
            "pages": {name: f"{host}{path}" for name, path in PAGES.items()},
            "sizes": SIZES,
        }
        script = ROOT / "scripts" / "take_pictures.mjs"
        subprocess.run([node, str(script)], input=json.dumps(asked), text=True, check=True)  # noqa: S603 - our own
        server.shutdown()
    large = [path.name for path in pictures.glob("*.webp") if path.stat().st_size > MOST]
    if large:
        sys.exit(f"larger than {MOST} bytes: {', '.join(large)}")


def _opened(eml: Path) -> str:
    """Return a message's HTML with its pictures in it, as a mail program shows it."""
    message = message_from_bytes(eml.read_bytes(), policy=default)
    body = message.get_body(("html",))
    if body is None:
        sys.exit(f"{eml}: holds no HTML")
    html = str(body.get_content())
    for part in message.walk():
        name = str(part.get("Content-ID", "")).strip("<>")
        if name:
            data = b64encode(part.get_payload(decode=True)).decode()
            html = html.replace(f"cid:{name}", f"data:image/png;base64,{data}")
    return html


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


def _wirecopy(*arguments: object) -> None:
    code = run_cli([str(each) for each in arguments], clock=lambda: datetime.now(UTC))
    if code:
        sys.exit(code)


if __name__ == "__main__":
    main()
