"""What authentication found, in the words of RFC 8601, each with the sentence that explains it."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Result(StrEnum):
    """The results that RFC 8601, section 2.7, registers for our methods.

    A `TEMPERROR` is never treated as a pass: nobody knows yet.
    """

    NONE = "none"
    PASS = "pass"  # noqa: S105 - RFC 8601's word, not a secret
    FAIL = "fail"
    SOFTFAIL = "softfail"
    NEUTRAL = "neutral"
    POLICY = "policy"
    TEMPERROR = "temperror"
    PERMERROR = "permerror"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class SpfIdentity(StrEnum):
    """Whose domain SPF checked: the envelope sender's, or the greeting's where that is empty."""

    MAIL_FROM = "mailfrom"
    HELO = "helo"


class SpfResult(_Frozen):
    """What SPF (RFC 7208) says of the connecting address and the envelope's domain.

    `mechanism` is the term of the record that decided; `explanation` is the domain owner's own
    text for a `fail`, which a stranger wrote.
    """

    result: Result
    domain: str
    sentence: str
    mechanism: str | None = None
    explanation: str | None = None
    identity: SpfIdentity = SpfIdentity.MAIL_FROM


class DkimResult(_Frozen):
    """What one DKIM signature (RFC 6376, RFC 8463) is worth.

    `unsigned_bytes` counts what follows the part of the body that an `l=` tag limits it to.
    """

    result: Result
    domain: str
    selector: str
    sentence: str
    algorithm: str | None = None
    key_bits: int | None = None
    unsigned_bytes: int = 0


class PublishedPolicy(_Frozen):
    """What the record that applied says; `sp` and `np` are `None` where it does not say them.

    `rua` are the URIs that want aggregate reports, as they stand in the record.
    """

    p: str
    sp: str | None = None
    np: str | None = None
    adkim: str = "r"
    aspf: str = "r"
    testing: bool = False
    fo: str = "0"
    rua: tuple[str, ...] = ()


class DmarcResult(_Frozen):
    """What DMARC (RFC 9989) says of the author's domain and what its owner asks for.

    `policy` is what the record asks for this domain (`none`, `quarantine`, `reject`), `none` also
    while it is only being tested, and `None` where there is no usable record; `policy_domain` is
    where the record was found and `published` what it says; `aligned` names the methods that
    passed in alignment.
    """

    result: Result
    domain: str
    sentence: str
    policy: str | None = None
    aligned: tuple[str, ...] = ()
    policy_domain: str | None = None
    published: PublishedPolicy | None = None


class ArcResult(_Frozen):
    """What the ARC chain (RFC 8617) is worth, and who sealed it, first to last.

    `sealers` is empty unless the chain passed: an unproven name is worth nothing.
    """

    result: Result
    sentence: str
    sealers: tuple[str, ...] = ()


class Authentication(_Frozen):
    """Everything authentication found about one message."""

    spf: SpfResult
    dkim: tuple[DkimResult, ...]
    dmarc: DmarcResult
    arc: ArcResult
