"""One shape for every list the API answers: pages for people, cursors for programs."""

import base64
import binascii
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Generic, TypeVar

from fastapi import Query
from pydantic import BaseModel, Field

from bartizan.base.errors import InvalidError

Item = TypeVar("Item")

MAX_PAGE_SIZE = 200
MAX_PAGE = 10_000


class Page(BaseModel, Generic[Item]):
    """A page of a list.

    `total` is exact. `next_cursor` continues from the last item even while new ones arrive in
    front; it is opaque and absent on the last page.
    """

    items: list[Item]
    total: Annotated[int, Field(ge=0)]
    page: Annotated[int, Field(ge=1)]
    page_size: Annotated[int, Field(ge=1, le=MAX_PAGE_SIZE)]
    total_pages: Annotated[int, Field(ge=0)]
    has_next: bool
    has_prev: bool
    next_cursor: str | None = None


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Which part of a list is wanted: `page` counts from 1; a `cursor` overrides it."""

    page: int = 1
    page_size: int = 50
    cursor: str | None = None

    @property
    def offset(self) -> int:
        """How many items precede the page."""
        return (self.page - 1) * self.page_size

    def after(self) -> str | None:
        """Return the key of the last item already seen.

        Raises:
            InvalidError: the cursor is not one of ours.
        """
        return None if self.cursor is None else decode_cursor(self.cursor)


def page_request(
    page: Annotated[int, Query(ge=1, le=MAX_PAGE, description="Counted from 1.")] = 1,
    page_size: Annotated[int, Query(ge=1, le=MAX_PAGE_SIZE)] = 50,
    cursor: Annotated[
        str | None, Query(max_length=512, description="`next_cursor` of the page before.")
    ] = None,
) -> PageRequest:
    """Read paging from the query string (a FastAPI dependency)."""
    return PageRequest(page, page_size, cursor)


def page_of(
    items: Sequence[Item], total: int, wanted: PageRequest, *, last_key: str | None
) -> Page[Item]:
    """Build the page answered for `wanted`; `last_key` is the sort key of the last item."""
    seen = wanted.offset + len(items)
    more = len(items) == wanted.page_size and (wanted.cursor is not None or seen < total)
    return Page(
        items=list(items),
        total=total,
        page=wanted.page,
        page_size=wanted.page_size,
        total_pages=math.ceil(total / wanted.page_size),
        has_next=more,
        has_prev=wanted.page > 1 or wanted.cursor is not None,
        next_cursor=encode_cursor(last_key) if more and last_key is not None else None,
    )


def encode_cursor(key: str) -> str:
    """Wrap a sort key so that nobody is tempted to build one."""
    return base64.urlsafe_b64encode(key.encode()).decode().rstrip("=")


def decode_cursor(cursor: str) -> str:
    """Unwrap a cursor.

    Raises:
        InvalidError: the cursor is not one of ours.
    """
    try:
        return base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except (binascii.Error, ValueError) as error:
        raise InvalidError("The cursor is not one this API gave; start without it.") from error
