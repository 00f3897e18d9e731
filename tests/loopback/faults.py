"""The ways in which a source can fail while its bytes are on the wire, by name.

Faults inside a well-formed JSON body are in ``payload_faults.py``. Refused connections and bad
certificates are not faults of a request: the server has base URLs for them.
"""

import zlib
from collections.abc import Callable, Mapping

from tests.loopback.server import Answer, Connection, Fault, Request, gzipped, head

_JSON = {"content-type": "application/json"}
_HTML = b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>"
#: How long a dripping source waits between two bytes, in seconds.
DRIP = 0.02


def status(code: int, body: bytes = b'{"code":-1,"msg":"no"}', **headers: str) -> Fault:
    """Return a fault that answers with an HTTP status; ``retry_after="1"`` becomes the header."""
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    return Fault(f"HTTP {code}", lambda connection, _request, _answer: connection.answer(Answer(code, body, told)))


def answering(name: str, body: bytes, **headers: str) -> Fault:
    """Return a fault that answers with HTTP 200 and this body."""
    told = {key.replace("_", "-"): value for key, value in headers.items()}
    return Fault(name, lambda connection, _request, _answer: connection.answer(Answer(200, body, told)))


def _reset(connection: Connection, _request: Request, _answer: Answer) -> None:
    connection.reset()


def _reset_midway(connection: Connection, _request: Request, answer: Answer) -> None:
    connection.transport.write(head(200, _JSON, len(answer.body)) + answer.body[: len(answer.body) // 2])
    connection.reset()


def _hang_up(connection: Connection, _request: Request, _answer: Answer) -> None:
    connection.transport.close()


def _silent(connection: Connection, _request: Request, _answer: Answer) -> None:
    """Say nothing and keep the connection open."""


def _drip(connection: Connection, _request: Request, answer: Answer) -> None:
    connection.drip(head(200, _JSON, len(answer.body)) + answer.body, every=DRIP)


def _drip_body(connection: Connection, _request: Request, answer: Answer) -> None:
    connection.transport.write(head(200, _JSON, len(answer.body)))
    connection.drip(answer.body, every=DRIP)


def _cut(connection: Connection, _request: Request, answer: Answer) -> None:
    connection.transport.write(head(200, _JSON, len(answer.body)) + answer.body[: len(answer.body) // 2])
    connection.transport.close()


def _cut_chunks(connection: Connection, _request: Request, answer: Answer) -> None:
    chunked = {**_JSON, "transfer-encoding": "chunked"}
    piece = answer.body[: len(answer.body) // 2 + 1]
    connection.transport.write(head(200, chunked, None) + b"%x\r\n%b\r\n" % (len(piece), piece))
    connection.transport.close()


def _cut_json(connection: Connection, _request: Request, answer: Answer) -> None:
    connection.answer(Answer(200, answer.body[: len(answer.body) // 2]))


def _cut_gzip(connection: Connection, _request: Request, answer: Answer) -> None:
    packed = gzipped(answer.body)
    _send_packed(connection, packed[: len(packed) // 2])


def _damaged_gzip(connection: Connection, _request: Request, answer: Answer) -> None:
    packed = bytearray(gzipped(answer.body))
    packed[len(packed) // 2] ^= 0xFF
    packed[-8] ^= 0xFF  # the check sum, lest the body change unseen
    _send_packed(connection, bytes(packed))


def _not_gzip(connection: Connection, _request: Request, answer: Answer) -> None:
    _send_packed(connection, answer.body)


def _send_packed(connection: Connection, body: bytes) -> None:
    connection.transport.write(head(200, {**_JSON, "content-encoding": "gzip"}, len(body)) + body)


def _other_coding(connection: Connection, _request: Request, _answer: Answer) -> None:
    body = b"\x0b\x02\x80[]\x03"
    connection.transport.write(head(200, {**_JSON, "content-encoding": "br"}, len(body)) + body)


def _wrong_type(connection: Connection, _request: Request, answer: Answer) -> None:
    connection.answer(Answer(answer.status, answer.body, {**answer.headers, "content-type": "text/html"}))


def _padded(megabytes: float) -> Callable[[Connection, Request, Answer], None]:
    def play(connection: Connection, _request: Request, answer: Answer) -> None:
        body = answer.body + b" " * int(megabytes * 1_000_000)
        connection.transport.write(head(200, _JSON, len(body)) + body)

    return play


def _endless(connection: Connection, _request: Request, _answer: Answer) -> None:
    connection.transport.write(head(200, {**_JSON, "transfer-encoding": "chunked"}, None))
    connection.pour(b"10000\r\n%b\r\n" % (b" " * 0x10000))


def _bomb() -> bytes:
    packer = zlib.compressobj(9, wbits=31)
    first = packer.compress(b" " * 1_000_000) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(b" " * 1_000_000) + packer.flush(zlib.Z_FULL_FLUSH)  # stands for itself: may be repeated
    return first + block * 400


_BOMB = _bomb()


def _gzip_bomb(connection: Connection, _request: Request, _answer: Answer) -> None:
    _send_packed(connection, _BOMB)


def _redirect_loop(connection: Connection, request: Request, _answer: Answer) -> None:
    here = f"http://{request.headers['host']}/{request.source}{request.path}"
    connection.answer(Answer(302, b"", {"location": here}))


def _redirect_away(connection: Connection, _request: Request, _answer: Answer) -> None:
    connection.answer(Answer(302, b"", {"location": "https://elsewhere.example/login"}))


def _no_http(connection: Connection, _request: Request, _answer: Answer) -> None:
    connection.transport.write(b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n\r\n")
    connection.transport.close()


def _huge_head(connection: Connection, _request: Request, answer: Answer) -> None:
    connection.answer(Answer(200, answer.body, {f"x-filler-{place}": "x" * 1000 for place in range(300)}))


_PLAYED: Mapping[str, Callable[[Connection, Request, Answer], None]] = {
    "reset": _reset,
    "reset midway": _reset_midway,
    "hang-up": _hang_up,
    "time-out": _silent,
    "slow loris": _drip,
    "slow body": _drip_body,
    "truncated body": _cut,
    "truncated chunks": _cut_chunks,
    "truncated JSON": _cut_json,
    "truncated gzip": _cut_gzip,
    "damaged gzip": _damaged_gzip,
    "gzip in name only": _not_gzip,
    "unasked compression": _other_coding,
    "wrong content type": _wrong_type,
    "ten-megabyte body": _padded(10.5),
    "twenty-megabyte body": _padded(21),
    "endless body": _endless,
    "gzip bomb": _gzip_bomb,
    "redirect loop": _redirect_loop,
    "redirect to another host": _redirect_away,
    "not HTTP": _no_http,
    "huge head": _huge_head,
}

FAULTS: Mapping[str, Fault] = {
    **{name: Fault(name, play) for name, play in _PLAYED.items()},
    **{f"HTTP {code}": status(code) for code in (400, 401, 403, 404, 408, 418, 425, 451, 500, 502, 503, 504)},
    "HTTP 429": status(429),
    "HTTP 429, wait 1 second": status(429, retry_after="1"),
    "HTTP 429, wait an hour": status(429, retry_after="3600"),
    "HTML with 502": status(502, _HTML, content_type="text/html"),
    "HTML with 200": answering("HTML with 200", _HTML, content_type="text/html"),
    "error object with 200": answering("error object with 200", b'{"error":{"code":10028,"message":"too many"}}'),
    "empty body": answering("empty body", b""),
}
