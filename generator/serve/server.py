"""The server: loopback, a thread a request, every connection closed after its answer."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import AF_INET, AF_INET6
from socketserver import TCPServer
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs, unquote, urlsplit

from generator.errors import InputError, WirecopyError
from generator.serve.answer import PLAIN, Answer, Asked, NoAnswerError
from generator.serve.guard import Guard, check_host, length
from generator.serve.pages import error_page
from generator.serve.routes import answer

if TYPE_CHECKING:
    from generator.serve.room import Room

#: How long a browser may take to send what it has to say. [seconds]
_PATIENCE: Final = 20
#: So often a listening page is told that we are still here, and a page that is gone is noticed. [seconds]
_PULSE: Final = 10.0
#: Open pages that listen at one time; each holds a thread.
_LISTENERS: Final = 24
_FIELDS: Final = 20


class Server(ThreadingHTTPServer):
    """Serves one room.

    Args:
        room: What is shown.
        host: The address to listen on.
        port: The port, 0 for any that is free.
        remote: Whether other machines may ask.
        complain: Hears of what should not have happened.
    """

    daemon_threads = True
    block_on_close = False

    def __init__(
        self, room: Room, *, host: str, port: int, remote: bool = False, complain: Callable[[str], None]
    ) -> None:
        check_host(host, remote=remote)
        self.room = room
        self.complain = complain
        self.listeners = BoundedSemaphore(_LISTENERS)
        self.address_family = AF_INET6 if ":" in host else AF_INET
        try:
            super().__init__((host, port), _Handler)
        except (OSError, UnicodeError) as error:
            raise InputError(f"{host}:{port}: cannot be listened on: {error}; choose another --port") from error
        self.guard = Guard(host=host, port=self.server_address[1], token=room.token, remote=remote)

    @property
    def address(self) -> str:
        """Where a browser finds it."""
        host = f"[{self.guard.host}]" if ":" in self.guard.host else self.guard.host
        return f"http://{host}:{self.guard.port}/"

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a browser that went away; all else was told where it happened."""

    def server_bind(self) -> None:
        """Bind without asking the network for this machine's name, as the standard server does."""
        # http.server asks for the full name of the host, which can take seconds and leaves the machine.
        self.allow_reuse_address = True
        TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])


class _Handler(BaseHTTPRequestHandler):
    """One request."""

    server: Server
    timeout = _PATIENCE

    def version_string(self) -> str:
        """Say who answers, and nothing of what we are made of."""
        return "wirecopy"

    def do_GET(self) -> None:
        self._answer("GET")

    def do_HEAD(self) -> None:
        self._answer("GET")

    def do_POST(self) -> None:
        self._answer("POST")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the standard library's name
        """Keep quiet: an editor's terminal is not a log."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer what is no request of ours in a line; the standard page would repeat what was sent."""
        del message, explain
        status = HTTPStatus(code)
        self._send(Answer(body=f"{status.value} {status.phrase}\n".encode(), kind=PLAIN, status=status))

    def _answer(self, method: str) -> None:
        try:
            asked = self._asked(method)
            if asked is None:
                self._events()
            else:
                self._send(answer(self.server.room, asked))
        except NoAnswerError as error:
            self._send(self._error(error.status, error.why))
        except WirecopyError as error:
            self._send(self._error(HTTPStatus.UNPROCESSABLE_ENTITY, str(error)))
        except (ConnectionError, TimeoutError):
            return
        except Exception as error:  # noqa: BLE001 - the last door of a thread
            self.server.complain(f"a bug: {type(error).__name__}: {error} at {self.path}")
            self._send(self._error(HTTPStatus.INTERNAL_SERVER_ERROR, "a bug; the terminal says more"))

    def _asked(self, method: str) -> Asked | None:
        """Read the question; None for who wants to listen.

        Raises:
            NoAnswerError: It is not let in.
        """
        headers = {name.title(): value for name, value in self.headers.items()}
        if len(headers) != len(self.headers):
            raise NoAnswerError(HTTPStatus.BAD_REQUEST, "a header is said twice")
        self.server.guard.check(method, headers)
        parts = urlsplit(self.path)
        path = unquote(parts.path, errors="replace")
        if not path.startswith("/") or "\0" in path:
            raise NoAnswerError(HTTPStatus.BAD_REQUEST, "an address begins with a slash")
        wants_json = "application/json" in headers.get("Accept", "")
        if method == "GET":
            if path == "/events":
                return None
            return Asked(method=method, path=path, query=_fields(parts.query), wants_json=wants_json)
        form = _fields(self.rfile.read(length(headers)).decode("ascii", "replace"))
        self.server.guard.check_form(form)
        return Asked(method=method, path=path, form=form, wants_json=wants_json)

    def _error(self, status: HTTPStatus, why: str) -> Answer:
        try:
            return error_page(self.server.room, status, why)
        except WirecopyError as error:  # a desk's own template that is wrong
            return Answer(body=f"{why}\n{error}\n".encode(), kind=PLAIN, status=status)

    def _send(self, found: Answer) -> None:
        self.close_connection = True
        try:
            self.send_response(found.status)
            for name, value in found.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(found.body)))
            self.send_header("Connection", "close")
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(found.body)
        except (ConnectionError, TimeoutError):
            return

    def _events(self) -> None:
        """Tell a page how often the bell has rung, now and at each ring, until it or we go."""
        room = self.server.room
        if not self.server.listeners.acquire(blocking=False):
            raise NoAnswerError(HTTPStatus.SERVICE_UNAVAILABLE, "too many pages are open")
        try:
            self.send_response(HTTPStatus.OK)
            for name, value in Answer(body=b"", kind="text/event-stream").headers.items():
                self.send_header(name, value)
            self.end_headers()
            heard = -1
            while not room.bell.closed:
                now = room.bell.times if heard < 0 else room.bell.wait(heard, _PULSE)
                self.wfile.write(f"data: {now}\n\n".encode() if now != heard else b": here\n\n")
                heard = now
        finally:
            self.close_connection = True
            self.server.listeners.release()


def _fields(text: str) -> dict[str, str]:
    """Return a form's fields, the last value of each.

    Raises:
        NoAnswerError: There are too many.
    """
    try:
        read = parse_qs(text, keep_blank_values=True, max_num_fields=_FIELDS, errors="replace")
    except ValueError:
        raise NoAnswerError(HTTPStatus.BAD_REQUEST, "a form of ours has few fields") from None
    return {name: values[-1] for name, values in read.items()}
