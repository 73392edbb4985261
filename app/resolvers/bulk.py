"""Deleting many things at once, each for itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Final
from uuid import UUID

import strawberry
from loguru import logger
from strawberry.scalars import JSON

from app.domain.errors import ErrorCode, InvalidInput, NotFound, StudioError
from app.schema.bulk import DeletionFailure, Deletions
from app.schema.context import Info
from app.schema.errors import UserError, user_errors
from app.schema.ids import decode_id
from app.schema.messages import say

MOST_AT_ONCE: Final = 100


async def delete_each(
    info: Info,
    type_name: str,
    ids: Sequence[strawberry.ID],
    delete: Callable[[UUID], Awaitable[object]],
) -> Deletions:
    """Call `delete` with each key, one after the other; whatever it raises concerns that id alone.

    Raises InvalidInput for no ids or more than 100.
    """
    distinct = list(dict.fromkeys(ids))
    if not distinct:
        raise InvalidInput("list.empty", "ids")
    if len(distinct) > MOST_AT_ONCE:
        raise InvalidInput("list.too_long", "ids", max=MOST_AT_ONCE, length=len(distinct))
    result = Deletions(deleted=[], not_found=[], failed=[])
    for each in distinct:
        try:
            await delete(decode_id(type_name, each, "ids"))
        except NotFound:
            result.not_found.append(each)
        except StudioError as error:
            [failure, *_] = user_errors(error, info.context.locale)
            result.failed.append(DeletionFailure(id=each, error=failure))
        except Exception as error:  # noqa: BLE001 - the other ids must not suffer
            logger.opt(exception=error).error("deleting a {} broke", type_name)
            result.failed.append(DeletionFailure(id=each, error=_unknown(info)))
        else:
            result.deleted.append(each)
    return result


def _unknown(info: Info) -> UserError:
    params = {"requestId": info.context.request_id}
    message = say("internal", info.context.locale, params)
    return UserError(code=ErrorCode.INTERNAL, message=message, path=[], params=JSON(params))
