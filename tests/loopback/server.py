"""A web server on this machine that plays all sources at once, and fails as the internet fails.

    with Loopback(respond, fault=rule) as server:
        base_urls = {"deribit": server.url("deribit")}

``respond`` says what a healthy source would answer; ``fault`` may name one of ``FAULTS`` for a request.
The server runs in a thread of its own, so that a test, its event loop or another process may ask it.
"""

import asyncio
import socket
import ssl
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from gzip import compress
from http import HTTPStatus
from pathlib import Path
from typing import Self
from urllib.parse import parse_qsl, urlsplit

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Request:
    """What a client asked: the first part of the path is the source's id, ``path`` the rest."""

    method: str
    source: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]  # names in lower case
    body: bytes
    at: float  # the server's monotonic clock, in seconds
    attempt: int  # how often the very same was asked before


@dataclass(frozen=True, slots=True)
class Answer:
    """What a source answers; length and compression are the server's business."""

    status: int = 200
    body: bytes = b"{}"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fault:
    """One way to fail; ``play`` is handed the open connection, the request and the healthy answer."""

    name: str
    play: Callable[["Connection", Request, Answer], None]


class Loopback:
    """The server. ``respond`` and ``fault`` may be set anew between two requests.

    Attributes:
        refused_url: A base URL where nobody listens.
        unreachable_url: One where no connection ever comes about.
        tls_url: One whose certificate nobody vouches for.
        other_name_url: One whose certificate is of another name; trust ``OTHER_NAME_PEM`` to see only that.
        expired_url: One whose certificate is long over; trust ``EXPIRED_PEM`` to see only that.
        requests: All that was asked, in order.
        most_open: The largest number of connections that were open at once.
    """

    def __init__(
        self,
        respond: Callable[[Request], Answer],
        fault: Callable[[Request], Fault | None] | None = None,
        *,
        compressed: bool = True,
    ) -> None:
        self.respond = respond
        self.fault = fault
        self.compressed = compressed
        self.requests: list[Request] = []
        self.most_open = 0
        self.opened = 0
        self._seen: Counter[tuple] = Counter()
        self._open: set[Connection] = set()
        self._wrong: list[BaseException] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._serve, name="loopback", daemon=True)
        self._sockets = [_bound(listening=True) for _ in range(4)]
        self._closed = _bound(listening=False)
        self._full = _full()
        self._servers: list[asyncio.Server] = []
        plain, own, other, over = (sock.getsockname()[1] for sock in self._sockets)
        self._base = f"http://127.0.0.1:{plain}"
        self.refused_url = f"http://127.0.0.1:{self._closed.getsockname()[1]}"
        self.unreachable_url = f"http://127.0.0.1:{self._full[0].getsockname()[1]}"
        self.tls_url = f"https://127.0.0.1:{own}"
        self.other_name_url = f"https://127.0.0.1:{other}"
        self.expired_url = f"https://127.0.0.1:{over}"

    def url(self, source: str) -> str:
        """Return a source's base URL."""
        return f"{self._base}/{source}"

    @property
    def open_sockets(self) -> int:
        """How many connections are open now."""
        return len(self._open)

    def asked(self, source: str | None = None) -> int:
        """Return how many requests came, of one source or of all."""
        return sum(source is None or request.source == source for request in self.requests)

    def forget(self) -> None:
        """Begin to count anew."""
        self.requests.clear()
        self._seen.clear()
        self.opened = 0
        self.most_open = len(self._open)

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(10)
        return self

    def __exit__(self, *raised: object) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        for sock in (self._closed, *self._full):
            sock.close()
        if self._wrong and raised[0] is None:
            raise self._wrong[0]

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_forever()
        finally:
            self._loop.close()

    async def _listen(self) -> None:
        contexts = [None, *(_context(pem) for pem in (TRUSTED_PEM, OTHER_NAME_PEM, EXPIRED_PEM))]
        for sock, context in zip(self._sockets, contexts, strict=True):
            self._servers.append(await self._loop.create_server(lambda: Connection(self), sock=sock, ssl=context))

    async def _close(self) -> None:
        for server in self._servers:
            server.close()
        for connection in list(self._open):
            connection.transport.abort()
        for _ in range(3):  # aborted connections say so in the next turns of the loop
            await asyncio.sleep(0)

    def opened_by(self, connection: "Connection") -> None:
        """Count a connection in."""
        self._open.add(connection)
        self.opened += 1
        self.most_open = max(self.most_open, len(self._open))

    def closed_by(self, connection: "Connection") -> None:
        """Count a connection out."""
        self._open.discard(connection)

    def serve(self, connection: "Connection", method: str, target: str, headers: dict[str, str], body: bytes) -> None:
        """Answer one request, or fail at it."""
        asked = (method, target, body)
        parts = urlsplit(target)
        source, _, path = parts.path.removeprefix("/").partition("/")
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        request = Request(
            method, source, f"/{path}", query, headers, body, at=self._loop.time(), attempt=self._seen[asked]
        )
        self._seen[asked] += 1
        self.requests.append(request)
        try:
            answer = self.respond(request)
            fault = None if self.fault is None else self.fault(request)
            if fault is None:
                connection.answer(answer, packed=self.compressed and "gzip" in headers.get("accept-encoding", ""))
            else:
                fault.play(connection, request, answer)
        except Exception as error:  # noqa: BLE001 - a mistake of the test itself; told when the server ends
            self._wrong.append(error)
            connection.transport.abort()


