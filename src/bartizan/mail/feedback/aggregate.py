"""Aggregate reports of DMARC: how mail in our name fared elsewhere (RFC 9990, RFC 7489 app. C).

Generators differ from the schema and from each other: an old draft, values in capitals, empty
elements, a second namespace. All of it is read for what it plainly means; what means nothing is
left empty rather than guessed.
"""

from datetime import UTC, datetime
from ipaddress import ip_address

from pydantic import BaseModel, ConfigDict

from bartizan.mail.feedback.errors import ReportUnreadableError
from bartizan.mail.feedback.xml import Element, read_xml

_MOST_RECORDS, _MOST_RESULTS = 100_000, 100
_LATEST = 253_402_300_799  # the end of the year 9999
_SHORT, _LONG = 255, 1000


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class AuthResult(_Frozen):
    """What one DKIM signature or the SPF check gave, before alignment."""

    method: str
    domain: str
    result: str
    selector: str = ""
    scope: str = ""
    comment: str = ""


class Override(_Frozen):
    """Why the receiver did not do what the policy asks."""

    type: str
    comment: str = ""


class Record(_Frozen):
    """Messages from one address that fared alike. `dkim` and `spf` count alignment."""

    source_ip: str
    count: int
    disposition: str
    dkim: str
    spf: str
    header_from: str
    envelope_from: str = ""
    envelope_to: str = ""
    overrides: tuple[Override, ...] = ()
    results: tuple[AuthResult, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether DMARC passed: one of the two aligned."""
        return "pass" in (self.dkim, self.spf)


class Policy(_Frozen):
    """The policy that the receiver found published."""

    domain: str
    p: str = ""
    sp: str = ""
    np: str = ""
    adkim: str = ""
    aspf: str = ""
    fo: str = ""
    pct: str = ""
    testing: str = ""
    discovery_method: str = ""


class AggregateReport(_Frozen):
    """One report: who writes, about which days and domain, and the records.

    `sound` is false where its XML was broken and what could be read may not be all.
    """

    organisation: str
    email: str
    report_id: str
    begin: datetime | None
    end: datetime | None
    policy: Policy
    records: tuple[Record, ...]
    contact: str = ""
    generator: str = ""
    errors: tuple[str, ...] = ()
    sound: bool = True


def read_aggregate(content: bytes) -> AggregateReport:
    """Read an aggregate report.

    Raises:
        ReportUnreadableError: it is no XML, or nothing in it is a report.
    """
    document, sound = read_xml(content)
    feedback = document.find("feedback")
    if feedback is None:
        raise ReportUnreadableError("There is no <feedback> in it.")
    about = feedback.find("report_metadata") or Element("report_metadata")
    return AggregateReport(
        organisation=about.said("org_name")[:_SHORT],
        email=about.said("email")[:_SHORT],
        contact=about.said("extra_contact_info")[:_LONG],
        report_id=about.said("report_id").strip("<>")[:_SHORT],
        begin=_moment(about.said("date_range", "begin")),
        end=_moment(about.said("date_range", "end")),
        generator=about.said("generator")[:_SHORT],
        errors=tuple(error.text.strip()[:_LONG] for error in about.all("error")[:_MOST_RESULTS]),
        policy=_policy(feedback.find("policy_published") or Element("policy_published")),
        records=tuple(_record(one) for one in feedback.all("record")[:_MOST_RECORDS]),
        sound=sound,
    )


def _policy(published: Element) -> Policy:
    names = [name for name in Policy.model_fields if name != "domain"]
    said = {name: published.said(name).lower()[:_SHORT] for name in names}
    return Policy(domain=published.said("domain").lower().rstrip(".")[:_SHORT], **said)


def _record(record: Element) -> Record:
    row = record.find("row") or Element("row")
    evaluated = row.find("policy_evaluated") or Element("policy_evaluated")
    named = record.find("identifiers") or record.find("identities") or Element("identifiers")
    return Record(
        source_ip=_address(row.said("source_ip")),
        count=_count(row.said("count")),
        disposition=evaluated.said("disposition").lower()[:_SHORT],
        dkim=evaluated.said("dkim").lower()[:_SHORT],
        spf=evaluated.said("spf").lower()[:_SHORT],
        header_from=named.said("header_from").lower()[:_SHORT],
        envelope_from=named.said("envelope_from").lower()[:_SHORT],
        envelope_to=named.said("envelope_to").lower()[:_SHORT],
        overrides=tuple(
            Override(type=why.said("type")[:_SHORT], comment=why.said("comment")[:_LONG])
            for why in evaluated.all("reason")[:_MOST_RESULTS]
            if why.said("type")
        ),
        results=_results(record.find("auth_results") or Element("auth_results")),
    )


def _results(found: Element) -> tuple[AuthResult, ...]:
    return tuple(
        AuthResult(
            method=one.name,
            domain=one.said("domain").lower()[:_SHORT],
            result=one.said("result").lower()[:_SHORT],
            selector=one.said("selector")[:_SHORT],
            scope=one.said("scope").lower()[:_SHORT],
            comment=one.said("human_result")[:_LONG],
        )
        for one in found.children[: 2 * _MOST_RESULTS]
        if one.name in ("dkim", "spf") and (one.said("domain") or one.said("result"))
    )


def _address(text: str) -> str:
    try:
        return str(ip_address(text))
    except ValueError:
        return ""


def _count(text: str) -> int:
    return min(int(text), 2**31 - 1) if text.isascii() and text.isdigit() and len(text) < 20 else 0  # noqa: PLR2004 - digits of a counter


def _moment(text: str) -> datetime | None:
    """Return the moment that seconds since 1970 name; fractions are dropped."""
    digits = text.partition(".")[0]
    if not (digits.isascii() and digits.isdigit()) or not 0 < int(digits[:13]) < _LATEST:
        return None
    return datetime.fromtimestamp(int(digits[:13]), UTC)
