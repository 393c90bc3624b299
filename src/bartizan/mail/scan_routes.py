"""HTTP: judge a message without accepting it."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from bartizan.base.access import provided, requires
from bartizan.base.actor import Actor
from bartizan.base.errors import InvalidError
from bartizan.base.problems import problems
from bartizan.mail.permissions import MailPermission
from bartizan.mail.pipeline import Pipeline
from bartizan.mail.scanning import ScanReport, report
from bartizan.mail.verdict import Envelope

router = APIRouter()

_MESSAGE = "message/rfc822"
_NOBODY = Envelope(mail_from="", recipients=(), remote_address="", helo="")


@router.post(
    "/scan",
    responses=problems(401, 403, 413, 422),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {_MESSAGE: {"schema": {"type": "string", "format": "binary"}}},
        }
    },
)
async def scan(
    request: Request,
    pipeline: Annotated[Pipeline, provided(Pipeline)],
    _: Annotated[Actor, Depends(requires(MailPermission.MESSAGE_SCAN))],
) -> ScanReport:
    """Judge the message in the body; nothing is stored, nothing is delivered.

    Without an SMTP session SPF has nothing to check; DKIM, DMARC and ARC are checked where the
    settings allow questions to DNS.
    """
    raw = await request.body()
    if not raw:
        raise InvalidError("Send the message itself, as message/rfc822, in the request's body.")
    return report("", raw, await pipeline.examine(raw, _NOBODY))
