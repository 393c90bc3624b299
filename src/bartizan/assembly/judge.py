"""Builds the judge of mail from the settings."""

from bartizan.assembly.settings import load_settings
from bartizan.base.clock import Clock, SystemClock
from bartizan.mail.authentication.dns.live import LiveResolver
from bartizan.mail.authentication.dns.resolver import Resolver
from bartizan.mail.evidence import Organisation, Person
from bartizan.mail.examining.examiner import Examiner
from bartizan.mail.judgement import DnsSettings, JudgementSettings
from bartizan.mail.pipeline import Pipeline

_ANY = "*"


def judge_from_settings(*, dns: bool) -> Pipeline:
    """Return the judge for messages on disk; without `dns` it asks nobody."""
    settings = load_settings().mail
    mode = DnsSettings(mode="live" if dns else "offline", servers=settings.judgement.dns.servers)
    judgement = settings.judgement.model_copy(update={"dns": mode})
    return build_judge(judgement, settings.gateway.domains, SystemClock())


def build_judge(
    settings: JudgementSettings, accepted_domains: tuple[str, ...], clock: Clock
) -> Pipeline:
    """Return the pipeline that judges mail for these domains under these settings."""
    return Pipeline(
        organisation(settings, accepted_domains),
        settings.policy,
        build_resolver(settings.dns, clock),
        clock,
        budget_seconds=settings.dns.budget_seconds,
        examiner=Examiner(settings.examination, clock) if settings.examination.enabled else None,
        examination_seconds=settings.examination.message_seconds,
    )


def organisation(settings: JudgementSettings, accepted_domains: tuple[str, ...]) -> Organisation:
    """Return whom we protect."""
    domains = {*settings.own_domains, *accepted_domains} - {_ANY}
    people = tuple(
        Person(person.name, frozenset(address.lower() for address in person.addresses))
        for person in settings.people
    )
    return Organisation(frozenset(domain.lower() for domain in domains), people)


def build_resolver(settings: DnsSettings, clock: Clock) -> Resolver | None:
    """Return whom to ask about DNS; `None` where nobody may be asked."""
    if settings.mode == "offline":
        return None
    return LiveResolver(clock, nameservers=settings.servers)
