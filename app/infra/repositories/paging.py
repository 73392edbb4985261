"""Keyset pages over (created_at, id), both ways."""

from __future__ import annotations

from typing import TypeVar

from tortoise.expressions import Q
from tortoise.models import Model
from tortoise.queryset import QuerySet

from app.domain.paging import Direction, PageRequest, Position

RowT = TypeVar("RowT", bound=Model)


async def fetch_page(query: QuerySet[RowT], request: PageRequest) -> tuple[list[RowT], bool, bool]:
    """The rows of one page in list order, whether there are more after and before it."""
    forward_is_up = request.direction is Direction.ASC
    if request.after:
        query = query.filter(_beyond(request.after, up=forward_is_up))
    if request.before:
        query = query.filter(_beyond(request.before, up=not forward_is_up))
    up = forward_is_up != request.backward
    sign = "" if up else "-"
    found = (
        await query.order_by(f"{sign}created_at", f"{sign}id")
        .offset(request.offset)
        .limit(request.size + 1)
    )
    rows, more = found[: request.size], len(found) > request.size
    if request.backward:
        return rows[::-1], request.before is not None, more
    return rows, more, request.after is not None or request.offset > 0


def _beyond(position: Position, *, up: bool) -> Q:
    if up:
        later = Q(created_at__gt=position.created_at)
        return later | Q(created_at=position.created_at, id__gt=position.id)
    earlier = Q(created_at__lt=position.created_at)
    return earlier | Q(created_at=position.created_at, id__lt=position.id)
