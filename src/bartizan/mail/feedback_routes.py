"""HTTP: reports about mail in our name."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request

from bartizan.base.access import provided, requires
from bartizan.base.actor import Actor
from bartizan.base.paging import Page, PageRequest, page_of, page_request
from bartizan.base.problems import problems
from bartizan.mail.feedback.repository import ReportFilter
from bartizan.mail.feedback.schemas import (
    KeptReports,
    KeptShown,
    Kind,
    OutgoingShown,
    ReportShown,
    ReportSummary,
    Sources,
    SourceShown,
    shown,
)
from bartizan.mail.permissions import MailPermission
from bartizan.mail.public import Mail

router = APIRouter(prefix="/feedback")

Mails = Annotated[Mail, provided(Mail)]
Wanted = Annotated[PageRequest, Depends(page_request)]
Identifier = Annotated[str, Path(min_length=36, max_length=36, description="A report's id.")]
Domain = Annotated[str | None, Query(max_length=255, description="The domain it is about.")]
MayImport = Annotated[Actor, Depends(requires(MailPermission.FEEDBACK_IMPORT))]
MayRead = Depends(requires(MailPermission.FEEDBACK_READ))
_FILE = "application/octet-stream"


@router.get("", dependencies=[MayRead], responses=problems(401, 403, 422))
async def list_reports(
    mail: Mails, page: Wanted, kind: Kind | None = None, domain: Domain = None
) -> Page[ReportSummary]:
    """List reports, the newest first."""
    wanted = ReportFilter(kind=kind, domain=domain.lower() if domain else None)
    rows, total = await mail.feedback.find(wanted, page)
    items = [ReportSummary.model_validate(dict(row)) for row in rows]
    return page_of(items, total, page, last_key=rows[-1]["id"] if rows else None)


@router.get("/sources", dependencies=[MayRead], responses=problems(401, 403, 422))
async def list_sources(
    mail: Mails,
    domain: Domain = None,
    days: Annotated[int, Query(ge=1, le=3650)] = 30,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> Sources:
    """Say who wrote in our name by network address, the ones that failed most first."""
    rows = await mail.feedback.sources(domain.lower() if domain else None, days, limit)
    return Sources(sources=[SourceShown.model_validate(dict(row)) for row in rows])


@router.get("/outgoing", dependencies=[MayRead], responses=problems(401, 403, 422))
async def list_outgoing(mail: Mails, page: Wanted, domain: Domain = None) -> Page[OutgoingShown]:
    """List the reports of ours that were sent and that will be, the newest first."""
    rows, total = await mail.reporting.find(domain.lower() if domain else None, page)
    items = [OutgoingShown.model_validate(dict(row)) for row in rows]
    return page_of(items, total, page, last_key=rows[-1]["id"] if rows else None)


@router.get("/{identifier}", dependencies=[MayRead], responses=problems(401, 403, 404, 422))
async def read_report(identifier: Identifier, mail: Mails) -> ReportShown:
    """Show one report in full."""
    return shown(*await mail.feedback.report(identifier))


@router.post(
    "",
    responses=problems(401, 403, 413, 422),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {_FILE: {"schema": {"type": "string", "format": "binary"}}},
        }
    },
)
async def import_reports(request: Request, mail: Mails, actor: MayImport) -> KeptReports:
    """Read and keep the reports in a file: XML, JSON, gzip, ZIP, or a message that carries them.

    One that is known already is not kept twice.
    """
    content = await request.body()
    request_id = getattr(request.state, "request_id", None)
    kept = await mail.feedback.keep(content, actor, request_id=request_id)
    return KeptReports(reports=[KeptShown.model_validate(asdict(one)) for one in kept])
