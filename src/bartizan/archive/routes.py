"""The archive over HTTP."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from bartizan.archive.permissions import ArchivePermission
from bartizan.archive.public import Archive, Order, Requester
from bartizan.archive.query.lexer import LONGEST_QUERY
from bartizan.archive.schemas import (
    CompletenessAnswer,
    MessageDetail,
    MessageItem,
    ProofAnswer,
    SearchPage,
)
from bartizan.base.access import provided, requires
from bartizan.base.actor import Actor
from bartizan.base.paging import PageRequest, page_of, page_request
from bartizan.base.problems import problems

router = APIRouter(prefix="/archive", tags=["archive"])

Wanted = Annotated[PageRequest, Depends(page_request)]
Identifier = Annotated[
    str, Path(max_length=64, pattern="^[0-9a-fA-F-]+$", description="Archive id or SHA-256.")
]
TheArchive = Annotated[Archive, provided(Archive)]
_RAW: dict[int | str, dict[str, Any]] = {
    200: {"content": {"message/rfc822": {"schema": {"type": "string", "format": "binary"}}}}
}


@router.get(
    "/search",
    dependencies=[Depends(requires(ArchivePermission.MESSAGE_READ))],
    responses=problems(401, 403, 422),
)
async def search(
    archive: TheArchive,
    wanted: Wanted,
    query: Annotated[str, Query(max_length=LONGEST_QUERY)] = "",
    order: Order = Order.NEWEST,
) -> SearchPage:
    """Find archived messages; `docs/archive/query.md` describes the language."""
    found = await archive.search(query, wanted, order)
    items = [MessageItem.of(hit) for hit in found.hits]
    page = page_of(items, found.total, wanted, last_key=found.next_key)
    return SearchPage(**dict(page), explained=found.explained, index_lag=found.index_lag)


@router.get(
    "/messages/{identifier}",
    dependencies=[Depends(requires(ArchivePermission.MESSAGE_READ))],
    responses=problems(401, 403, 404),
)
async def message(identifier: Identifier, archive: TheArchive) -> MessageDetail:
    """Show everything known of one message."""
    return MessageDetail.of_detail(await archive.message(identifier))


@router.get(
    "/messages/{identifier}/raw",
    response_class=Response,
    responses=_RAW | problems(401, 403, 404),
)
async def raw(
    request: Request,
    identifier: Identifier,
    archive: TheArchive,
    actor: Annotated[Actor, Depends(requires(ArchivePermission.MESSAGE_EXPORT))],
) -> Response:
    """Hand out a message's exact bytes; the ledger records it."""
    requester = Requester(actor, getattr(request.state, "request_id", None))
    found, content = await archive.export(identifier, requester)
    return Response(
        content,
        media_type="message/rfc822",
        headers={
            "Content-Disposition": f'attachment; filename="{found.id}.eml"',
            "X-Content-SHA256": found.sha256,
            "ETag": f'"{found.sha256}"',
            "Cache-Control": "private, no-store",
        },
    )


@router.get(
    "/messages/{identifier}/proof",
    dependencies=[Depends(requires(ArchivePermission.MESSAGE_READ))],
    responses=problems(401, 403, 404, 503),
)
async def proof(identifier: Identifier, archive: TheArchive) -> ProofAnswer:
    """Prove that, and when, a message was archived."""
    return ProofAnswer.of(await archive.proof(identifier))


@router.get(
    "/completeness",
    dependencies=[Depends(requires(ArchivePermission.INDEX_READ))],
    responses=problems(401, 403),
)
async def completeness(archive: TheArchive) -> CompletenessAnswer:
    """Compare the archive with its index."""
    return CompletenessAnswer.of(await archive.completeness())