class Connection(asyncio.Protocol):
    """One connection; it reads requests one after the other and hands each to the server."""

    transport: asyncio.Transport

    def __init__(self, server: Loopback) -> None:
        self._server = server
        self._received = b""
        self._later: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self._server.opened_by(self)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's signature
        if self._later is not None:
            self._later.cancel()
        self._server.closed_by(self)

    def data_received(self, data: bytes) -> None:
        self._received += data
        while b"\r\n\r\n" in self._received and not self.transport.is_closing():
            head, _, rest = self._received.partition(b"\r\n\r\n")
            first, *lines = head.decode("latin-1").split("\r\n")
            headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
            length = int(headers.get("content-length", "0"))
            if len(rest) < length:
                return
            self._received = rest[length:]
            method, target, _ = first.split(" ", 2)
            self._server.serve(self, method, target, headers, rest[:length])

    def answer(self, answer: Answer, *, packed: bool = False) -> None:
        """Send an answer as it should be sent."""
        body, headers = answer.body, {"content-type": "application/json", **answer.headers}
        if packed and len(body) > 500 and answer.status == 200 and "content-encoding" not in headers:
            body, headers = gzipped(body), {**headers, "content-encoding": "gzip"}
        self.transport.write(head(answer.status, headers, len(body)) + body)

    def answer_later(self, answer: Answer, *, after: float) -> None:
        """Send an answer after so many seconds."""
        self._later = asyncio.get_running_loop().call_later(after, lambda: self.answer(answer))

    def reset(self) -> None:
        """End the connection with a reset in place of a farewell."""
        sock = self.transport.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")  # linger for 0 seconds
        self.transport.abort()

    def drip(self, text: bytes, *, every: float) -> None:
        """Send a byte now and then; the connection stays open when all are out."""
        if text and not self.transport.is_closing():
            self.transport.write(text[:1])
            self._later = asyncio.get_running_loop().call_later(every, lambda: self.drip(text[1:], every=every))

    def pour(self, block: bytes) -> None:
        """Send a block again and again until the other side goes away."""
        if not self.transport.is_closing():
            if self.transport.get_write_buffer_size() < 1_000_000:
                self.transport.write(block)
            self._later = asyncio.get_running_loop().call_later(0.0005, lambda: self.pour(block))


def head(status: int, headers: Mapping[str, str], length: int | None) -> bytes:
    """Return status line and headers; without a length there is no word of it."""
    try:
        phrase = HTTPStatus(status).phrase
    except ValueError:
        phrase = "Unknown"
    told = dict(headers) if length is None or status == 304 else {**headers, "content-length": str(length)}
    lines = "".join(f"{name}: {value}\r\n" for name, value in told.items())
    return f"HTTP/1.1 {status} {phrase}\r\n{lines}\r\n".encode("latin-1")


@lru_cache(maxsize=256)
def gzipped(body: bytes) -> bytes:
    """Return a body compressed; the same body is compressed once."""
    return compress(body, 1, mtime=0)


def _bound(*, listening: bool) -> socket.socket:
    sock = socket.socket()
    sock.bind(("127.0.0.1", 0))
    if listening:
        sock.listen(512)
    return sock


def _full() -> list[socket.socket]:
    """Return a listener that accepts nobody, and those who wait already; Linux lets no more knock."""
    listener = _bound(listening=False)
    listener.listen(0)
    waiting = []
    for _ in range(2):
        waiting.append(socket.socket())
        waiting[-1].setblocking(False)
        waiting[-1].connect_ex(listener.getsockname())
    return [listener, *waiting]


def _context(pem: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context


#: Certificates with their keys, made for these tests alone; see README.md beside them.
TRUSTED_PEM = _HERE / "loopback.pem"
OTHER_NAME_PEM = _HERE / "other-name.pem"
EXPIRED_PEM = _HERE / "expired.pem"
