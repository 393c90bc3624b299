"""TLS reports: how connections to our mail servers fared elsewhere (RFC 8460)."""

from datetime import UTC, datetime
from typing import Any

import orjson
from pydantic import BaseModel, ConfigDict

from bartizan.mail.feedback.errors import ReportUnreadableError

_MOST_POLICIES, _MOST_DETAILS, _MOST_LINES = 1_000, 1_000, 100
_LONG = 1000
_LARGEST_COUNT = 2**31 - 1


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class TlsFailure(_Frozen):
    """Sessions that failed in one way between one pair of servers."""

    result: str
    count: int
    sending_ip: str = ""
    receiving_host: str = ""
    receiving_ip: str = ""
    reason: str = ""
    more: str = ""


class TlsPolicy(_Frozen):
    """One policy of ours (`sts`, `tlsa`, `no-policy-found`) and how sessions under it went."""

    type: str
    domain: str
    text: tuple[str, ...]
    hosts: tuple[str, ...]
    succeeded: int
    failed: int
    failures: tuple[TlsFailure, ...]


class TlsReport(_Frozen):
    """One report."""

    organisation: str
    contact: str
    report_id: str
    begin: datetime | None
    end: datetime | None
    policies: tuple[TlsPolicy, ...]


def read_tls(content: bytes) -> TlsReport:
    """Read a TLS report.

    Raises:
        ReportUnreadableError: it is no JSON, or no report.
    """
    try:
        found = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise ReportUnreadableError("It is not JSON.") from error
    if not isinstance(found, dict) or not isinstance(found.get("policies"), list):
        raise ReportUnreadableError("There are no policies in it.")
    period = _object(found.get("date-range"))
    return TlsReport(
        organisation=_text(found.get("organization-name")),
        contact=_text(found.get("contact-info")),
        report_id=_text(found.get("report-id")),
        begin=_moment(period.get("start-datetime")),
        end=_moment(period.get("end-datetime")),
        policies=tuple(_policy(_object(one)) for one in found["policies"][:_MOST_POLICIES]),
    )


def _policy(told: dict[str, Any]) -> TlsPolicy:
    policy, summary = _object(told.get("policy")), _object(told.get("summary"))
    return TlsPolicy(
        type=_text(policy.get("policy-type")),
        domain=_text(policy.get("policy-domain")).lower(),
        text=_lines(policy.get("policy-string")),
        hosts=_lines(policy.get("mx-host") or policy.get("mx-host-pattern")),
        succeeded=_count(summary.get("total-successful-session-count")),
        failed=_count(summary.get("total-failure-session-count")),
        failures=tuple(
            _failure(_object(one)) for one in _list(told.get("failure-details"))[:_MOST_DETAILS]
        ),
    )


def _failure(told: dict[str, Any]) -> TlsFailure:
    return TlsFailure(
        result=_text(told.get("result-type")),
        count=_count(told.get("failed-session-count")),
        sending_ip=_text(told.get("sending-mta-ip")),
        receiving_host=_text(told.get("receiving-mx-hostname")),
        receiving_ip=_text(told.get("receiving-ip")),
        reason=_text(told.get("failure-reason-code") or told.get("failure-error-code")),
        more=_text(told.get("additional-information") or told.get("additional-info-uri")),
    )


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _lines(value: Any) -> tuple[str, ...]:
    lines = [value] if isinstance(value, str) else _list(value)
    return tuple(_text(line) for line in lines[:_MOST_LINES])


def _text(value: Any) -> str:
    return value.strip()[:_LONG] if isinstance(value, str) else ""


def _count(value: Any) -> int:
    if isinstance(value, str) and value.isascii() and value.isdigit():
        value = int(value[:10])
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return min(max(value, 0), _LARGEST_COUNT) if is_number else 0


def _moment(value: Any) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
