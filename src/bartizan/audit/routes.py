"""The ledger over HTTP; checkpoint and tiles stand where C2SP tlog-tiles puts them."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import PlainTextResponse, Response

from bartizan.audit.entry import Outcome
from bartizan.audit.errors import EntryNotFoundError
from bartizan.audit.ledger import Ledger
from bartizan.audit.permissions import AuditPermission
from bartizan.audit.schemas import (
    ConsistencyView,
    EntryView,
    KeyView,
    ProofView,
    VerificationView,
    VerifyRequest,
)
from bartizan.audit.search import EntryFilter
from bartizan.audit.tiles import read_path
from bartizan.base.access import provided, requires
from bartizan.base.paging import Page, PageRequest, page_of, page_request
from bartizan.base.problems import problems

_MAX = 2**53 - 1
_CAN_READ = [Depends(requires(AuditPermission.ENTRY_READ))]
_CAN_VERIFY = [Depends(requires(AuditPermission.LEDGER_VERIFY))]
_FOR_EVER = {"Cache-Control": "private, max-age=31536000, immutable"}

router = APIRouter(prefix="/audit", tags=["audit"])
TheLedger = Annotated[Ledger, provided(Ledger)]
Index = Annotated[int, Path(ge=0, le=_MAX)]
Text = Annotated[str | None, Query(max_length=500)]


def entry_filter(
    *,
    action: Annotated[Text, Query(description="A word or its beginning: `mail:`.")] = None,
    actor: Annotated[Text, Query(description="The actor's id.")] = None,
    object: Annotated[Text, Query(description="The object's id.")] = None,  # noqa: A002 - its name
    outcome: Outcome | None = None,
    after: Annotated[datetime | None, Query(description="Inclusive.")] = None,
    before: Annotated[datetime | None, Query(description="Exclusive.")] = None,
) -> EntryFilter:
    """Read the filter from the query string."""
    return EntryFilter.read(action, actor, object, outcome, (after, before))


@router.get("/entries", dependencies=_CAN_READ, responses=problems(401, 403, 422))
async def list_entries(
    ledger: TheLedger,
    wanted: Annotated[EntryFilter, Depends(entry_filter)],
    page: Annotated[PageRequest, Depends(page_request)],
) -> Page[EntryView]:
    """List entries, newest first."""
    found = await ledger.find(wanted, page)
    last = str(found.entries[-1].index) if found.entries else None
    return page_of(list(map(EntryView.of, found.entries)), found.total, page, last_key=last)


@router.get("/entries/{index}", dependencies=_CAN_READ, responses=problems(401, 403, 404, 422))
async def get_entry(ledger: TheLedger, index: Index) -> EntryView:
    """Return one entry."""
    return EntryView.of(await ledger.entry(index))


@router.get(
    "/entries/{index}/proof", dependencies=_CAN_READ, responses=problems(401, 403, 404, 422)
)
async def prove_entry(ledger: TheLedger, index: Index) -> ProofView:
    """Prove that an entry is in the ledger as the newest checkpoint signs it."""
    return ProofView.of(await ledger.prove(index))


@router.get("/consistency", dependencies=_CAN_READ, responses=problems(401, 403, 422))
async def prove_consistency(
    ledger: TheLedger,
    old_size: Annotated[int, Query(ge=1, le=_MAX)],
    new_size: Annotated[int, Query(ge=1, le=_MAX)],
) -> ConsistencyView:
    """Prove that the first `old_size` entries were still the same at `new_size`."""
    return ConsistencyView.of(await ledger.consistency(old_size, new_size))


@router.post("/verify", dependencies=_CAN_VERIFY, responses=problems(401, 403, 409, 422))
async def verify(ledger: TheLedger, wanted: VerifyRequest | None = None) -> VerificationView:
    """Verify everything from the first entry on."""
    since = None if wanted is None else wanted.checkpoint
    return VerificationView.of(await ledger.verify(since=since))


@router.get(
    "/checkpoint",
    dependencies=_CAN_READ,
    response_class=PlainTextResponse,
    responses=problems(401, 403),
)
async def checkpoint(ledger: TheLedger) -> PlainTextResponse:
    """Return the newest checkpoint as a signed note."""
    return PlainTextResponse(await ledger.checkpoint(), headers={"Cache-Control": "no-store"})


@router.get("/key", dependencies=_CAN_READ, responses=problems(401, 403))
async def key(ledger: TheLedger) -> KeyView:
    """Return the public key that signs checkpoints."""
    return KeyView.of(ledger.key)


@router.get(
    "/tile/{place:path}",
    dependencies=_CAN_READ,
    response_class=Response,
    responses=problems(401, 403, 404)
    | {200: {"content": {"application/octet-stream": {}}, "description": "Hashes, or entries."}},
)
async def tile(ledger: TheLedger, place: Annotated[str, Path(max_length=64)]) -> Response:
    """Return a tile of hashes (`<level>/<index>[.p/<width>]`) or entries (`entries/<index>`)."""
    try:
        found, width = read_path(f"tile/{place}")
    except ValueError as error:
        raise EntryNotFoundError("That is not the path of a tile (C2SP tlog-tiles).") from error
    if isinstance(found, int):
        content = await ledger.entry_bundle(found, width)
    else:
        content = await ledger.tile(found, width)
    return Response(content, media_type="application/octet-stream", headers=_FOR_EVER)
