"""HTTP: senders, and the lists people keep of them."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request

from bartizan.base.access import provided, requires
from bartizan.base.actor import Actor
from bartizan.base.paging import Page, PageRequest, page_of, page_request
from bartizan.base.problems import problems
from bartizan.mail.evidence import Listed
from bartizan.mail.lists import NewEntry
from bartizan.mail.permissions import MailPermission
from bartizan.mail.public import Mail
from bartizan.mail.sender_schemas import (
    KnownSender,
    ListEntry,
    NewListEntry,
    known_sender,
    list_entry,
)

router = APIRouter()

Mails = Annotated[Mail, provided(Mail)]
Wanted = Annotated[PageRequest, Depends(page_request)]
MayWrite = Annotated[Actor, Depends(requires(MailPermission.LIST_WRITE))]
MaySeeSenders = Depends(requires(MailPermission.SENDER_READ))
MaySeeLists = Depends(requires(MailPermission.LIST_READ))


@router.get(
    "/senders/{address:path}", dependencies=[MaySeeSenders], responses=problems(401, 403, 404, 422)
)
async def read_sender(
    address: Annotated[str, Path(min_length=3, max_length=320)], mail: Mails
) -> KnownSender:
    """Show what is known of an address: mail seen, decisions, infrastructure, lists."""
    return known_sender(*await mail.profiles.of(address))


@router.get("/lists", dependencies=[MaySeeLists], responses=problems(401, 403, 422))
async def list_entries(
    mail: Mails,
    page: Wanted,
    kind: Listed | None = None,
    query: Annotated[str | None, Query(max_length=200)] = None,
) -> Page[ListEntry]:
    """List the senders that people let in or keep out, newest first."""
    rows, total = await mail.lists.find(page, kind, query)
    last = rows[-1]["id"] if rows else None
    return page_of([list_entry(row) for row in rows], total, page, last_key=last)


@router.post("/lists", status_code=201, responses=problems(401, 403, 409, 422))
async def add_entry(
    body: NewListEntry, request: Request, mail: Mails, actor: MayWrite
) -> ListEntry:
    """Let a sender in, or keep them out: for one recipient, a domain, or everybody."""
    entry = NewEntry(body.kind, body.pattern, body.scope, body.reason, body.expires_at)
    return list_entry(await mail.lists.add(entry, actor, _id_of(request)))


@router.delete("/lists/{identifier}", status_code=204, responses=problems(401, 403, 404, 422))
async def remove_entry(
    identifier: Annotated[str, Path(min_length=36, max_length=36)],
    request: Request,
    mail: Mails,
    actor: MayWrite,
    reason: Annotated[str, Query(max_length=1000)] = "",
) -> None:
    """Remove an entry."""
    await mail.lists.remove(identifier, reason, actor, _id_of(request))


def _id_of(request: Request) -> str | None:
    return getattr(request.state, "request_id", None)
