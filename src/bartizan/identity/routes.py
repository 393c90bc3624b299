"""HTTP: signing in and out, tokens, one's password, users and keys."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response

from bartizan.base.access import provided, public_route, requires
from bartizan.base.actor import Actor
from bartizan.base.errors import UnauthenticatedError
from bartizan.base.paging import Page, PageRequest, page_of, page_request
from bartizan.base.problems import problems
from bartizan.identity.caller import Caller
from bartizan.identity.cross_site import CSRF_HEADER, refuse_foreign
from bartizan.identity.errors import PersonOnlyError
from bartizan.identity.identified import Identified, Means
from bartizan.identity.permissions import IdentityPermission
from bartizan.identity.principals import person
from bartizan.identity.public import Identity
from bartizan.identity.request_facts import facts_of
from bartizan.identity.schemas import (
    Credentials,
    KeyMade,
    KeyShown,
    Me,
    NewKey,
    NewUser,
    PasswordChange,
    RefreshGrant,
    SessionShown,
    TokensShown,
    UserChange,
    UserShown,
)
from bartizan.identity.secret_tokens import csrf_token
from bartizan.identity.sessions import OpenedSession
from bartizan.identity.token_grants import TokenPair

router = APIRouter(prefix="/identity", tags=["identity"])


def caller_of(request: Request) -> Caller:
    """Read who calls, and from where (a FastAPI dependency)."""
    return Caller(
        actor=public_route(request),
        address=None if request.client is None else request.client.host,
        user_agent=request.headers.get("user-agent"),
        request_id=getattr(request.state, "request_id", None),
    )


Identities = Annotated[Identity, provided(Identity)]
Calling = Annotated[Caller, Depends(caller_of)]
Wanted = Annotated[PageRequest, Depends(page_request)]
Id = Annotated[str, Path(pattern="^[0-9a-f-]{36}$", description="A UUID.")]
Anybody = Depends(public_route)
ReadSelf = Depends(requires(IdentityPermission.SELF_READ))
WriteSelf = Depends(requires(IdentityPermission.SELF_WRITE))


def identified(request: Request) -> Identified:
    """Return what proved the request's sender, as the server found out (a FastAPI dependency)."""
    found = getattr(request.state, "identified", None)
    if not isinstance(found, Identified):
        raise UnauthenticatedError("Sign in and try again.")
    return found


Proof = Annotated[Identified, Depends(identified)]


@router.post("/session", dependencies=[Anybody], responses=problems(401, 403, 422, 429))
async def sign_in(
    body: Credentials, request: Request, response: Response, identity: Identities, caller: Calling
) -> SessionShown:
    """Sign in with a browser: sets the session cookie."""
    refuse_foreign(facts_of(request), identity.settings.origin)
    opened = await identity.sessions.sign_in(
        body.username,
        body.password.get_secret_value(),
        caller,
        previous=request.cookies.get(identity.settings.cookie),
    )
    _set_cookie(response, identity, opened.token)
    return _shown(opened)


@router.get("/session", dependencies=[ReadSelf], responses=problems(401, 403))
async def session(request: Request, identity: Identities, proof: Proof) -> SessionShown:
    """Tell who is signed in, and the session's CSRF token."""
    user = await identity.sessions.who(proof)
    token = request.cookies[identity.settings.cookie]
    return _shown(OpenedSession(token, user, proof.expires_at))


@router.delete("/session", status_code=204, dependencies=[WriteSelf], responses=problems(401, 403))
async def sign_out(response: Response, identity: Identities, caller: Calling, proof: Proof) -> None:
    """Sign out: ends the session, or all tokens of the sign-in the access token came from."""
    if proof.means is Means.KEY:
        raise PersonOnlyError("An API key has no session; revoke the key instead.")
    if proof.means is Means.TOKEN:
        await identity.tokens.sign_out(proof.reference, caller)
        return
    await identity.sessions.sign_out(proof.reference, caller)
    response.delete_cookie(
        identity.settings.cookie,
        secure=identity.settings.https,
        httponly=True,
        samesite="strict",
    )


@router.post("/tokens", dependencies=[Anybody], responses=problems(401, 403, 422, 429))
async def issue_tokens(
    body: Credentials, request: Request, identity: Identities, caller: Calling
) -> TokensShown:
    """Sign in with a program: answers an access token and a refresh token."""
    refuse_foreign(facts_of(request), identity.settings.origin)
    pair = await identity.tokens.sign_in(body.username, body.password.get_secret_value(), caller)
    return _tokens(pair)


