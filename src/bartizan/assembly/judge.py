"""Builds the judge of mail from the settings."""

from pathlib import Path

from bartizan.assembly.settings import load_settings
from bartizan.base.clock import Clock, SystemClock
from bartizan.learning.registry import Registry
from bartizan.mail.authentication.dns.live import LiveResolver
from bartizan.mail.authentication.dns.resolver import Resolver
from bartizan.mail.evidence import Organisation, Person
from bartizan.mail.judgement import DnsSettings, JudgementSettings
from bartizan.mail.learned.panel import open_panel, shelves
from bartizan.mail.pipeline import Judges, Pipeline

_ANY = "*"
MODELS = "models"


def judge_from_settings(*, dns: bool) -> Pipeline:
    """Return the judge for messages on disk; without `dns` it asks nobody."""
    settings = load_settings().mail
    mode = DnsSettings(mode="live" if dns else "offline", servers=settings.judgement.dns.servers)
    judgement = settings.judgement.model_copy(update={"dns": mode})
    return build_judge(judgement, settings.gateway.domains, SystemClock(), models_folder())


def build_judge(
    settings: JudgementSettings,
    accepted_domains: tuple[str, ...],
    clock: Clock,
    models: Path | None = None,
) -> Pipeline:
    """Return the pipeline that judges mail for these domains under these settings.

    `models` is the folder of the models trained here, which win over those that ship.

    Raises:
        ModelMissingError: a model is missing.
        ModelTamperedError: a model's bytes do not match its card.
    """
    return Pipeline(
        organisation(settings, accepted_domains),
        settings.policy,
        _resolver(settings.dns, clock),
        clock,
        budget_seconds=settings.dns.budget_seconds,
        judges=Judges(panel=open_panel(Registry(shelves(models)))),
    )


def models_folder() -> Path:
    """Return the folder of the models trained here, as the settings say."""
    return load_settings().storage.data / MODELS


def organisation(settings: JudgementSettings, accepted_domains: tuple[str, ...]) -> Organisation:
    """Return whom we protect."""
    domains = {*settings.own_domains, *accepted_domains} - {_ANY}
    people = tuple(
        Person(person.name, frozenset(address.lower() for address in person.addresses))
        for person in settings.people
    )
    return Organisation(frozenset(domain.lower() for domain in domains), people)


def _resolver(settings: DnsSettings, clock: Clock) -> Resolver | None:
    if settings.mode == "offline":
        return None
    return LiveResolver(clock, nameservers=settings.servers)
