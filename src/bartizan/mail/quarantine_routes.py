"""HTTP: the quarantine, and the figures of the last hours."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from bartizan.base.access import provided, requires
from bartizan.base.actor import Actor
from bartizan.base.paging import Page, PageRequest, page_of, page_request
from bartizan.base.problems import problems
from bartizan.mail.listing import MessageFilter
from bartizan.mail.permissions import MailPermission
from bartizan.mail.public import Mail
from bartizan.mail.quarantine import Result
from bartizan.mail.rendering import held_messages
from bartizan.mail.schemas import Bulk, BulkResult, BulkResults, HeldMessage, OverviewShown

router = APIRouter()

Mails = Annotated[Mail, provided(Mail)]
Wanted = Annotated[PageRequest, Depends(page_request)]
MayRelease = Annotated[Actor, Depends(requires(MailPermission.QUARANTINE_RELEASE))]
MayDelete = Annotated[Actor, Depends(requires(MailPermission.QUARANTINE_DELETE))]
MayRead = Depends(requires(MailPermission.QUARANTINE_READ))
MaySeeFigures = Depends(requires(MailPermission.OVERVIEW_READ))


@router.get("/quarantine", dependencies=[MayRead], responses=problems(401, 403, 422))
async def list_quarantine(
    mail: Mails, page: Wanted, query: Annotated[str | None, Query(max_length=200)] = None
) -> Page[HeldMessage]:
    """List held mail, newest first."""
    listed = await mail.mailroom.find(MessageFilter(query=query, held=True), page)
    last = listed.rows[-1]["id"] if listed.rows else None
    return page_of(held_messages(listed), listed.total, page, last_key=last)


@router.post("/quarantine/release", responses=problems(401, 403, 422))
async def release(body: Bulk, request: Request, mail: Mails, actor: MayRelease) -> BulkResults:
    """Let held mail go to its recipients; asking twice sends once."""
    return _results(
        await mail.quarantine.release(body.ids, actor, body.reason, request_id=_id_of(request))
    )


@router.post("/quarantine/delete", responses=problems(401, 403, 422))
async def delete(body: Bulk, request: Request, mail: Mails, actor: MayDelete) -> BulkResults:
    """Give up held mail; its record stays."""
    return _results(
        await mail.quarantine.delete(body.ids, actor, body.reason, request_id=_id_of(request))
    )


@router.get("/overview", dependencies=[MaySeeFigures], responses=problems(401, 403, 422))
async def overview(
    mail: Mails, hours: Annotated[int, Query(ge=1, le=24 * 31)] = 24
) -> OverviewShown:
    """Count what came in lately and what became of it."""
    return OverviewShown.model_validate(asdict(await mail.overviews.last(hours)))


def _results(results: list[Result]) -> BulkResults:
    return BulkResults(
        results=[BulkResult(id=one.id, outcome=one.ending, detail=one.sentence) for one in results]
    )


def _id_of(request: Request) -> str | None:
    return getattr(request.state, "request_id", None)