@router.post("/tokens/refresh", dependencies=[Anybody], responses=problems(401, 403, 422))
async def refresh_tokens(
    body: RefreshGrant, request: Request, identity: Identities, caller: Calling
) -> TokensShown:
    """Exchange a refresh token, once; using it again revokes all that came from it."""
    refuse_foreign(facts_of(request), identity.settings.origin)
    return _tokens(await identity.tokens.refresh(body.refresh_token.get_secret_value(), caller))


@router.post(
    "/password",
    status_code=204,
    dependencies=[WriteSelf],
    responses=problems(401, 403, 422, 429),
)
async def change_password(
    body: PasswordChange,
    response: Response,
    identity: Identities,
    caller: Calling,
    proof: Proof,
) -> None:
    """Change one's password: ends every session and token, and renews this session.

    The new session's CSRF token is in the header X-CSRF-Token of the answer.
    """
    opened = await identity.own_password.change(
        proof, body.current.get_secret_value(), body.new.get_secret_value(), caller
    )
    if opened is not None:
        _set_cookie(response, identity, opened.token)
        response.headers[CSRF_HEADER] = csrf_token(opened.token)


@router.get(
    "/users",
    dependencies=[Depends(requires(IdentityPermission.USER_READ))],
    responses=problems(401, 403, 422),
)
async def users(wanted: Wanted, identity: Identities) -> Page[UserShown]:
    """List users by name."""
    found, total = await identity.users.listed(wanted)
    last = found[-1].username if found else None
    return page_of([UserShown.of(user) for user in found], total, wanted, last_key=last)


@router.post(
    "/users",
    status_code=201,
    dependencies=[Depends(requires(IdentityPermission.USER_WRITE))],
    responses=problems(401, 403, 409, 422, 429),
)
async def create_user(body: NewUser, identity: Identities, caller: Calling) -> UserShown:
    """Create a user."""
    return UserShown.of(await identity.users.create(body, caller))


@router.patch(
    "/users/{identifier}",
    dependencies=[Depends(requires(IdentityPermission.USER_WRITE))],
    responses=problems(401, 403, 404, 409, 422, 429),
)
async def change_user(
    identifier: Id, body: UserChange, identity: Identities, caller: Calling
) -> UserShown:
    """Change a user's name, roles or password, or disable or enable the account."""
    return UserShown.of(await identity.users.change(identifier, body, caller))


@router.get("/keys", responses=problems(401, 403, 422))
async def keys(
    wanted: Wanted,
    identity: Identities,
    actor: Annotated[Actor, Depends(requires(IdentityPermission.SELF_READ))],
) -> Page[KeyShown]:
    """List one's own keys, newest first; with identity:key:read, everybody's."""
    found, total = await identity.keys.listed(wanted, actor)
    last = found[-1].id if found else None
    return page_of([KeyShown.of(key) for key in found], total, wanted, last_key=last)


@router.post("/keys", status_code=201, dependencies=[WriteSelf], responses=problems(401, 403, 422))
async def create_key(body: NewKey, identity: Identities, caller: Calling) -> KeyMade:
    """Make a key; its text is in this answer and nowhere else."""
    issued = await identity.keys.create(body, caller)
    return KeyMade.made(issued.text, issued.key)


@router.delete(
    "/keys/{identifier}",
    status_code=204,
    dependencies=[WriteSelf],
    responses=problems(401, 403, 404, 422),
)
async def revoke_key(identifier: Id, identity: Identities, caller: Calling) -> None:
    """Revoke one's own key; with identity:key:write, anybody's."""
    await identity.keys.revoke(identifier, caller)


def _set_cookie(response: Response, identity: Identity, token: str) -> None:
    response.set_cookie(
        identity.settings.cookie,
        token,
        max_age=int(identity.settings.session_life.total_seconds()),
        path="/",
        secure=identity.settings.https,
        httponly=True,
        samesite="strict",
    )


def _shown(opened: OpenedSession) -> SessionShown:
    return SessionShown(
        user=Me.of(opened.user, person(opened.user).permissions),
        csrf_token=csrf_token(opened.token),
        expires_at=opened.expires_at,
    )


def _tokens(pair: TokenPair) -> TokensShown:
    return TokensShown(
        access_token=pair.access_token,
        refresh_token=pair.refresh_token,
        expires_in=pair.expires_in,
    )
