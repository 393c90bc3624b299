"""How people and programs prove who they are, and for how long it holds."""

from datetime import timedelta
from pathlib import Path

from pydantic import AnyHttpUrl, Field, SecretStr

from bartizan.base.settings import Section


class IdentitySettings(Section):
    """Settings of identity."""

    admin_username: str = Field(
        "admin",
        pattern=r"^[A-Za-z0-9][A-Za-z0-9._@+-]{0,63}$",
        description="User name of the first administrator.",
    )
    admin_password: SecretStr | None = Field(
        None, description="Password of the first administrator; unset: made up and shown once."
    )
    public_url: AnyHttpUrl | None = Field(
        None,
        description="Where browsers reach the console, such as https://mail-watch.example.org; "
        "an https URL secures the session cookie.",
    )
    session_hours: float = Field(12, gt=0, le=720, description="Longest life of a session.")
    idle_minutes: float = Field(60, gt=0, description="A session unused for so long ends.")
    access_minutes: float = Field(10, gt=0, le=60, description="Life of an access token.")
    refresh_days: float = Field(
        30, gt=0, le=365, description="Days until somebody with tokens must sign in again."
    )
    key_days: int = Field(
        365, ge=1, le=3650, description="Life of an API key that was made without saying."
    )
    signing_key: Path | None = Field(
        None,
        description="PEM file of the Ed25519 key that signs access tokens, for several machines "
        "to share; unset: made in `keys` in the data folder.",
    )
    hash_threads: int = Field(2, ge=1, le=64, description="Password checks at the same time.")
    hash_queue: int = Field(
        64, ge=0, le=10_000, description="Password checks that may wait; more are refused."
    )
    account_tries: int = Field(
        5, ge=1, le=100, description="Wrong passwords for an account before it must wait."
    )
    address_tries: int = Field(
        20, ge=1, le=10_000, description="Wrong passwords from an address before it must wait."
    )
    longest_wait_seconds: float = Field(
        300, gt=0, le=3600, description="The wait doubles with every wrong password up to this."
    )

    @property
    def https(self) -> bool:
        """Whether browsers reach us over TLS only."""
        return self.public_url is not None and self.public_url.scheme == "https"

    @property
    def origin(self) -> str | None:
        """The origin (RFC 6454) of our own pages, when it is known."""
        if self.public_url is None:
            return None
        return str(self.public_url).removesuffix(self.public_url.path or "").lower()

    @property
    def cookie(self) -> str:
        """The name of the session cookie; `__Host-` pins it to this very host (RFC 6265bis)."""
        return "__Host-bartizan" if self.https else "bartizan_session"

    @property
    def session_life(self) -> timedelta:
        """The absolute timeout of a session."""
        return timedelta(hours=self.session_hours)

    @property
    def idle_life(self) -> timedelta:
        """The idle timeout of a session."""
        return timedelta(minutes=self.idle_minutes)

    @property
    def refresh_life(self) -> timedelta:
        """The absolute life of a family of refresh tokens."""
        return timedelta(days=self.refresh_days)
