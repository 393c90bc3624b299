"""The door of mail: everything other packages may use."""

from bartizan.audit.public import Ledger
from bartizan.base.clock import Clock
from bartizan.jobs.public import Jobs
from bartizan.mail.analysis import Analyses
from bartizan.mail.authentication.dns.resolver import Resolver
from bartizan.mail.decisions import Decisions
from bartizan.mail.delivery.deliveries import Deliveries
from bartizan.mail.dsn import Addressee, DsnRequest, Notify, SenderOptions
from bartizan.mail.feedback.keeping import Feedback
from bartizan.mail.feedback.outgoing.reporting import Reporting
from bartizan.mail.ingress.gateway import Gateway
from bartizan.mail.intake import Intake
from bartizan.mail.judging import Judge, Judging
from bartizan.mail.lists import Lists
from bartizan.mail.mailroom import Mailroom
from bartizan.mail.overview import Overviews
from bartizan.mail.permissions import MailPermission
from bartizan.mail.profiles import Profiles
from bartizan.mail.quarantine import Ending, Quarantine, Result
from bartizan.mail.sender_book import KeptBook
from bartizan.mail.settings import MailSettings
from bartizan.mail.verdict import Disposition, Envelope, Suspicion, Verdict
from bartizan.storage.blobs.port import BlobStore
from bartizan.storage.database import Database

__all__ = [
    "Addressee",
    "Analyses",
    "Decisions",
    "Deliveries",
    "Disposition",
    "DsnRequest",
    "Ending",
    "Envelope",
    "Feedback",
    "Gateway",
    "Intake",
    "Judge",
    "Judging",
    "KeptBook",
    "Lists",
    "Mail",
    "MailPermission",
    "MailSettings",
    "Mailroom",
    "Notify",
    "Overviews",
    "Profiles",
    "Quarantine",
    "Reporting",
    "Result",
    "SenderOptions",
    "Suspicion",
    "Verdict",
]


class Mail:
    """Every service of mail over one set of stores.

    `intake` takes messages in, `judging` and `deliveries` move them on, `quarantine` resolves the
    held ones, `mailroom`, `overviews` and `analyses` show them; `feedback` keeps what others report
    of us, `reporting` tells others what we saw. `decisions` and `lists` take what people decide
    about messages and senders, `profiles` shows senders.
    """

    def __init__(  # noqa: PLR0913 - these are the stores and services that mail stands on
        self,
        database: Database,
        blobs: BlobStore,
        jobs: Jobs,
        ledger: Ledger,
        clock: Clock,
        settings: MailSettings,
        *,
        judge: Judge,
        resolver: Resolver | None = None,
    ) -> None:
        """Take the stores; without a `resolver`, reports go to the reported domains only."""
        self.settings = settings
        self.intake = Intake(database, blobs, jobs, clock, settings)
        self.judging = Judging(database, blobs, jobs, ledger, clock, settings, judge=judge)
        self.deliveries = Deliveries(database, blobs, jobs, ledger, clock, settings)
        self.quarantine = Quarantine(database, jobs, ledger, clock)
        self.mailroom = Mailroom(database, blobs, ledger)
        self.overviews = Overviews(database, clock)
        self.analyses = Analyses(database, clock)
        self.decisions = Decisions(database, blobs, ledger, clock)
        self.lists = Lists(database, ledger, clock)
        self.profiles = Profiles(database, clock, keep_days=settings.senders.keep_days)
        self.feedback = Feedback(database, blobs, ledger, clock)
        self.reporting = Reporting(
            database, blobs, jobs, ledger, clock, settings, resolver=resolver
        )

    async def close(self) -> None:
        """Let go of connections to next hops."""
        await self.deliveries.close()
