"""What the sending client asked to be told about delivery (RFC 3461), kept with the message."""

from dataclasses import dataclass
from enum import StrEnum


class Notify(StrEnum):
    """When the sender wants a delivery status notification (RFC 3461, section 4.1)."""

    NEVER = "NEVER"
    SUCCESS = "SUCCESS"
    FAILURE = "FAILURE"
    DELAY = "DELAY"


@dataclass(frozen=True, slots=True)
class Addressee:
    """One recipient as the session named it.

    `notify` is empty where the client said nothing, which means "failures only". `orcpt` is the
    original recipient exactly as given (`rfc822;` and xtext), or `None`.
    """

    address: str
    notify: frozenset[Notify] = frozenset()
    orcpt: str | None = None


@dataclass(frozen=True, slots=True)
class SenderOptions:
    """The parameters of MAIL that must travel with the message.

    `ret` is `FULL` or `HDRS` (what a failure notice returns), `envid` the sender's own id in
    xtext, `eight_bit` tells that BODY=8BITMIME was declared and `utf8` that SMTPUTF8 was.
    """

    ret: str | None = None
    envid: str | None = None
    eight_bit: bool = False
    utf8: bool = False
    size: int | None = None


@dataclass(frozen=True, slots=True)
class DsnRequest:
    """Everything about notifications and transport that one acceptance carries."""

    options: SenderOptions = SenderOptions()
    addressees: tuple[Addressee, ...] = ()

    def addressee(self, address: str) -> Addressee:
        """Return what was asked for `address`; a plain addressee where nothing was."""
        return next((one for one in self.addressees if one.address == address), Addressee(address))
