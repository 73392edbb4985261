"""A statement on its way that needs no task of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.readpath.lanes import Lane, Lanes, Rows

Told = Callable[["Rows | BaseException"], None]
"""Hears the rows of a statement, or why there are none."""


class Question:
    """A statement asked of lanes; `told` hears the answer once, never before this is made.

    Where it is prepared on a lane, asyncpg's coroutine is driven by hand: it waits for one future.
    Everything else is left to a task.
    """

    __slots__ = ("_asking", "_lane", "_lanes", "_sql", "_told", "_values", "_waiter", "_waits")

    def __init__(self, lanes: Lanes, sql: str, values: tuple[Any, ...], told: Told) -> None:
        self._lanes = lanes
        self._sql = sql
        self._values = values
        self._told = told
        self._waits = False
        self._waiter: asyncio.Future[Any]
        lane = lanes.idle()
        if lane is not None:
            self._ask(lane)
        elif lanes.full:
            self._waits = True
            lanes.queue(self)
        else:
            self._in_a_task(lanes.run(sql, values))

    # The place of a question in the queue is itself: a future would cost another turn of the loop.

    def done(self) -> bool:
        """Whether no lane is waited for any more."""
        return not self._waits

    def set_result(self, lane: Lane | None) -> None:
        """Go on with the lane that was waited for; None is the right to lease one."""
        self._waits = False
        if lane is not None:
            self._ask(lane)
        else:
            self._in_a_task(self._lanes.run_leased(self._sql, self._values))

    def cancel(self, msg: object = None) -> None:
        """Give up, as a task would; `told` hears of that."""
        del msg
        # Not at once: a task that never began would keep the lane it was given.
        asyncio.get_running_loop().call_soon(self._give_up)

    def _give_up(self) -> None:
        if self._waits:
            self._waits = False
            self._told(asyncio.CancelledError())
        else:
            self._waiter.cancel()

    def _ask(self, lane: Lane) -> None:
        statement = lane.statements.get(self._sql)
        if statement is None:
            self._in_a_task(self._lanes.run_on(lane, self._sql, self._values))
            return
        self._lane = lane
        state = statement._state  # type: ignore[attr-defined]  # noqa: SLF001 - as `Lane.protocol`
        self._asking = lane.protocol.bind_execute(state, self._values, "", 0, True, None)
        try:
            self._wait(self._asking.send(None))
        except BaseException as error:  # noqa: BLE001 - it is told
            self._in_a_task(self._lanes.failed(lane, error))

    def _wait(self, waiter: asyncio.Future[Any]) -> None:
        waiter._asyncio_future_blocking = False  # noqa: SLF001 - as a task does with it
        waiter.add_done_callback(self._answered)
        self._waiter = waiter

    def _answered(self, _waiter: asyncio.Future[Any]) -> None:
        try:
            self._wait(self._asking.send(None))
        except StopIteration as stop:
            rows: Rows = stop.value[0]
        except BaseException as error:  # noqa: BLE001 - it is told
            self._in_a_task(self._lanes.failed(self._lane, error))
            return
        else:
            return
        if self._lanes.closed:
            self._in_a_task(self._lanes.read(self._lane, rows))
        else:
            self._lanes.hand_on(self._lane)
            self._told(rows)

    def _in_a_task(self, running: Coroutine[Any, Any, Rows]) -> None:
        lanes = self._lanes
        self._waiter = asyncio.ensure_future(lanes.persist(running, self._sql, self._values))
        self._waiter.add_done_callback(self._done)

    def _done(self, task: asyncio.Future[Rows]) -> None:
        if task.cancelled():
            self._told(asyncio.CancelledError())
        else:
            self._told(task.exception() or task.result())
