"""Nobody but the editor's own browser gets in, and nothing but what is meant to be seen gets out."""

import http.client
import re
import socket

import pytest

from generator.errors import InputError
from generator.serve.guard import MOST, Guard, check_host
from generator.serve.server import Server
from tests.serve.conftest import SLUG, room_of, serving

ARTICLE = f"/articles/{SLUG}/"
ATTACKS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'-alert(1)-'",
    "</textarea><script>alert(1)</script>",
    "javascript:alert(1)",
    "{{ 7 * 7 }}",
    "<svg onload=alert(1)>",
    "]]><script>alert(1)</script>",
    "\u202e<b onmouseover=alert(1)>x",
]


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.org", ""])
def test_an_address_that_others_reach_is_refused(desk, host):
    """Unless the user says that it is meant; nothing listens then."""
    with pytest.raises(InputError, match="--allow-remote"):
        Server(room_of(desk), host=host, port=0, complain=print)
    check_host(host, remote=True)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "localhost", "::1"])
def test_this_machine_s_own_addresses_are_taken(host):
    """Whatever they are called."""
    check_host(host, remote=False)


def test_a_port_that_is_taken_is_said_in_a_line(desk):
    """No traceback."""
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(InputError, match="--port"):
        Server(room_of(desk), host="127.0.0.1", port=taken.getsockname()[1], complain=print)


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1.evil.example:{port}", ""]
)
@pytest.mark.parametrize("path", ["/", "/events", "/static/style.css", ARTICLE])
def test_a_name_that_is_not_ours_is_refused(door, host, path):
    """A stranger's name that points at this machine reads nothing."""
    said = door.get(path, Host=host.format(port=door.server.guard.port))
    assert said.status == 403
    assert "token" not in said.text


def test_a_form_from_elsewhere_is_refused(browser):
    """Without our token, with another one, from another site, from no page, as another type: nothing is done."""
    sha256, text = browser.form(ARTICLE)
    for deed in ("approve", "hold", "save", "verify"):
        fields = {"sha256": sha256, "why": "x", "text": text}
        to = f"{ARTICLE}{deed}"
        assert browser.post(to, token=None, **fields).status == 403
        assert browser.post(to, token="another", **fields).status == 403
        assert browser.post(to, headers={"Origin": "http://evil.example"}, **fields).status == 403
        assert browser.post(to, headers={"Origin": "null"}, **fields).status == 403
        assert browser.post(to, headers={"Origin": None}, **fields).status == 403
        assert browser.post(to, headers={"Content-Type": "text/plain"}, **fields).status == 415
    with browser.server.room.store() as store:
        assert store.review(SLUG) is None


def test_looking_changes_nothing(door):
    """What forms do, no link does."""
    for deed in ("approve", "hold", "save", "verify"):
        assert door.get(f"{ARTICLE}{deed}").status == 404
    with door.server.room.store() as store:
        assert store.review(SLUG) is None


@pytest.mark.parametrize(
    "path",
    [
        "/../wirecopy.toml",
        "/articles/../../wirecopy.toml",
        "/articles/%2e%2e/%2e%2e/wirecopy.toml",
        f"/articles/{SLUG}/..%2f..%2f..%2fwirecopy.toml",
        f"/articles/{SLUG}/../../../data/wirecopy.sqlite",
        f"/articles/{SLUG}.evidence/",
        "/articles/nothing/",
        "/articles/",
        "/static/",
        "/static/../base.html.j2",
        "/static/..%2fbase.html.j2",
        "/static/%00style.css",
        "/site/",
        "/output/",
        "//etc/passwd",
        "/etc/passwd",
    ],
)
def test_nothing_else_is_served(door, path):
    """Not the desk's files, not the machine's, no listings."""
    said = door.get(path)
    assert said.status in (400, 404)
    assert "base_url" not in said.text


def test_the_built_site_is_served_and_nothing_around_it(browser):
    """With its ways from the root, a link to a file outside refused, a folder without a page not listed."""
    site = browser.desk / "output" / "site"
    version = browser.desk / "output" / "site.versions" / "1"
    (version / "about").mkdir(parents=True)
    (version / "empty").mkdir()
    page = '<html><a href="/about/">a</a> <img alt="/x" src="/a.svg"><a href="//evil.example/">e</a></html>'
    (version / "index.html").write_text(page, encoding="utf-8")
    (version / "about" / "index.html").write_text("<p>about</p>", encoding="utf-8")
    (version / "out.txt").symlink_to(browser.desk / "wirecopy.toml")
    site.symlink_to(version, target_is_directory=True)
    front = browser.get("/site/")
    assert front.status == 200
    assert 'href="/site/about/"' in front.text
    assert 'src="/site/a.svg"' in front.text
    assert 'href="//evil.example/"' in front.text
    assert browser.get("/site/about").headers["location"] == "/site/about/"
    assert browser.get("/site/about/").text == "<p>about</p>"
    for path in (
        "/site/out.txt",
        "/site/empty/",
        "/site/../../wirecopy.toml",
        "/site/..%2f..%2fwirecopy.toml",
        "/site/%2fetc/passwd",
    ):
        assert browser.get(path).status == 404, path


