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


class SpfResult(_Frozen):
    """What SPF (RFC 7208) says of the connecting address and the envelope's domain."""

    result: Result
    domain: str
    sentence: str
    mechanism: str | None = None
    explanation: str | None = None


class DkimResult(_Frozen):
    """What one DKIM signature (RFC 6376, RFC 8463) is worth."""

    result: Result
    domain: str
    selector: str
    sentence: str
    algorithm: str | None = None
    key_bits: int | None = None


class DmarcResult(_Frozen):
    """What DMARC (RFC 9989) says of the author's domain and what its owner asks for.

    `policy` is what the record asks for this domain (`none`, `quarantine`, `reject`), `None` where
    there is no record; `aligned` names the methods that passed in alignment.
    """

    result: Result
    domain: str
    sentence: str
    policy: str | None = None
    aligned: tuple[str, ...] = ()


class ArcResult(_Frozen):
    """What the ARC chain (RFC 8617) is worth, and who sealed it last."""

    result: Result
    sentence: str
    sealers: tuple[str, ...] = ()


class Authentication(_Frozen):
    """Everything authentication found about one message."""

    spf: SpfResult
    dkim: tuple[DkimResult, ...]
    dmarc: DmarcResult
    arc: ArcResult
