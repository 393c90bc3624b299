"""The door of DMARC: do SPF or DKIM vouch for the author's domain, and what does its owner ask?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bartizan.mail.authentication.dmarc.author import NoAuthorError, author_domain
from bartizan.mail.authentication.dmarc.record import Policy, PolicyRecord
from bartizan.mail.authentication.dmarc.walk import (
    Found,
    UnknownRecordError,
    Walk,
    record_at,
    walk_trees,
)
from bartizan.mail.authentication.dns.questions import Evaluation, Outcome, RecordType, ask
from bartizan.mail.authentication.domains import is_within, normalised
from bartizan.mail.authentication.fields import RawMessage
from bartizan.mail.authentication.results import (
    DkimResult,
    DmarcResult,
    PublishedPolicy,
    Result,
    SpfResult,
)


@dataclass(frozen=True, slots=True)
class Identifier:
    """A domain that SPF or DKIM speaks for, and what it says."""

    method: str
    domain: str
    result: Result


@dataclass(frozen=True, slots=True)
class _Author:
    """The author's domain, the record that applies to it, and its organisation.

    `organisation` is `None` where nobody had to ask for it.
    """

    domain: str
    found: Found
    organisation: str | None


def evaluate_dmarc(
    message: RawMessage, spf: SpfResult, dkim: Sequence[DkimResult]
) -> Evaluation[DmarcResult]:
    """Judge the author's domain by results already gathered; never `pass` without one of them."""
    try:
        domain = author_domain(message)
    except NoAuthorError as error:
        return DmarcResult(result=error.result, domain="", sentence=str(error))
    try:
        return (yield from _judged(domain, _identifiers(spf, dkim)))
    except UnknownRecordError as error:
        return DmarcResult(
            result=Result.TEMPERROR,
            domain=domain,
            sentence=f"Whether this is really from {domain} is not known: {error}.",
        )


def _identifiers(spf: SpfResult, dkim: Iterable[DkimResult]) -> list[Identifier]:
    """Return what passed, or may yet pass, without doubles."""
    claims = [Identifier("spf", normalised(spf.domain), spf.result)]
    claims += [Identifier("dkim", normalised(item.domain), item.result) for item in dkim]
    hopeful = {Result.PASS, Result.TEMPERROR}
    return list(dict.fromkeys(item for item in claims if item.domain and item.result in hopeful))


def _judged(domain: str, identifiers: Sequence[Identifier]) -> Evaluation[DmarcResult]:
    author = yield from _discovered(domain, identifiers)
    if author is None:
        sentence = f"{domain} publishes no DMARC policy."
        return DmarcResult(result=Result.NONE, domain=domain, sentence=sentence)
    if not author.found.record.usable:
        sentence = f"The DMARC record of {author.found.name} asks for a policy that does not exist."
        return DmarcResult(result=Result.PERMERROR, domain=domain, sentence=sentence)
    aligned = yield from _aligned(author, identifiers)
    policy = yield from _policy(author)
    return _result(author, aligned, policy)


def _discovered(domain: str, identifiers: Sequence[Identifier]) -> Evaluation[_Author | None]:
    """Find the record; walk up only where it is not the author's own or alignment needs it."""
    own = record_at(domain, (yield from ask(f"_dmarc.{domain}", RecordType.TXT)))
    if own is not None and _is_settled(own, domain, identifiers):
        return _Author(domain, Found(domain, own), None)
    try:
        walk: Walk = (yield from walk_trees([domain]))[domain]
    except UnknownRecordError:
        # What passed for the very domain passes, whatever the names above it answer.
        if own is None or not _passed(item for item in identifiers if item.domain == domain):
            raise
        return _Author(domain, Found(domain, own), None)
    return None if walk.policy is None else _Author(domain, walk.policy, walk.organisation)


def _is_settled(own: PolicyRecord, domain: str, identifiers: Sequence[Identifier]) -> bool:
    """Say whether organisations do not matter: the very domain passed, or no other might."""
    same = [item for item in identifiers if item.domain == domain]
    passed = _passed(same)
    others = [item for item in identifiers if item.domain != domain]
    if passed:
        return not any(_untold(own, item, passed) and _kin(domain, item.domain) for item in others)
    return not others


