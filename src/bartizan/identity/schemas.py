"""Wire shapes of identity."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, StringConstraints

from bartizan.identity.key_format import KeyText
from bartizan.identity.password_rules import LONGEST, SHORTEST
from bartizan.identity.repository.keys import ApiKey
from bartizan.identity.repository.users import User
from bartizan.identity.roles import Role
from bartizan.identity.usernames import PATTERN

#: Text on one line that can be read: no control characters (NUL is more than a database can hold)
#: and none that turn the direction of writing or show nothing. Read by Python, Rust and browsers.
_UNSEEN = r"\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff"
_EDGE = rf"[^ \xa0{_UNSEEN}]"
Name = Annotated[str, StringConstraints(pattern=rf"^{_EDGE}([^{_UNSEEN}]*{_EDGE})?$")]


def _each_once(roles: list[Role]) -> list[Role]:
    return sorted(set(roles))


Roles = Annotated[list[Role], Field(min_length=1, max_length=8), AfterValidator(_each_once)]
NewPassword = Annotated[SecretStr, Field(min_length=SHORTEST, max_length=LONGEST)]
#: A password being checked: any length that might have been set.
AnyPassword = Annotated[SecretStr, Field(min_length=1, max_length=LONGEST)]


class _Sent(BaseModel):
    """A request body: unknown names are refused, so that a typing error is not silence."""

    model_config = ConfigDict(extra="forbid")


class Credentials(_Sent):
    """What a person signs in with."""

    username: Annotated[str, Field(min_length=1, max_length=256)]
    password: AnyPassword


class RefreshGrant(_Sent):
    """A refresh token to be exchanged."""

    refresh_token: Annotated[SecretStr, Field(min_length=1, max_length=256)]


class PasswordChange(_Sent):
    """The current password and the one to replace it."""

    current: AnyPassword
    new: NewPassword


class NewUser(_Sent):
    """A user to be created. The password is for the first sign-in: it must be changed then."""

    username: Annotated[str, Field(pattern=PATTERN, description="Compared without case.")]
    display_name: Annotated[Name, Field(max_length=200)]
    roles: Roles
    password: NewPassword


class UserChange(_Sent):
    """What to change about a user; what is absent or null stays.

    A new password ends the user's sessions and must be changed at the next sign-in.
    """

    display_name: Annotated[Name, Field(max_length=200)] | None = None
    roles: Roles | None = None
    disabled: bool | None = None
    password: NewPassword | None = None


class NewKey(_Sent):
    """An API key to be made."""

    name: Annotated[Name, Field(max_length=100, description="What the key is for.")]
    roles: Roles
    expires_in_days: Annotated[int, Field(ge=1, le=3650)] | None = None


class Me(BaseModel):
    """Who is signed in. `permissions` are words, in which `*` stands for any one."""

    id: str
    username: str
    display_name: str
    roles: list[str]
    permissions: list[str]
    must_change_password: bool

    @classmethod
    def of(cls, user: User, permissions: frozenset[str]) -> "Me":
        """Show a user and what they may do at this moment."""
        return cls(
            id=user.id,
            username=user.username,
            display_name=user.display_name,
            roles=sorted(user.roles),
            permissions=sorted(permissions),
            must_change_password=user.must_change_password,
        )


class SessionShown(BaseModel):
    """A session; `csrf_token` goes into the header X-CSRF-Token of every change."""

    user: Me
    csrf_token: str
    expires_at: datetime


class TokensShown(BaseModel):
    """Tokens for a program; `expires_in` is in seconds."""

    access_token: str
    refresh_token: str
    token_type: str = "Bearer"  # noqa: S105 - the name of a scheme (RFC 6750)
    expires_in: int


class UserShown(BaseModel):
    """A user as administration sees it."""

    id: str
    username: str
    display_name: str
    roles: list[str]
    disabled: bool
    must_change_password: bool
    created_at: datetime
    password_changed_at: datetime
    last_login_at: datetime | None

    @classmethod
    def of(cls, user: User) -> "UserShown":
        """Show a user, never the password's hash."""
        return cls.model_validate(user, from_attributes=True)


class KeyShown(BaseModel):
    """A key as it can be shown again and again; `owner_id` is null for the installation's own."""

    id: str
    name: str
    prefix: str
    owner_id: str | None
    roles: list[str]
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None

    @classmethod
    def of(cls, key: ApiKey) -> "KeyShown":
        """Show a key, never its hash."""
        return cls.model_validate(key, from_attributes=True)


class KeyMade(KeyShown):
    """A key at the one moment when it can be read."""

    key: str

    @classmethod
    def made(cls, text: KeyText, key: ApiKey) -> "KeyMade":
        """Show a new key with its secret."""
        return cls(**KeyShown.of(key).model_dump(), key=text.text)
