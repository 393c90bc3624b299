"""Settings of the mail gateway, its delivery and its quarantine."""

from ipaddress import IPv4Network, IPv6Network, ip_address
from pathlib import Path
from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from bartizan.base.settings import Section
from bartizan.mail.judgement import JudgementSettings

Network = IPv4Network | IPv6Network
ANY_DOMAIN: Final = "*"
#: `host`, `host:port`, `[IPv6]:port` or `maildir:FOLDER`.
Destination = Annotated[
    str, Field(pattern=r"^(maildir:.+|(\[[0-9A-Fa-f:.]+\]|[^\s:\[\]/]+)(:\d{1,5})?)$")
]
#: The same, without the Maildir: a server that takes mail for everybody.
Relay = Annotated[str, Field(pattern=r"^(\[[0-9A-Fa-f:.]+\]|[^\s:\[\]/]+)(:\d{1,5})?$")]
_MAILBOX: Final = r"^([A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+)?$"


class GatewaySettings(Section):
    """How mail comes in."""

    listen: str = Field("127.0.0.1", description="Address the SMTP server listens on.")
    port: int = Field(2525, ge=0, le=65535, description="Port the SMTP server listens on.")
    share_port: bool = Field(
        default=False, description="Let several gateway processes share the port (SO_REUSEPORT)."
    )
    host_name: str = Field(
        "bartizan.localdomain", description="The name we greet with, and our authserv-id."
    )
    domains: tuple[str, ...] = Field(
        (),
        description="Domains we take mail for. Empty or `*`: any, on a loopback address only.",
    )
    recipients: tuple[str, ...] = Field(
        (), description="Addresses that exist in them; empty: every address of the domains."
    )
    reject_senders: tuple[str, ...] = Field(
        (), description="Sender addresses and domains (`.example.com`: with subdomains) to refuse."
    )
    reject_networks: tuple[Network, ...] = Field((), description="Networks whose mail is refused.")
    proxy_networks: tuple[Network, ...] = Field(
        (), description="Load balancers that speak PROXY protocol to us; they must always do so."
    )
    certificate: Path | None = Field(
        None, description="PEM certificate chain; unset: a self-signed one in the data folder."
    )
    private_key: Path | None = Field(None, description="PEM key of the certificate.")
    require_tls: bool = Field(
        default=False, description="Refuse mail from clients that do not start TLS."
    )
    message_limit: int = Field(50_000_000, ge=1_000, description="Largest message, in octets.")
    recipient_limit: int = Field(
        1000, ge=100, le=100_000, description="Most recipients of one message."
    )
    bad_command_limit: int = Field(20, ge=1, description="Refusals after which we hang up.")
    connection_limit: int = Field(1000, ge=1, description="Most sessions of one process.")
    connections_per_address: int = Field(
        50, ge=1, description="Most simultaneous sessions of one address (IPv6: of one /64)."
    )
    messages_per_minute: float = Field(
        6000, gt=0, description="Messages one address may send in a minute, on average."
    )
    message_burst: float = Field(1000, ge=1, description="Messages it may send all at once.")
    memory_limit: int = Field(
        512_000_000, ge=1_000_000, description="Octets of unfinished messages one process holds."
    )
    command_seconds: float = Field(
        300, gt=0, description="Patience for the next command (RFC 5321 asks for five minutes)."
    )
    data_grace_seconds: float = Field(
        30, gt=0, description="Seconds of a message before its rate is looked at."
    )
    data_bytes_per_second: float = Field(
        500, ge=0, description="Slowest average rate at which a message may come in."
    )

    @property
    def is_local(self) -> bool:
        """Whether only this machine can reach the gateway."""
        try:
            return ip_address(self.listen).is_loopback
        except ValueError:
            return self.listen == "localhost"

    @property
    def takes_any_domain(self) -> bool:
        """Whether mail for every domain is taken: to try things out on one machine."""
        return self.is_local and self.domains in ((), (ANY_DOMAIN,))

    @model_validator(mode="after")
    def _no_open_relay(self) -> Self:
        if ANY_DOMAIN in self.domains and not self.is_local:
            raise ValueError(
                f"`*` on {self.listen} would make an open relay: name the domains you take mail for"
            )
        return self


class DeliverySettings(Section):
    """How mail goes on to the mail server behind us."""

    next_hop: Destination = Field(
        "maildir:var/delivered",
        description="Who gets accepted mail: `host:port` of a mail server, or `maildir:FOLDER`.",
    )
    routes: dict[str, Destination] = Field(
        {}, description="The same for single recipient domains, instead of the next hop."
    )
    tls: Literal["none", "opportunistic", "required"] = Field(
        "opportunistic", description="STARTTLS to the next hop."
    )
    verify_certificate: bool = Field(
        default=False, description="Refuse a next hop whose certificate is not valid for its name."
    )
    timeout_seconds: float = Field(120, gt=0, description="Patience for each reply.")
    idle_seconds: float = Field(30, gt=0, description="How long an unused connection is kept.")
    expire_hours: float = Field(96, gt=0, description="When a message is given up and bounced.")
    subject_prefix: str = Field(
        "", max_length=40, description="Put before the subject of tagged mail; breaks DKIM."
    )


class QuarantineSettings(Section):
    """How long things are kept."""

    days: int = Field(30, ge=1, description="Days until held mail is deleted.")
    retention_days: int = Field(90, ge=1, description="Days the bytes of every message are kept.")


class SenderSettings(Section):
    """What is remembered of senders."""

    keep_days: int = Field(
        730,
        ge=30,
        description="Days after its last message until a sender nobody decided about is forgotten.",
    )


class FeedbackSettings(Section):
    """Reports about mail: of others about ours, and of ours to others."""

    addresses: tuple[str, ...] = Field(
        (),
        description="Addresses that our DMARC and TLS records name for reports; what is delivered "
        "to them is read and kept as well.",
    )
    send: bool = Field(
        default=False,
        description="Count mail by the DMARC domain it says it is from, and send a report a day "
        "to the domains that ask for one; it needs a contact, and a relay to be sent through.",
    )
    organisation: str = Field(
        "",
        pattern=r"^[^\x00-\x1f\x7f]*$",
        max_length=200,
        description="Who our reports say they are from; empty: the domain of the contact.",
    )
    contact: str = Field(
        "",
        pattern=_MAILBOX,
        max_length=254,
        description="The address our reports come from; its domain must pass DMARC itself.",
    )
    relay: Relay | None = Field(
        None,
        description="`host:port` of the mail server that takes our reports to the outside and "
        "signs them; without one they are counted but not sent.",
    )

    @property
    def sends(self) -> bool:
        """Whether reports of ours go out."""
        return self.send and self.relay is not None

    @property
    def submitter(self) -> str:
        """The domain our reports come from."""
        return self.contact.rpartition("@")[2].lower()

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        if self.send and not self.contact:
            raise ValueError("`send` needs a `contact`: the address our reports come from")
        return self


class MailSettings(Section):
    """Settings of mail."""

    gateway: GatewaySettings = GatewaySettings()
    delivery: DeliverySettings = DeliverySettings()
    quarantine: QuarantineSettings = QuarantineSettings()
    judgement: JudgementSettings = JudgementSettings()
    senders: SenderSettings = SenderSettings()
    feedback: FeedbackSettings = FeedbackSettings()
    judge_attempts: int = Field(
        5, ge=1, le=20, description="Failed analyses after which a message is held unjudged."
    )
    judge_seconds: float = Field(60, gt=0, description="Patience for one analysis.")
