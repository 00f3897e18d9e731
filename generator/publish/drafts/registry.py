"""Every target that a draft can go to, written by hand; a target's module is imported when it is asked for."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generator.errors import InputError
from generator.publish.drafts.table import Options, Table

if TYPE_CHECKING:
    from generator.model.ports import Target


OPTIONS: Final[Mapping[str, Options]] = {
    "eml": Options(),
    "imap": Options(
        needed=("host", "user"),
        may=("port", "security", "folder", "ca_file"),
        secrets=(("IMAP_PASSWORD", "IMAP_TOKEN"),),
    ),
    "gmail": Options(
        may=("base_url", "token_url"),
        secrets=(("GMAIL_CLIENT_ID",), ("GMAIL_CLIENT_SECRET",), ("GMAIL_REFRESH_TOKEN",)),
    ),
    "graph": Options(
        may=("base_url", "token_url", "tenant"),
        secrets=(("GRAPH_CLIENT_ID",), ("GRAPH_REFRESH_TOKEN",)),
        # A public client, which is what a desk's own registration usually is, has none.
        secrets_may=("GRAPH_CLIENT_SECRET",),
    ),
    "buttondown": Options(may=("base_url",), secrets=(("BUTTONDOWN_API_KEY",),)),
    "mailchimp": Options(needed=("audience",), may=("base_url",), secrets=(("MAILCHIMP_API_KEY",),)),
    "brevo": Options(may=("base_url", "lists"), secrets=(("BREVO_API_KEY",),)),
    "kit": Options(may=("base_url", "template"), secrets=(("KIT_API_KEY",),)),
    "beehiiv": Options(needed=("publication",), may=("base_url",), secrets=(("BEEHIIV_API_KEY",),)),
    "ghost": Options(needed=("base_url",), secrets=(("GHOST_ADMIN_KEY",),)),
    "listmonk": Options(
        needed=("base_url", "lists"), may=("template",), secrets=(("LISTMONK_USER",), ("LISTMONK_TOKEN",))
    ),
    "substack": Options(),
}
#: The names of all secrets that a target may take, for who reads the environment and the keyring.
SECRETS: Final[Mapping[str, tuple[str, ...]]] = {name: options.all_secrets for name, options in OPTIONS.items()}


def target(
    name: str,
    options: Mapping[str, str],
    secrets: Mapping[str, str],
    *,
    output: Path,
    clock: Callable[[], datetime],
    pause: Callable[[float], None],
    timeout_seconds: float = 20.0,
) -> Target:
    """Return a target, ready to be asked.

    Args:
        name: As in ``[newsletter] targets``.
        options: Its table.
        secrets: By name; the target takes its own.
        output: The desk's folder of results, for targets that are files.
        clock: The time, aware UTC.
        pause: Waits for so many seconds.
        timeout_seconds: How long a service may be silent.

    Raises:
        InputError: There is no such target, or a setting or a secret is missing or wrong; it is named.
    """
    if name not in OPTIONS:
        raise InputError(
            f"wirecopy.toml: [newsletter] targets: there is no target {name!r}; there are {', '.join(OPTIONS)}"
        )
    table = Table(name, OPTIONS[name], options, secrets, output, clock, pause, timeout_seconds)
    table.check()
    return _MAKERS[name](table)


def _eml(table: Table) -> Target:
    from generator.publish.drafts.eml import Eml  # noqa: PLC0415 - a target is loaded when it is asked for
    from generator.publish.newsletter.mime import message  # noqa: PLC0415 - as above

    return Eml(table.output / "newsletter", lambda mailing: message(mailing, unsent=True))


def _imap(table: Table) -> Target:
    from generator.publish.drafts.imap import Account, Imap  # noqa: PLC0415 - as above
    from generator.publish.newsletter.mime import message  # noqa: PLC0415 - as above

    options = table.options
    account = Account(
        host=options["host"],
        user=options["user"],
        password=table.secrets.get("IMAP_PASSWORD", ""),
        token=table.secrets.get("IMAP_TOKEN", ""),
        port=table.number("port"),
        security="starttls" if table.one_of("security", ("tls", "starttls")) == "starttls" else "tls",
        folder=options.get("folder", ""),
        ca_file=Path(options["ca_file"]) if options.get("ca_file") else None,
        timeout=table.timeout_seconds,
    )
    return Imap(account, message)


def _gmail(table: Table) -> Target:
    from generator.publish.drafts.gmail import Gmail  # noqa: PLC0415 - as above
    from generator.publish.drafts.oauth import Access  # noqa: PLC0415 - as above

    access = Access(
        client=table.client("https://oauth2.googleapis.com", dict, option="token_url"),
        path="/token",
        form=table.form(("client_id", "client_secret", "refresh_token")),
        renew="GMAIL_REFRESH_TOKEN",
    )
    return Gmail(table.client("https://gmail.googleapis.com", access.headers))


def _graph(table: Table) -> Target:
    from generator.publish.drafts.addresses import segment  # noqa: PLC0415 - as above
    from generator.publish.drafts.graph import Graph  # noqa: PLC0415 - as above
    from generator.publish.drafts.oauth import Access  # noqa: PLC0415 - as above

    # A token for this scope cannot send, even where the sign-in allowed more.
    scope = {"scope": "https://graph.microsoft.com/Mail.ReadWrite offline_access"}
    access = Access(
        client=table.client("https://login.microsoftonline.com", dict, option="token_url"),
        path=f"/{segment(table.options.get('tenant') or 'common')}/oauth2/v2.0/token",
        form=table.form(("client_id", "client_secret", "refresh_token")) | scope,
        renew="GRAPH_REFRESH_TOKEN",
    )
    return Graph(table.client("https://graph.microsoft.com", access.headers))


def _buttondown(table: Table) -> Target:
    from generator.publish.drafts.buttondown import Buttondown  # noqa: PLC0415 - as above

    return Buttondown(table.keyed("https://api.buttondown.com", "Authorization", "Token {}"))


def _mailchimp(table: Table) -> Target:
    from generator.publish.drafts.mailchimp import Mailchimp  # noqa: PLC0415 - as above

    key = table.secret("MAILCHIMP_API_KEY")
    _, dash, centre = key.rpartition("-")
    if not dash or not centre.isalnum():
        raise InputError("mailchimp: MAILCHIMP_API_KEY must end in -us1 or the like, its data centre; copy it whole")
    basic = b64encode(f"wirecopy:{key}".encode()).decode()
    client = table.client(f"https://{centre}.api.mailchimp.com", lambda: {"Authorization": f"Basic {basic}"})
    return Mailchimp(client, audience=table.options["audience"])


def _brevo(table: Table) -> Target:
    from generator.publish.drafts.brevo import Brevo  # noqa: PLC0415 - as above

    return Brevo(table.keyed("https://api.brevo.com", "api-key", "{}"), lists=table.numbers("lists"))


def _kit(table: Table) -> Target:
    from generator.publish.drafts.kit import Kit  # noqa: PLC0415 - as above

    return Kit(table.keyed("https://api.kit.com", "X-Kit-Api-Key", "{}"), template=table.number("template"))


def _beehiiv(table: Table) -> Target:
    from generator.publish.drafts.beehiiv import Beehiiv  # noqa: PLC0415 - as above

    client = table.keyed("https://api.beehiiv.com", "Authorization", "Bearer {}")
    return Beehiiv(client, publication=table.options["publication"], pause=table.pause)


def _ghost(table: Table) -> Target:
    from generator.publish.drafts.ghost import Ghost, token  # noqa: PLC0415 - as above

    key = table.secret("GHOST_ADMIN_KEY")

    def headers() -> Mapping[str, str]:
        return {"Authorization": f"Ghost {token(key, table.clock())}", "Accept-Version": "v5.0"}

    try:
        headers()
    except ValueError:
        raise InputError("ghost: GHOST_ADMIN_KEY must be an Admin API key, id:secret; copy it whole") from None
    return Ghost(table.client("", headers))


def _listmonk(table: Table) -> Target:
    from generator.publish.drafts.listmonk import Listmonk  # noqa: PLC0415 - as above

    user, key = table.secret("LISTMONK_USER"), table.secret("LISTMONK_TOKEN")
    client = table.client("", lambda: {"Authorization": f"token {user}:{key}"})
    return Listmonk(client, lists=table.numbers("lists"), template=table.number("template"))


def _substack(table: Table) -> Target:
    from generator.publish.drafts.substack import Substack  # noqa: PLC0415 - as above

    return Substack(table.output)


_MAKERS: Final[Mapping[str, Callable[[Table], Target]]] = {
    "eml": _eml,
    "imap": _imap,
    "gmail": _gmail,
    "graph": _graph,
    "buttondown": _buttondown,
    "mailchimp": _mailchimp,
    "brevo": _brevo,
    "kit": _kit,
    "beehiiv": _beehiiv,
    "ghost": _ghost,
    "listmonk": _listmonk,
    "substack": _substack,
}
