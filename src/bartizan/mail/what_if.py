"""What a stored message would have come to under other rules; nothing is changed by asking."""

from dataclasses import dataclass

from bartizan.mail.mailroom import Mailroom
from bartizan.mail.pipeline import Pipeline
from bartizan.mail.policies import PolicySettings, Thresholds, in_force
from bartizan.mail.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Supposition:
    """Other rules.

    `thresholds` count for every recipient, instead of all those in force; `allow` and `deny` are
    further entries of the settings' lists; `without` names detectors that are not asked.
    """

    thresholds: Thresholds | None = None
    allow: tuple[str, ...] = ()
    deny: tuple[str, ...] = ()
    without: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Comparison:
    """The verdict that was given, if any, and the one that would be."""

    stored: Verdict | None
    supposed: Verdict


async def suppose(
    mailroom: Mailroom, pipeline: Pipeline, identifier: str, supposed: Supposition
) -> Comparison:
    """Judge a stored message again under other rules.

    What authentication found then is used again, since DNS may say something else today; senders
    and lists are as they are now.

    Raises:
        MessageMissingError: there is no such message.
        MessageDeletedError: it was deleted.
    """
    kept = await mailroom.kept(identifier)
    verdict = await pipeline.reconsider(
        kept.raw,
        kept.envelope,
        kept.verdict.authentication if kept.verdict else None,
        policy=_rules(pipeline.policy, supposed),
        without=supposed.without,
    )
    return Comparison(kept.verdict, verdict)


async def thresholds_of(mailroom: Mailroom, pipeline: Pipeline, identifier: str) -> Thresholds:
    """Return the thresholds in force for the recipients of a stored message.

    Raises:
        MessageMissingError: there is no such message.
    """
    envelope = await mailroom.envelope(identifier)
    return in_force(envelope.recipients, pipeline.policy)


def _rules(in_force: PolicySettings, supposed: Supposition) -> PolicySettings:
    rules = in_force.model_copy(
        update={
            "allow": (*in_force.allow, *supposed.allow),
            "deny": (*in_force.deny, *supposed.deny),
        }
    )
    if supposed.thresholds is None:
        return rules
    return rules.model_copy(update={"default": supposed.thresholds, "domains": {}})
