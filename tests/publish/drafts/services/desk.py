"""A desk that drafts at a service played on this machine, and ways for that service to fail."""

import json
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

from generator.publish.drafts.once import deliver
from generator.publish.drafts.registry import target
from tests.loopback.server import Answer, Fault
from tests.publish.drafts.issue import AT, issue
from tests.publish.drafts.services.campaigns import Brevo, Kit, Listmonk, Mailchimp
from tests.publish.drafts.services.mailboxes import Gmail, Graph
from tests.publish.drafts.services.posts import Beehiiv, Buttondown, Ghost

SERVICES = (Gmail, Graph, Buttondown, Mailchimp, Brevo, Kit, Beehiiv, Ghost, Listmonk)
NOW = datetime(2026, 2, 10, 8, 30, tzinfo=UTC)
#: How long a service may be silent in a test. [seconds]
PATIENCE = 0.08

_MARKDOWN = """## Funding turns negative

Funding fell to -0.01% ({what}).

| Venue | Funding |
|---|---|
| Binance | -0.01% |

![Funding since November: lowest -0.01%](https://desk.example.org/funding.png)
"""


def mailing(what="one", **also):
    """Return an issue that says ``what``."""
    page = (
        "<!DOCTYPE html><html><head><style>@media{a{color:red}}</style></head><body>"
        f"<table><tr><td>Funding fell: {what}.</td></tr></table></body></html>"
    )
    text = also.pop("text", f"Funding fell: {what}.")
    return issue(text, **{"html": page, "markdown": _MARKDOWN.format(what=what), **also})


_SILENT = Fault("silent", lambda _connection, _request, _answer: None)
_CUT = Fault("cut", lambda connection, _request, _answer: connection.reset())


def _status(status, **headers):
    def before(_service, _request):
        body = {"message": f"HTTP {status}", "detail": f"HTTP {status}"}
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return Answer(status, json.dumps(body).encode(), named), None

    return before


def _after(answer=None, fault=None):
    """Do what was asked, and spoil the answer."""

    def act(service, request):
        given = service.answer(request)
        return Answer(given.status if answer is None else answer.status, answer.body if answer else b""), fault

    return act


def _nonsense(body):
    def act(service, request):
        given = service.answer(request)
        return Answer(given.status if given.status != 204 else 200, body), None

    return act


#: How a service fails at one request.
FAULTS = MappingProxyType(
    {
        "400": _status(400),
        "401": _status(401),
        "409": _status(409),
        "422": _status(422),
        "429": _status(429, retry_after="2"),
        "500": _status(500),
        "503 before the write": _status(503, retry_after="1"),
        "500 after the write": _after(answer=Answer(500, b'{"message": "oops"}')),
        "time-out before the write": lambda _service, _request: (Answer(), _SILENT),
        "time-out after the write": _after(fault=_SILENT),
        "cut after the write": _after(fault=_CUT),
        "no JSON": _nonsense(b"<html>Please log in</html>"),
        "other JSON": _nonsense(b'{"hello": [1]}'),
    }
)


class Desk:
    """A service, the server that plays it, and a ledger.

    Attributes:
        paused: For how long the client waited, each time.
        bad: The number of the request that goes wrong, or None.
    """

    def __init__(self, server, service, ledger, output=Path("unused")):
        self.service = service
        self.ledger = ledger
        self.output = output
        self.paused = []
        self.asked = 0
        self.bad = None
        self.fault = ""
        self.requests = []
        self._spoilt = None
        self._server = server
        server.respond = self._respond
        server.fault = lambda _request: self._spoilt
        server.forget()

    def __enter__(self):
        return self

    def __exit__(self, *raised):
        """At the end nothing must have been sent, and no address asked that there is not."""
        if raised[0] is None:
            assert self.service.sent == []
            assert self.service.unknown == []

    @property
    def url(self):
        """The service's address."""
        return self._server.url(self.service.name)

    def _respond(self, request):
        self.requests.append(request)
        number, self.asked = self.asked, self.asked + 1
        self._spoilt = None
        if number == self.bad:
            answer, self._spoilt = FAULTS[self.fault](self.service, request)
            return answer
        return self.service.answer(request)

    def target(self, secrets=None, **options):
        """Return the target as a run makes it."""
        return target(
            self.service.name,
            self.service.options(self.url) | options,
            self.service.secrets if secrets is None else secrets,
            output=self.output,
            clock=lambda: NOW,
            pause=self.paused.append,
            timeout_seconds=PATIENCE if "time-out" in self.fault else 10.0,
        )

    def run(self, what="one", *, force=False, **also):
        """Draft an issue, as one run does."""
        return deliver(mailing(what, **also), self.target(), self.ledger, at=AT, force=force)
