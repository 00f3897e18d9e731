"""What stands between a mail program and its server: it counts what passes, and may cut, hold up or change it.

TLS ends here on the program's side; to the server it is a connection of the same machine. One step is an answer of the
server with all that belongs to it, or what the program says in one go: a command, or a message.
"""

import re
import select
import socket
import ssl
import threading
from contextlib import suppress

_LITERAL = re.compile(rb"\{(\d+)\}\r\n\Z")


class Between:
    """A relay on loopback, to be used once for each run that is to be disturbed.

    Args:
        server: Dovecot.
        cut: After so many steps the connection ends, in the middle of the next one; None for never.
        hold: After so many steps nothing passes any more.
        each: Called at every step.
        change: Given each answer of the server, returns what the program shall hear.
    """

    def __init__(self, server, *, cut=None, hold=None, each=lambda: None, change=lambda answer: answer):
        self._left, self._holds = (hold, True) if cut is None else (cut, False)
        self._server, self._each, self._change = server, each, change
        self._over = threading.Event()
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(server.certificate, server.key)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._accept)

    @property
    def port(self):
        """Where a mail program finds it."""
        return self._listening.getsockname()[1]

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._over.set()
        # Closing does not wake a thread that waits for a caller; a caller does.
        with suppress(OSError):
            socket.create_connection(self._listening.getsockname()).close()
        self._thread.join(10)
        self._listening.close()

    def _accept(self):
        while not self._over.is_set():
            caller, _ = self._listening.accept()
            # One after the other: a run has one connection at a time.
            with (
                caller,
                suppress(OSError),
                self._context.wrap_socket(caller, server_side=True) as program,
                socket.create_connection(("127.0.0.1", self._server.plain)) as server,
            ):
                self._relay(program, server)

    def _relay(self, program, server):
        """Pass on what is said in both directions until one side, or the count, ends it."""
        for side in (program, server):
            side.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        heard = b""
        while not self._over.is_set():
            speaking, _, _ = select.select([program, server], [], [], 0.05)
            if program in speaking:
                said = program.recv(1 << 20)
                while program.pending():
                    said += program.recv(1 << 20)
                if not said or not self._passed(said, server):
                    return
            if server in speaking:
                said = server.recv(1 << 20)
                heard += said
                while end := _end_of_answer(heard):
                    answer, heard = heard[:end], heard[end:]
                    if not self._passed(self._change(answer), program):
                        return
                if not said:
                    return

    def _passed(self, said, side):
        if self._left == 0:
            if self._holds:
                self._over.wait(5)
            else:
                side.sendall(said[: len(said) // 2])
            return False
        if self._left is not None:
            self._left -= 1
        side.sendall(said)
        self._each()
        return True


def _end_of_answer(heard):
    """Return where the first whole answer ends, 0 if there is none yet."""
    end = 0
    while (line := heard.find(b"\r\n", end) + 2) >= 2:
        literal = _LITERAL.search(heard[end:line])
        if literal is None:
            return line
        end = line + int(literal[1])
    return 0
