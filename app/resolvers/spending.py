"""What the equipment of a list cost."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Final

from app.readpath.declare import Condition, Order, Window, row_type_of
from app.schema.context import Info
from app.schema.equipment import CurrencyTotal, Equipment, EquipmentFilter, EquipmentSpending
from app.schema.filters import conditions

_AT_ONCE: Final = 500


async def spending_of(info: Info, which: EquipmentFilter | None) -> EquipmentSpending:
    """The sums of the viewer's equipment under a filter. Raises InvalidInput for a bad one."""
    prices = _prices(info, conditions(EquipmentFilter, which))
    spent = await info.context.services.spending.total(prices)
    return EquipmentSpending(
        totals=[
            CurrencyTotal(currency=currency, amount=total.amount, count=total.count)
            for currency, total in sorted(spent.totals.items())
        ],
        unreadable=spent.unreadable,
    )


async def _prices(info: Info, wanted: tuple[Condition, ...]) -> AsyncIterator[Sequence[str | None]]:
    order, more, offset = Order("created_at", descending=False), True, 0
    while more:
        window = Window(order=order, size=_AT_ONCE, offset=offset, conditions=wanted)
        page = await info.context.reads.page(row_type_of(Equipment), window, None, None)
        yield [row.price_encrypted for row in page.rows]
        more, offset = page.has_next, offset + _AT_ONCE
