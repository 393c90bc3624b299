"""`bartizan identity`: users and keys, for whoever has the machine."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import Protocol, TypeVar

import click
from pydantic import SecretStr, ValidationError

from bartizan.base.actor import SYSTEM
from bartizan.base.errors import InvalidError
from bartizan.base.paging import MAX_PAGE_SIZE, PageRequest
from bartizan.identity.caller import Caller
from bartizan.identity.public import Identity
from bartizan.identity.roles import Role
from bartizan.identity.schemas import NewKey, NewUser, UserChange

Wanted = TypeVar("Wanted")

_CALLER = Caller(SYSTEM)
_ROLES = click.Choice([role.value for role in Role])


class Services(Protocol):
    """What these commands want of the assembled services."""

    @property
    def identity(self) -> Identity:
        """Users and keys."""
        ...


#: What the program puts on `ctx.obj`.
Open = Callable[[], AbstractAsyncContextManager[Services]]


@click.group()
def identity() -> None:
    """Manage users and API keys."""


@identity.group()
def key() -> None:
    """Manage API keys."""


@key.command("create")
@click.option("--name", required=True, help="What the key is for.")
@click.option("--role", "roles", type=_ROLES, multiple=True, required=True, help="May be repeated.")
@click.option("--expires-days", type=click.IntRange(1, 3650), help="Life of the key in days.")
@click.pass_obj
def create_key(opening: Open, name: str, roles: tuple[str, ...], expires_days: int | None) -> None:
    """Make an API key for the installation and print it, once."""
    wanted = _valid(lambda: NewKey(name=name, roles=_roles(roles), expires_in_days=expires_days))

    async def create(found: Identity) -> None:
        issued = await found.keys.create(wanted, _CALLER)
        click.echo(f"{issued.key.id} expires {issued.key.expires_at:%Y-%m-%d}", err=True)
        click.echo(issued.text.text)

    _run(opening, create)


@key.command("list")
@click.pass_obj
def list_keys(opening: Open) -> None:
    """List the API keys that are not revoked."""

    async def show(found: Identity) -> None:
        cursor: int = 1
        while True:
            keys, total = await found.keys.listed(PageRequest(cursor, MAX_PAGE_SIZE), SYSTEM)
            for one in keys:
                click.echo(
                    f"{one.id}  {one.prefix}  {','.join(one.roles)}  "
                    f"expires {one.expires_at:%Y-%m-%d}  {one.name}"
                )
            if cursor * MAX_PAGE_SIZE >= total:
                return
            cursor += 1

    _run(opening, show)


@key.command("revoke")
@click.argument("identifier")
@click.pass_obj
def revoke_key(opening: Open, identifier: str) -> None:
    """Revoke an API key by its id."""

    async def revoke(found: Identity) -> None:
        await found.keys.revoke(identifier, _CALLER)

    _run(opening, revoke)


@identity.group()
def user() -> None:
    """Manage users."""


_password = click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input."
)


@user.command("create")
@click.argument("username")
@click.option("--display-name", help="The name shown; by default the user name.")
@click.option("--role", "roles", type=_ROLES, multiple=True, required=True, help="May be repeated.")
@_password
@click.pass_obj
def create_user(
    opening: Open,
    username: str,
    display_name: str | None,
    roles: tuple[str, ...],
    *,
    password_stdin: bool,
) -> None:
    """Create a user, who must change the password at the first sign-in."""
    password = _password_from_stdin() if password_stdin else _password_asked()
    wanted = _valid(
        lambda: NewUser(
            username=username,
            display_name=display_name or username,
            roles=_roles(roles),
            password=SecretStr(password),
        )
    )

    async def create(found: Identity) -> None:
        click.echo((await found.users.create(wanted, _CALLER)).id)

    _run(opening, create)


@user.command("list")
@click.pass_obj
def list_users(opening: Open) -> None:
    """List the users."""

    async def show(found: Identity) -> None:
        page = 1
        while True:
            users, total = await found.users.listed(PageRequest(page, MAX_PAGE_SIZE))
            for one in users:
                state = "disabled" if one.disabled else "enabled"
                click.echo(f"{one.id}  {one.username}  {','.join(one.roles)}  {state}")
            if page * MAX_PAGE_SIZE >= total:
                return
            page += 1

    _run(opening, show)


@user.command("disable")
@click.argument("username")
@click.pass_obj
def disable_user(opening: Open, username: str) -> None:
    """Disable a user and end their sessions and tokens."""
    _change(opening, username, UserChange(disabled=True))


@user.command("enable")
@click.argument("username")
@click.pass_obj
def enable_user(opening: Open, username: str) -> None:
    """Let a disabled user sign in again."""
    _change(opening, username, UserChange(disabled=False))


@user.command("password")
@click.argument("username")
@_password
@click.pass_obj
def set_password(
    opening: Open,
    username: str,
    *,
    password_stdin: bool,
) -> None:
    """Set a user's password, which must be changed at the next sign-in."""
    password = _password_from_stdin() if password_stdin else _password_asked()
    _change(opening, username, _valid(lambda: UserChange(password=SecretStr(password))))


def _change(opening: Open, username: str, wanted: UserChange) -> None:
    async def change(found: Identity) -> None:
        account = await found.users.named(username)
        await found.users.change(account.id, wanted, _CALLER)

    _run(opening, change)


def _run(opening: Open, work: Callable[[Identity], Awaitable[None]]) -> None:
    async def opened() -> None:
        async with opening() as services:
            await work(services.identity)

    asyncio.run(opened())


def _roles(names: tuple[str, ...]) -> list[Role]:
    return [Role(name) for name in names]


def _password_from_stdin() -> str:
    return sys.stdin.readline().rstrip("\r\n")


def _password_asked() -> str:
    return str(click.prompt("Password", type=str, hide_input=True, confirmation_prompt=True))


def _valid(build: Callable[[], Wanted]) -> Wanted:
    """Build what a command asks for; what does not fit becomes one sentence without the value."""
    try:
        return build()
    except ValidationError as error:
        fault = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(step) for step in fault["loc"])
        raise InvalidError(f"{where}: {fault['msg']}.") from None
