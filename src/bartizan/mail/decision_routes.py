"""HTTP: what people decide about messages, what-if, and how well mail is judged."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request

from bartizan.base.access import provided, requires
from bartizan.base.actor import Actor
from bartizan.base.problems import problems
from bartizan.mail.decision_schemas import (
    AnalysisShown,
    BulkReport,
    DecisionShown,
    RecentDecision,
    Report,
    ReportResults,
    WhatIf,
    WhatIfShown,
    analysis_shown,
    decision_shown,
    outline,
    recent_decision,
    reported,
    supposition,
)
from bartizan.mail.detecting import shipped_detectors
from bartizan.mail.errors import MessageMissingError
from bartizan.mail.permissions import MailPermission
from bartizan.mail.pipeline import Pipeline
from bartizan.mail.policies import Thresholds
from bartizan.mail.public import Mail
from bartizan.mail.what_if import suppose, thresholds_of

router = APIRouter()

Mails = Annotated[Mail, provided(Mail)]
Identifier = Annotated[str, Path(min_length=36, max_length=36, description="A message's id.")]
MayReport = Annotated[Actor, Depends(requires(MailPermission.MESSAGE_REPORT))]
MayRead = Depends(requires(MailPermission.MESSAGE_READ))
MayScan = Depends(requires(MailPermission.MESSAGE_SCAN))
MaySeeFigures = Depends(requires(MailPermission.OVERVIEW_READ))


@router.post("/messages/report", responses=problems(401, 403, 422))
async def report_many(
    body: BulkReport, request: Request, mail: Mails, actor: MayReport
) -> ReportResults:
    """Say what several messages are; their senders and the detectors are judged by it."""
    return reported(
        await mail.decisions.report(
            body.ids, body.verdict, actor, body.note, request_id=_id_of(request)
        )
    )


@router.post("/messages/{identifier}/report", responses=problems(401, 403, 404, 422))
async def report_message(
    identifier: Identifier, body: Report, request: Request, mail: Mails, actor: MayReport
) -> list[DecisionShown]:
    """Say what a message is, and see every decision about it, oldest first."""
    known = await mail.decisions.report(
        [identifier], body.verdict, actor, body.note, request_id=_id_of(request)
    )
    if not known[identifier]:
        raise MessageMissingError("There is no message with this id, or it is not judged yet.")
    return [decision_shown(row) for row in await mail.decisions.of(identifier)]


@router.get(
    "/messages/{identifier}/decisions",
    dependencies=[MayRead],
    responses=problems(401, 403, 404, 422),
)
async def list_decisions(identifier: Identifier, mail: Mails) -> list[DecisionShown]:
    """List what people decided about a message, oldest first."""
    return [decision_shown(row) for row in await mail.decisions.of(identifier)]


@router.get(
    "/messages/{identifier}/thresholds",
    dependencies=[MayScan],
    responses=problems(401, 403, 404, 422),
)
async def thresholds(
    identifier: Identifier, mail: Mails, pipeline: Annotated[Pipeline, provided(Pipeline)]
) -> Thresholds:
    """Show the thresholds that the policy in force has for a message's recipients."""
    return await thresholds_of(mail.mailroom, pipeline, identifier)


@router.post(
    "/messages/{identifier}/what-if",
    dependencies=[MayScan],
    responses=problems(401, 403, 404, 422),
)
async def what_if(
    identifier: Identifier,
    body: WhatIf,
    mail: Mails,
    pipeline: Annotated[Pipeline, provided(Pipeline)],
) -> WhatIfShown:
    """Judge a stored message under other rules; nothing is changed.

    DNS is not asked again; senders and lists are as they are now.
    """
    compared = await suppose(mail.mailroom, pipeline, identifier, supposition(body))
    stored, supposed = compared.stored, compared.supposed
    return WhatIfShown(
        stored=outline(stored) if stored is not None else None,
        supposed=outline(supposed),
        changes=stored is None or stored.disposition is not supposed.disposition,
    )


@router.get("/analysis", dependencies=[MaySeeFigures], responses=problems(401, 403, 422))
async def analysis(mail: Mails, days: Annotated[int, Query(ge=1, le=366)] = 30) -> AnalysisShown:
    """Say how well mail was judged in the last days: catch rate, tactics, detectors."""
    return analysis_shown(await mail.analyses.last(days), shipped_detectors())


@router.get("/decisions", dependencies=[MayRead], responses=problems(401, 403, 422))
async def recent_decisions(
    mail: Mails, limit: Annotated[int, Query(ge=1, le=200)] = 20
) -> list[RecentDecision]:
    """List what people decided last about any message, newest first."""
    return [recent_decision(row) for row in await mail.decisions.recent(limit)]


def _id_of(request: Request) -> str | None:
    return getattr(request.state, "request_id", None)
