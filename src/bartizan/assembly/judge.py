"""Builds the judge of mail from the settings."""

from collections.abc import Sequence
from pathlib import Path

from bartizan.assembly.settings import load_settings
from bartizan.base.clock import Clock, SystemClock
from bartizan.forensics.signatures.rules import load_rules
from bartizan.learning.registry import Registry
from bartizan.mail.authentication.dns.resolver import Resolver
from bartizan.mail.evidence import Organisation, Person
from bartizan.mail.examining.examiner import Examiner
from bartizan.mail.examining.readers import readers_with
from bartizan.mail.judgement import DnsSettings, JudgementSettings
from bartizan.mail.learned.panel import open_panel, shelves
from bartizan.mail.pipeline import Judges, Pipeline, SenderBook, Signatures
from bartizan.mail.scanners.clamd import Clamd

_ANY = "*"
MODELS = "models"


def judge_from_settings(*, dns: bool, chosen: Sequence[Path] = ()) -> Pipeline:
    """Return the judge for messages on disk; without `dns` it asks nobody.

    `chosen` are folders of models that judge instead of those in use.
    """
    settings = load_settings().mail
    mode = DnsSettings(mode="live" if dns else "offline", servers=settings.judgement.dns.servers)
    judgement = settings.judgement.model_copy(update={"dns": mode})
    domains, models = settings.gateway.domains, models_folder()
    return build_judge(judgement, domains, SystemClock(), models=models, chosen=chosen)


def build_judge(
    settings: JudgementSettings,
    accepted_domains: tuple[str, ...],
    clock: Clock,
    book: SenderBook | None = None,
    models: Path | None = None,
    chosen: Sequence[Path] = (),
) -> Pipeline:
    """Return the pipeline that judges mail for these domains under these settings.

    Without a `book` it knows no sender: there is none for messages on disk. `models` is the folder
    of the models trained here, which win over those that ship; those in the folders `chosen` win
    over both.

    Raises:
        ModelMissingError: a model is missing.
        ModelTamperedError: a model's bytes do not match its card.
        ModelUnreadableError: a model or its card cannot be read.
    """
    return Pipeline(
        organisation(settings, accepted_domains),
        settings.policy,
        build_resolver(settings.dns, clock),
        clock,
        budget_seconds=settings.dns.budget_seconds,
        judges=Judges(panel=open_panel(Registry(shelves(models), chosen))),
        examiner=_examiner(settings, clock),
        examination_seconds=settings.examination.message_seconds,
        signatures=_signatures(settings),
        book=book,
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


def _examiner(settings: JudgementSettings, clock: Clock) -> Examiner | None:
    if not settings.examination.enabled:
        return None
    wanted = settings.signatures
    readers = readers_with(wanted.folder, signatures=wanted.enabled)
    return Examiner(settings.examination, clock, readers)


def _signatures(settings: JudgementSettings) -> Signatures:
    """Build what knows signatures.

    Raises:
        SignatureRuleError: a rule of the folder in the settings cannot be used.
    """
    folder, clamav = settings.signatures.folder, settings.clamav
    rules = load_rules(*([folder] if folder else [])) if settings.signatures.enabled else None
    if not clamav.address:
        return Signatures(rules)
    clamd = Clamd(clamav.address, timeout_seconds=clamav.timeout_seconds, limit=clamav.limit)
    return Signatures(rules, (clamd,), clamav.timeout_seconds)


def build_resolver(settings: DnsSettings, clock: Clock) -> Resolver | None:
    """Return whom to ask about DNS; `None` where nobody may be asked."""
    if settings.mode == "offline":
        return None
    from bartizan.mail.authentication.dns.live import LiveResolver  # noqa: PLC0415 - only it asks

    return LiveResolver(clock, nameservers=settings.servers)
