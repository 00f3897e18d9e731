"""Everything we know can go wrong, and what a run does about it.

WirecopyError                foreseen: one line with what to do, exit 1
├── InputError               a file of the user is wrong: where, what, what to do; nothing is stored
│   ├── PayloadError         a reply of a source cannot be read
│   └── RuleFileError        our own YAML is wrong: stop before anything is written
├── MissingDataError         a metric cannot be computed: leave its sentence out, name the gap
│   └── ThinSmileError       no quotes on both sides of the delta
├── TemplateError            a template is missing or asks for what no finding gives
├── TargetError              a tool that drafts go to cannot be reached, or says anything but "a draft"
└── HeldError                the verifier refused the text: publish nothing, exit 3
"""

from collections.abc import Mapping, Sequence


class WirecopyError(Exception):
    """Something foreseen went wrong; its text is the one line a user needs."""


class InputError(WirecopyError):
    """A file is wrong. The text begins with ``path:line:`` and ends with what to do."""


class PayloadError(InputError):
    """A source's reply cannot be read as what it should be."""


class RuleFileError(InputError):
    """A rule, catalogue or reference file is wrong."""


class MissingDataError(WirecopyError):
    """A quantity cannot be computed from what is there."""


class ThinSmileError(MissingDataError):
    """No quotes on both sides of a delta, on either wing."""


class TemplateError(WirecopyError):
    """A template is missing, or uses a name that nothing binds."""


class TargetError(WirecopyError):
    """A tool that drafts go to refused, answered nonsense, or holds anything but a draft."""


class HeldError(WirecopyError):
    """The verifier refused a text; ``reasons`` says why, a line each, ``found`` the same for programs."""

    def __init__(self, message: str, reasons: Sequence[str] = (), found: Mapping[str, object] | None = None) -> None:
        super().__init__(message)
        self.reasons = tuple(reasons)
        self.found = dict(found or {})
