"""Where mail for a recipient goes: its domain's route, or the general one."""

from pathlib import Path

from bartizan.mail.delivery.carriers import Destination
from bartizan.mail.delivery.maildir import Maildir
from bartizan.mail.delivery.routing import read_hop
from bartizan.mail.settings import DeliverySettings

_MAILDIR = "maildir:"


def destination_for(address: str, settings: DeliverySettings) -> Destination:
    """Return the destination of a recipient.

    Raises:
        ValueError: the settings name a port that is no number.
    """
    domain = address.rpartition("@")[2].lower()
    return read_destination(settings.routes.get(domain, settings.next_hop))


def read_destination(text: str) -> Destination:
    """Read `host:port` or `maildir:FOLDER`.

    Raises:
        ValueError: the port is no number.
    """
    if text.startswith(_MAILDIR):
        return Maildir(Path(text.removeprefix(_MAILDIR)))
    return read_hop(text)
