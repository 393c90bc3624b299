"""The door of identity: all that other packages may call.

The server finds out who sends a request with `Identity.authenticator.identify(facts_of(request))`,
puts the answer on `request.state.identified` and its actor on `request.state.actor`, and renders
what is raised; the routes of this package rely on both.
"""

from datetime import timedelta
from pathlib import Path

from bartizan.audit.public import Ledger
from bartizan.base.clock import Clock
from bartizan.identity.access_tokens import AccessTokens
from bartizan.identity.api_keys import ApiKeys
from bartizan.identity.authenticate import Authenticator
from bartizan.identity.caller import Caller
from bartizan.identity.first_start import FirstAdministrator, FirstStart
from bartizan.identity.foundation import Foundation
from bartizan.identity.housekeeping import sweep
from bartizan.identity.identified import Identified, Means
from bartizan.identity.login import Login
from bartizan.identity.own_password import OwnPassword
from bartizan.identity.passwords import PasswordHashing
from bartizan.identity.permissions import IdentityPermission
from bartizan.identity.request_facts import RequestFacts, facts_of
from bartizan.identity.roles import PERMISSIONS, Role
from bartizan.identity.sessions import Sessions
from bartizan.identity.settings import IdentitySettings
from bartizan.identity.signing_key import signing_key
from bartizan.identity.throttle import Throttle
from bartizan.identity.token_grants import TokenGrants
from bartizan.identity.user_accounts import UserAccounts
from bartizan.storage.database import Database

__all__ = [
    "PERMISSIONS",
    "Authenticator",
    "Caller",
    "FirstAdministrator",
    "Identified",
    "Identity",
    "IdentityPermission",
    "IdentitySettings",
    "Means",
    "RequestFacts",
    "Role",
    "facts_of",
    "first_start",
]


class Identity:
    """Everything about who may do what, one attribute for each group of use cases."""

    def __init__(
        self,
        database: Database,
        ledger: Ledger,
        clock: Clock,
        settings: IdentitySettings,
        keys: Path,
    ) -> None:
        """Wire the parts; reads the key of access tokens from the folder `keys`, or makes it.

        Raises:
            SigningKeyError: the key cannot be read or made.
        """
        self.settings = settings
        self._ground = ground = Foundation(database, ledger, clock, settings)
        self._passwords = PasswordHashing(threads=settings.hash_threads, queue=settings.hash_queue)
        access = AccessTokens(
            signing_key(settings.signing_key or keys / "access-tokens.pem"),
            clock,
            issuer=settings.origin or "bartizan",
            life=timedelta(minutes=settings.access_minutes),
        )
        login = Login(ground, self._passwords, Throttle(settings, clock))
        self.authenticator = Authenticator(database, clock, access, settings)
        self.sessions = Sessions(ground, login, self.authenticator)
        self.tokens = TokenGrants(ground, login, self.authenticator, access)
        self.own_password = OwnPassword(
            ground, login, self._passwords, self.sessions, self.authenticator
        )
        self.users = UserAccounts(ground, self._passwords, self.authenticator)
        self.keys = ApiKeys(ground, self.authenticator)
        self.first_start = FirstStart(ground, self._passwords)

    async def sweep(self) -> int:
        """Forget ended sessions, expired tokens and old failures; wanted about every hour."""
        return await sweep(self._ground.database, self._ground.clock, self.settings)

    def close(self) -> None:
        """Let the hashing threads end."""
        self._passwords.close()


async def first_start(identity: Identity) -> FirstAdministrator | None:
    """Make the first administrator where there is no user yet, and return whom to greet."""
    return await identity.first_start.administrator()