def _passed(identifiers: Iterable[Identifier]) -> set[str]:
    return {item.method for item in identifiers if item.result is Result.PASS}


def _untold(record: PolicyRecord, item: Identifier, passed: set[str]) -> bool:
    """Say whether a report would be wrong about a method if nobody looked at this identifier.

    Once one method passed the verdict is certain, but who asked for reports is told of each.
    """
    return (
        bool(record.reports_to)
        and item.result is Result.PASS
        and item.method not in passed
        and not _strict(record, item)
    )


def _kin(one: str, other: str) -> bool:
    """Say whether two names may be of one organisation; spares the walk where they cannot."""
    return one.split(".")[-2:] == other.split(".")[-2:]


def _aligned(author: _Author, identifiers: Sequence[Identifier]) -> Evaluation[list[Identifier]]:
    """Return the identifiers that agree with the author (section 4.4).

    What lies outside the author's organisation cannot agree, so nobody walks for it: otherwise a
    stranger's slow DNS could turn a failure into “not known”.
    """
    same = [item for item in identifiers if item.domain == author.domain]
    passed = _passed(same)
    within = _within(author, identifiers)
    if passed:
        within = [item for item in within if _untold(author.found.record, item, passed)]
    if not within:
        return same
    try:
        walks = yield from walk_trees([item.domain for item in within])
    except UnknownRecordError:
        if passed:
            return same
        raise
    organisation = author.organisation
    return same + [item for item in within if walks[item.domain].organisation == organisation]


def _within(author: _Author, identifiers: Iterable[Identifier]) -> list[Identifier]:
    """Return the identifiers below the author's organisation that may agree with the author."""
    return [
        item
        for item in identifiers
        if item.domain != author.domain
        and not _strict(author.found.record, item)
        and author.organisation is not None
        and is_within(item.domain, author.organisation)
    ]


def _strict(record: PolicyRecord, item: Identifier) -> bool:
    return record.strict_spf if item.method == "spf" else record.strict_dkim


def _published(record: PolicyRecord) -> PublishedPolicy:
    return PublishedPolicy(
        p=record.policy,
        sp=record.subdomains,
        np=record.missing,
        adkim="s" if record.strict_dkim else "r",
        aspf="s" if record.strict_spf else "r",
        testing=record.testing,
        fo=record.failure_options,
        rua=record.reports_to,
    )


def _policy(author: _Author) -> Evaluation[Policy]:
    """Return the policy as published; a name that does not exist may have one of its own."""
    record = author.found.record
    if author.found.name == author.domain:
        return record.policy
    exists = True
    if record.missing is not None:
        answer = yield from ask(author.domain, RecordType.A)
        exists = answer.outcome is not Outcome.NO_NAME
    return record.inherited(exists=exists)


def _result(author: _Author, aligned: Sequence[Identifier], policy: Policy) -> DmarcResult:
    passed = [item for item in aligned if item.result is Result.PASS]
    result = Result.FAIL
    if passed:
        result = Result.PASS
    elif aligned:
        result = Result.TEMPERROR
    return DmarcResult(
        result=result,
        domain=author.domain,
        sentence=f"{_finding(author.domain, passed, result)} {_wish(author, policy)}",
        policy=Policy.NONE if author.found.record.testing else policy,
        aligned=tuple(dict.fromkeys(item.method for item in passed)),
        policy_domain=author.found.name,
        published=_published(author.found.record),
    )


def _finding(domain: str, passed: Sequence[Identifier], result: Result) -> str:
    if result is Result.PASS:
        methods = " and ".join(dict.fromkeys(item.method.upper() for item in passed))
        return f"This is really from {domain}: {methods} vouched for it."
    if result is Result.TEMPERROR:
        return f"Whether this is really from {domain} is not known: a check did not finish."
    return f"Nothing proves that this is from {domain}: neither SPF nor DKIM vouched for it."


_WISHES = {
    Policy.NONE: "does not ask for anything to be done with mail that fails",
    Policy.QUARANTINE: "asks to quarantine mail that fails",
    Policy.REJECT: "asks to reject mail that fails",
}


def _wish(author: _Author, policy: Policy) -> str:
    testing = ", but is only testing that" if author.found.record.testing else ""
    return f"{author.found.name} {_WISHES[policy]}{testing}."
