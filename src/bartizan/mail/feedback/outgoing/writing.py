"""Writes an aggregate report as XML, element by element in the order of RFC 9990's tables.

The inverse of `mail.feedback.aggregate`: what is written here reads back the same there.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from html import escape
from typing import Final

from bartizan.mail.feedback.aggregate import AggregateReport, AuthResult, Policy, Record

NAMESPACE: Final = "urn:ietf:params:xml:ns:dmarc-2.0"
_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_aggregate(report: AggregateReport) -> bytes:
    """Return the report's XML in UTF-8."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<feedback xmlns="{NAMESPACE}">',
        _leaf("version", "1.0"),
        *_branch("report_metadata", _about(report)),
        *_branch("policy_published", _policy(report.policy)),
    ]
    for record in report.records:
        lines += _branch("record", _record(record))
    lines.append("</feedback>")
    return ("\n".join(lines) + "\n").encode()


def _about(report: AggregateReport) -> Iterator[str]:
    yield _leaf("org_name", report.organisation)
    yield _leaf("email", report.email)
    yield from _told(("extra_contact_info", report.contact))
    yield _leaf("report_id", report.report_id)
    days = (("begin", _seconds(report.begin)), ("end", _seconds(report.end)))
    yield from _branch("date_range", (_leaf(*one) for one in days))
    yield from _told(("error", "\n".join(report.errors)), ("generator", report.generator))


def _policy(policy: Policy) -> Iterator[str]:
    yield _leaf("domain", policy.domain)
    yield from _told(("discovery_method", policy.discovery_method))
    yield _leaf("p", policy.p)
    names = ("sp", "np", "fo", "adkim", "aspf", "testing")
    yield from _told(*((name, getattr(policy, name)) for name in names))


def _record(record: Record) -> Iterator[str]:
    yield from _branch("row", _row(record))
    yield from _branch("identifiers", _identifiers(record))
    yield from _branch("auth_results", _results(record.results))


def _row(record: Record) -> Iterator[str]:
    yield _leaf("source_ip", record.source_ip)
    yield _leaf("count", str(record.count))
    yield from _branch("policy_evaluated", _evaluated(record))


def _evaluated(record: Record) -> Iterator[str]:
    yield _leaf("disposition", record.disposition)
    yield _leaf("dkim", record.dkim)
    yield _leaf("spf", record.spf)
    for why in record.overrides:
        yield from _branch("reason", [_leaf("type", why.type), *_told(("comment", why.comment))])


def _identifiers(record: Record) -> Iterator[str]:
    yield _leaf("header_from", record.header_from)
    # Empty where the message had the null sender: the RFC wants to see that.
    yield _leaf("envelope_from", record.envelope_from)
    yield from _told(("envelope_to", record.envelope_to))


def _results(results: Iterable[AuthResult]) -> Iterator[str]:
    """Write DKIM's results before SPF's, whatever order they come in."""
    for one in sorted(results, key=lambda one: one.method):
        named = ("selector", one.selector) if one.method == "dkim" else ("scope", one.scope)
        yield from _branch(
            one.method,
            [
                _leaf("domain", one.domain),
                *(_told(named) if one.method == "spf" else [_leaf(*named)]),
                _leaf("result", one.result),
                *_told(("human_result", one.comment)),
            ],
        )


def _branch(name: str, inside: Iterable[str]) -> list[str]:
    return [f"<{name}>", *inside, f"</{name}>"]


def _told(*leaves: tuple[str, str]) -> list[str]:
    """Write those of the optional elements that say something."""
    return [_leaf(name, text) for name, text in leaves if text]


def _leaf(name: str, text: str) -> str:
    return f"<{name}>{escape(_FORBIDDEN.sub(chr(0xFFFD), text), quote=False)}</{name}>"


def _seconds(moment: datetime | None) -> str:
    return str(int(moment.timestamp())) if moment is not None else "0"
