"""An issue as a whole message, the same bytes for the same issue."""

from __future__ import annotations

from datetime import UTC
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import TYPE_CHECKING, Final

from generator.publish.newsletter.headers import header, sender, verbatim
from generator.publish.newsletter.lines import line, mailbox

if TYPE_CHECKING:
    from generator.model.mailing import Mailing

#: "=_" stands in no text that is written quoted-printable or base64.
_BOUNDARY: Final = "=_wirecopy-{}-{}"
_MOST_OF_A_SUBJECT: Final = 200
_AS_PRINTED: Final = "quoted-printable"


def message(mailing: Mailing, *, unsent: bool = False) -> bytes:
    """Return the message: text and HTML to choose from, the pictures within the HTML.

    Args:
        mailing: With pictures inside, or none.
        unsent: Whether mail programs shall open it as a draft.

    Raises:
        InputError: Its sender is none.
    """
    content = EmailMessage(policy=SMTP)
    content.set_content(mailing.text, cte=_AS_PRINTED)
    content.add_alternative(mailing.html, subtype="html", cte=_AS_PRINTED)
    if mailing.pictures:
        page = content.get_payload(1)
        assert isinstance(page, EmailMessage)
        for inlay in mailing.pictures:
            page.add_related(
                inlay.png, "image", "png", cid=f"<{inlay.name}>", disposition="inline", filename=inlay.name
            )
        page.set_boundary(_BOUNDARY.format("related", mailing.sha256[:16]))
        page.set_param("type", "text/html")
    content.set_boundary(_BOUNDARY.format("alternative", mailing.sha256[:16]))
    return b"".join([*_headers(mailing, unsent=unsent), content.as_bytes()])


def _headers(mailing: Mailing, *, unsent: bool) -> list[bytes]:
    lines = [
        header("Subject", line(mailing.subject, _MOST_OF_A_SUBJECT)),
        sender("From", mailbox(mailing.sender)),
    ]
    if mailing.reply_to:
        lines.append(sender("Reply-To", mailbox(mailing.reply_to)))
    lines += [
        verbatim("Date", format_datetime(mailing.date.astimezone(UTC))),
        verbatim("Message-ID", f"<{mailing.message_id}>"),
    ]
    if mailing.list_id:
        lines.append(verbatim("List-Id", f"<{mailing.list_id}>"))
    if mailing.unsubscribe.startswith(("https://", "mailto:")):
        lines.append(verbatim("List-Unsubscribe", f"<{mailing.unsubscribe}>"))
    if mailing.unsubscribe.startswith("https://"):
        lines.append(verbatim("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"))
    if unsent:
        lines.append(verbatim("X-Unsent", "1"))
    return lines