@pytest.mark.parametrize("path", ["/", ARTICLE, "/static/style.css", "/nothing"])
def test_every_answer_says_what_a_browser_may_do(door, path):
    """No inline script, no frames, no guessing of types, nothing kept."""
    said = door.get(path)
    policy = said.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert said.headers["x-content-type-options"] == "nosniff"
    assert said.headers["cache-control"] == "no-store"
    assert not re.search(r"<script(?![^>]* src=)|\son[a-z]+=|\sstyle=", said.text)


def test_a_form_that_is_too_long_is_not_read(door):
    """The answer comes before the form does."""
    line = http.client.HTTPConnection("127.0.0.1", door.server.guard.port, timeout=60)
    line.putrequest("POST", f"{ARTICLE}verify", skip_host=True)
    for name, value in {
        "Host": door.host,
        "Origin": f"http://{door.host}",
        "Content-Type": "application/x-www-form-urlencoded",
        "Content-Length": str(MOST + 1),
    }.items():
        line.putheader(name, value)
    line.endheaders()
    assert line.getresponse().status == 413
    line.close()
    fields = {f"f{number}": "x" for number in range(30)}
    assert door.post(f"{ARTICLE}verify", text="x", **fields).status == 400


@pytest.mark.parametrize(
    "sent",
    [
        b"NONSENSE\r\n\r\n",
        b"DELETE / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1:1\r\nHost: evil.example\r\n\r\n",
        b"GET /" + b"a" * 65_532,
        b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ],
)
def test_what_is_no_question_gets_a_plain_refusal(door, sent):
    """Nothing of what was sent comes back, and the server goes on."""
    with socket.create_connection(("127.0.0.1", door.server.guard.port), timeout=60) as line:
        line.sendall(sent)
        line.shutdown(socket.SHUT_WR)
        said = b""
        while part := line.recv(65536):
            said += part
    # Who speaks no HTTP/1 gets no headers.
    assert re.match(rb"(HTTP/1\.0 )?[45]\d\d ", said)
    assert b"evil" not in said
    assert door.get("/").status == 200


@pytest.mark.parametrize("attack", ATTACKS)
def test_attacks_are_shown_as_the_words_that_they_are(browser, attack):
    """In a text that is typed, in a reason, in a query, in a note, in the evidence: no markup comes of it."""
    sha256, text = browser.form(ARTICLE)
    typed = browser.post(f"{ARTICLE}verify", text=f"{text}\n{attack}\n", sha256=sha256)
    browser.post(f"{ARTICLE}save", text=f"{text}\n\n{attack}\n", sha256=sha256)
    browser.post(f"{ARTICLE}hold", sha256=sha256, why=attack)
    evidence = browser.desk / "output" / "articles" / f"{SLUG}.evidence.json"
    mark = '"why": "'
    escaped = attack.replace("\\", "\\\\").replace('"', '\\"')
    evidence.write_text(evidence.read_text(encoding="utf-8").replace(mark, mark + escaped), encoding="utf-8")
    pages = [typed, browser.get(ARTICLE), browser.get("/"), browser.get(f"/held/{SLUG}/"), browser.get("/nothing")]
    for page in pages:
        assert page.status in (200, 404)
        assert not re.search(r"<script(?! src=\"/static/)|<[a-z]+[^>]*\son[a-z]+=|href=\"javascript", page.text)
        assert page.text.count("</textarea>") <= 1
        assert "49" not in re.findall(r"\b49\b", page.text) or attack != "{{ 7 * 7 }}" or "{{ 7 * 7 }}" in page.text


def test_others_may_ask_where_the_user_said_so(desk):
    """By an address, which no stranger's name can pass for."""
    guard = Guard(host="0.0.0.0", port=80, token="t", remote=True)
    guard.check("GET", {"Host": "192.0.2.1"})
    guard.check("GET", {"Host": "[2001:db8::1]:80"})
    with serving(room_of(desk), host="127.0.0.1", remote=True) as server:
        line = http.client.HTTPConnection("127.0.0.1", server.guard.port, timeout=60)
        line.request("GET", "/", headers={"Host": f"evil.example:{server.guard.port}"})
        assert line.getresponse().status == 403
        line.close()
