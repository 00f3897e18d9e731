"""What the services played here have in common: they are strict, they remember, and they note what would be sent.

A service enforces what its documentation says: who may ask, which paths there are, which fields a body may and must
have. A request that sends, schedules or publishes is answered as the service would, and noted in ``sent``.
"""

import json
import re
from dataclasses import dataclass, field
from types import MappingProxyType

from tests.loopback.server import Answer

#: What a field holds: its type, or several.
TEXT, NUMBER, NUMBERS = str, int, "numbers"


class RefusedError(Exception):
    """A service's answer that is an error."""

    def __init__(self, status, body):
        super().__init__(status)
        self.status = status
        self.body = body


@dataclass
class Service:
    """One service; ``items`` is what it holds, by id."""

    items: dict = field(default_factory=dict)
    sent: list = field(default_factory=list)
    unknown: list = field(default_factory=list)
    made: int = 0

    #: Of the subclasses: name, options for a base address, secrets, routes.
    name = ""
    routes = ()
    secrets = MappingProxyType({})
    #: Whether what is read back is what was written.
    faithful = True
    wrong = 400

    def options(self, url):
        """Return the target's table for this server."""
        return {"base_url": url}

    def answer(self, request):
        """Answer one request."""
        for method, pattern, act in self.routes:
            match = re.fullmatch(pattern, request.path)
            if match and method == request.method:
                try:
                    self.admit(request)
                    status, body = getattr(self, act)(request, *match.groups())
                except RefusedError as error:
                    status, body = error.status, error.body
                return Answer(status, b"" if body is None else json.dumps(body).encode())
        self.unknown.append(f"{request.method} {request.path}")
        return Answer(404, b'{"message": "no such address"}')

    def admit(self, request):
        """Refuse who may not ask."""
        raise NotImplementedError

    def refuse(self, status, why):
        """Return an error in the service's own form."""
        return RefusedError(status, {"message": why, "code": "refused"})

    def need(self, held, whose):
        """Refuse what does not hold."""
        if not held:
            raise self.refuse(401, whose)

    def body(self, request, needed, may=()):
        """Return a JSON body with the needed fields and no unknown one."""
        if not request.headers.get("content-type", "").startswith("application/json"):
            raise self.refuse(415, "not JSON")
        body = json.loads(request.body)
        for name in needed:
            if name not in body:
                raise self.refuse(self.wrong, f"{name} is missing")
        for name in body:
            if name not in (*needed, *may):
                raise self.refuse(self.wrong, f"{name} is unknown")
        return body

    def texts(self, body, *names):
        """Refuse fields that are not text."""
        for name in names:
            if name in body and not isinstance(body[name], str):
                raise self.refuse(self.wrong, f"{name} is no text")

    def query(self, request, *known):
        """Refuse a parameter that there is not."""
        for name in request.query:
            if name not in known:
                raise self.refuse(400, f"parameter {name} is unknown")
        return request.query

    def next(self):
        """Return a number that nothing else has."""
        self.made += 1
        return self.made

    def held(self, key):
        """Return what is held under an id."""
        if key not in self.items:
            raise self.refuse(404, "not found")
        return self.items[key]

    # What tests ask and do, each in the service's own fields.

    def drafts(self):
        """Return (subject, body) of everything that lies there as a draft."""
        raise NotImplementedError

    def edit(self):
        """Be an editor who changes the one draft."""
        raise NotImplementedError

    def send(self):
        """Be an editor who sends the one draft."""
        raise NotImplementedError
