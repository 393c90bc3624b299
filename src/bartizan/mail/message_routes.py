"""HTTP: messages, their content and their parts."""

from asyncio import to_thread
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from pydantic import AwareDatetime

from bartizan.base.access import provided, requires
from bartizan.base.actor import Actor
from bartizan.base.paging import Page, PageRequest, page_of, page_request
from bartizan.base.problems import problems
from bartizan.forensics.mime import parse
from bartizan.mail.body_view import (
    BODY_HEADERS,
    body_document,
    body_text,
    evidence_marks,
    part_headers,
    raw_headers,
)
from bartizan.mail.listing import MessageFilter
from bartizan.mail.models import MessageState
from bartizan.mail.permissions import MailPermission
from bartizan.mail.public import Mail
from bartizan.mail.rendering import shown, summaries
from bartizan.mail.schemas import MessageShown, MessageSummary, TextShown
from bartizan.mail.verdict import Disposition

router = APIRouter(prefix="/messages")

Mails = Annotated[Mail, provided(Mail)]
Wanted = Annotated[PageRequest, Depends(page_request)]
Identifier = Annotated[str, Path(min_length=36, max_length=36, description="A message's id.")]
Text = Annotated[str | None, Query(max_length=200)]
Marked = Annotated[
    str | None,
    Query(max_length=100, description="Mark the evidence of this detector; `all`: of every one."),
]
Moment = Annotated[AwareDatetime | None, Query(description="With a time zone.")]
Reader = Annotated[Actor, Depends(requires(MailPermission.MESSAGE_READ))]
MayRead = Depends(requires(MailPermission.MESSAGE_READ))


class Filters:
    """The filters of a list, read from the query string (a FastAPI dependency)."""

    def __init__(  # noqa: PLR0913 - each is one query parameter
        self,
        *,
        disposition: Disposition | None = None,
        state: MessageState | None = None,
        query: Text = None,
        sender: Text = None,
        recipient: Text = None,
        received_after: Moment = None,
        received_before: Moment = None,
    ) -> None:
        self.wanted = MessageFilter(
            disposition=disposition,
            state=state,
            query=query,
            sender=sender,
            recipient=recipient,
            received_after=received_after,
            received_before=received_before,
        )


@router.get("", dependencies=[MayRead], responses=problems(401, 403, 422))
async def list_messages(
    mail: Mails, page: Wanted, filters: Annotated[Filters, Depends()]
) -> Page[MessageSummary]:
    """List messages, newest first."""
    listed = await mail.mailroom.find(filters.wanted, page)
    last = listed.rows[-1]["id"] if listed.rows else None
    return page_of(summaries(listed), listed.total, page, last_key=last)


@router.get("/{identifier}", dependencies=[MayRead], responses=problems(401, 403, 404, 422))
async def read_message(identifier: Identifier, mail: Mails) -> MessageShown:
    """Show one message in full: verdict, deliveries, parts, headers, what happened to it."""
    return shown(await mail.mailroom.dossier(identifier))


@router.get(
    "/{identifier}/raw",
    response_class=Response,
    responses=problems(401, 403, 404, 422)
    | {200: {"content": {"message/rfc822": {"schema": {"type": "string", "format": "binary"}}}}},
)
async def read_raw(
    identifier: Identifier, request: Request, mail: Mails, actor: Reader
) -> Response:
    """Download the message as it came; the ledger records who did."""
    raw = await mail.mailroom.raw(identifier, actor, _id_of(request))
    headers = dict(raw_headers(identifier))
    return Response(raw, media_type="message/rfc822", headers=headers)


@router.get(
    "/{identifier}/body",
    dependencies=[MayRead],
    response_class=Response,
    responses=problems(401, 403, 404, 422)
    | {200: {"content": {"text/html": {"schema": {"type": "string"}}}}},
)
async def read_body(
    identifier: Identifier, request: Request, mail: Mails, mark: Marked = None
) -> Response:
    """Show the HTML of the message, rebuilt to be safe, under a policy that forbids everything."""
    kept = await mail.mailroom.kept(identifier)
    marks = evidence_marks(kept.verdict, mark) if mark is not None else ()
    parts_url = request.url.path.removesuffix("/body") + "/parts/"
    document = await to_thread(body_document, parse(kept.raw), parts_url, marks)
    content = document.encode("utf-8", "replace")
    return Response(content, media_type="text/html; charset=utf-8", headers=BODY_HEADERS)


@router.get("/{identifier}/text", dependencies=[MayRead], responses=problems(401, 403, 404, 422))
async def read_text(identifier: Identifier, mail: Mails) -> TextShown:
    """Show the text of the message."""
    text = body_text(await mail.mailroom.content(identifier))
    return TextShown(text=text.encode("utf-8", "replace").decode())


@router.get(
    "/{identifier}/parts/{index}",
    response_class=Response,
    responses=problems(401, 403, 404, 422)
    | {
        200: {
            "content": {
                "application/octet-stream": {"schema": {"type": "string", "format": "binary"}}
            }
        }
    },
)
async def read_part(
    identifier: Identifier,
    index: Annotated[int, Path(ge=0, le=100_000)],
    request: Request,
    mail: Mails,
    actor: Reader,
) -> Response:
    """Download one part; the ledger records who did."""
    part, content = await mail.mailroom.part(identifier, index, actor, _id_of(request))
    kind, headers = part_headers(part, content)
    return Response(content, media_type=kind, headers=dict(headers))


def _id_of(request: Request) -> str | None:
    return getattr(request.state, "request_id", None)
