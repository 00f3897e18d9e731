"""Access to a mailbox by OAuth: the refresh token stays where the desk keeps its secrets, the access token in memory.

Source:
    RFC 6749, section 6.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import httpx
from pydantic import Field

from generator.errors import TargetError
from generator.publish.drafts.http import Client, Reply


class _Token(Reply):
    access_token: str = Field(pattern=r"^[\x21-\x7e]+$")


@dataclass(kw_only=True)
class Access:
    """Gets an access token when it is first needed; a run is shorter than one lasts.

    Args:
        client: Speaks to who gives out tokens.
        path: Where, below the client's address.
        form: Client id, client secret where there is one, refresh token, scope.
        renew: The name of the refresh token's secret, for advice.
    """

    client: Client
    path: str
    form: Mapping[str, str] = field(repr=False)
    renew: str
    _header: str = field(init=False, repr=False, default="")

    def headers(self) -> Mapping[str, str]:
        """Return the header that lets us in.

        Raises:
            TargetError: No token is given out.
        """
        if not self._header:
            form = httpx.QueryParams({"grant_type": "refresh_token", **self.form})
            try:
                token = self.client.exchange(_Token, self.path, form)
            except TargetError as error:
                # In one line, and as an error of its own: nothing was asked of the mailbox yet.
                why = str(error).split("; ")[0]
                raise TargetError(f"{why}; sign in anew and set {self.renew} again") from None
            self._header = f"Bearer {token.access_token}"
        return {"Authorization": self._header}
