"""`GET /v1/organization/costs`: what each day cost, page by page."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from aitestmock.openai.endpoints import out_of_order, route
from aitestmock.openai.errors import (
    OpenAIError,
    missing,
    not_an_admin,
    wrong_type,
    wrong_value,
)
from aitestmock.responses import Json
from aitestmock.state import MockState

DAY = 86_400
MOST_DAYS = 180
DEFAULT_DAYS = 7
ORGANIZATION = "org-mock"

_PROJECT = "proj_mock"
_GROUPS = ("project_id", "line_item")
_LATEST = int(datetime(9999, 1, 1, tzinfo=UTC).timestamp())


class Costs:
    """Daily buckets: pictures every third day, two chat models every second one.

    Amounts depend on the date alone, so that every page and every run tells the same.
    """

    def __init__(self, state: MockState) -> None:
        self._state = state

    def routes(self) -> Sequence[BaseRoute]:
        """The endpoint; it asks for a key with `admin` in it."""
        return [route("GET", "/v1/organization/costs", self._costs)]

    async def _costs(self, request: Request) -> Response:
        if "admin" not in request.headers["authorization"].lower():
            raise not_an_admin()
        if held := out_of_order(self._state.settings.costs_status, self._state):
            return held
        query = request.query_params
        if query.get("bucket_width", "1d") != "1d":
            raise wrong_value("bucket_width", query["bucket_width"], "'1d'")
        groups = query.getlist("group_by") + query.getlist("group_by[]")
        for group in groups:
            if group not in _GROUPS:
                raise wrong_value("group_by", group, ", ".join(f"'{each}'" for each in _GROUPS))
        limit = _number(request, "limit", DEFAULT_DAYS)
        if not 1 <= limit <= MOST_DAYS:
            raise wrong_value("limit", limit, f"1 to {MOST_DAYS}")
        if "start_time" not in query:
            raise missing("start_time")
        start = _number(request, "start_time", 0)
        end = min(_number(request, "end_time", _LATEST), _tomorrow(self._state.clock()))
        days = range(start - start % DAY, end, DAY)
        first = _place(query["page"]) if "page" in query else 0
        page = days[first : first + limit]
        more = first + limit < len(days)
        return Json(
            {
                "object": "page",
                "data": [_bucket(day, groups) for day in page],
                "has_more": more,
                "next_page": _page(first + limit) if more else None,
            }
        )


def _bucket(day: int, groups: Sequence[str]) -> dict[str, object]:
    spent = _spent(day // DAY)
    project = _PROJECT if "project_id" in groups else None
    if "line_item" in groups:
        results = [_result(amount, item, project) for item, amount in spent.items()]
    else:
        results = [_result(sum(spent.values()), None, project)] if spent else []
    return {"object": "bucket", "start_time": day, "end_time": day + DAY, "results": results}


def _spent(day_number: int) -> dict[str, float]:
    """The line items of a day since 1970 and their amounts in dollars."""
    spent: dict[str, float] = {}
    if day_number % 3 == 0:
        spent["gpt-image-1, image output"] = 0.04 * (1 + day_number % 7)
    if day_number % 2 == 0:
        spent["gpt-4o-mini, input"] = 0.00015 * (1 + day_number % 11)
        spent["gpt-4o-mini, output"] = 0.0006 * (1 + day_number % 11)
    return spent


def _result(amount: float, item: str | None, project: str | None) -> dict[str, object]:
    return {
        "object": "organization.costs.result",
        "amount": {"value": amount, "currency": "usd"},
        "line_item": item,
        "project_id": project,
        "organization_id": ORGANIZATION,
    }


def _tomorrow(now: float) -> int:
    return (int(now) // DAY + 1) * DAY


def _number(request: Request, name: str, default: int) -> int:
    text = request.query_params.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit()):
        raise wrong_type(name, "an integer")
    return min(int(text[:15]), _LATEST)


def _page(place: int) -> str:
    return "page_" + base64.urlsafe_b64encode(str(place).encode()).decode()


def _place(page: str) -> int:
    try:
        place = base64.urlsafe_b64decode(page.removeprefix("page_")).decode()
    except (binascii.Error, UnicodeDecodeError) as error:
        raise _no_such_page() from error
    if not (page.startswith("page_") and place.isascii() and place.isdigit()):
        raise _no_such_page()
    return int(place)


def _no_such_page() -> OpenAIError:
    return OpenAIError(400, "Invalid page.", param="page", code="invalid_value")
