"""One subscription over one websocket, by the graphql-transport-ws protocol."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from ssl import SSLContext
from typing import Any, Final

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus, WebSocketException
from websockets.typing import Subprotocol

from studio_client.errors import Refused, Unreachable

PROTOCOL: Final = Subprotocol("graphql-transport-ws")
_ID: Final = "1"
_ANSWER_TIME: Final = 10
_CLOSING_TIME: Final = 2
_LOST_SESSION: Final = (4401, 4403)
_NOT_SPOKEN: Final = (4400, 4406)


class SessionEnded(Refused):
    """The token is worth nothing, or not any more."""

    def __init__(self) -> None:
        super().__init__("The session has ended; sign in again.", code="UNAUTHENTICATED")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Where a studio's websockets are opened; `certificates` for wss only."""

    url: str
    headers: Mapping[str, str]
    certificates: SSLContext | None
    proxied: bool

    async def subscribed(
        self, request: Mapping[str, Any], authorization: str
    ) -> AsyncGenerator[dict[str, Any], None]:
        """The data of each event until the subscription completes.

        Raises SessionEnded, Refused, and Unreachable when the connection breaks.
        """
        try:
            async with connect(
                self.url,
                subprotocols=[PROTOCOL],
                additional_headers=self.headers,
                ssl=self.certificates,
                proxy=True if self.proxied else None,
                open_timeout=_ANSWER_TIME,
                close_timeout=_CLOSING_TIME,
                max_size=None,
            ) as socket:
                payload = {"authorization": authorization}
                await _say(socket, type="connection_init", payload=payload)
                async with asyncio.timeout(_ANSWER_TIME):
                    while (await _hear(socket))["type"] != "connection_ack":
                        pass
                await _say(socket, id=_ID, type="subscribe", payload=request)
                while (message := await _hear(socket))["type"] != "complete":
                    match message["type"]:
                        case "next":
                            yield _data(message["payload"])
                        case "error":
                            raise Refused.of_errors(message["payload"])
        except (OSError, WebSocketException, TimeoutError) as error:
            raise _broken(error) from error
        except (LookupError, TypeError, ValueError) as error:
            raise Unreachable("the studio's websocket does not speak GraphQL") from error


async def _say(socket: ClientConnection, **message: Any) -> None:
    await socket.send(json.dumps(message))


async def _hear(socket: ClientConnection) -> dict[str, Any]:
    """The next message, every ping answered."""
    message: dict[str, Any] = json.loads(await socket.recv())
    if message["type"] == "ping":
        await _say(socket, type="pong")
    return message


def _data(result: Mapping[str, Any]) -> dict[str, Any]:
    if errors := result.get("errors"):
        raise Refused.of_errors(errors)
    return dict(result["data"])


def _broken(error: Exception) -> Refused | Unreachable:
    """Why a websocket ended: for good, or for now."""
    if isinstance(error, ConnectionClosed) and error.rcvd:
        if error.rcvd.code in _LOST_SESSION:
            return SessionEnded()
        known = error.rcvd.code not in _NOT_SPOKEN
        return Unreachable(f"the studio closed the connection: {error.rcvd}", retryable=known)
    if isinstance(error, InvalidStatus):
        status = error.response.status_code
        later = status >= HTTPStatus.INTERNAL_SERVER_ERROR
        return Unreachable(f"the studio opens no websocket (HTTP {status})", retryable=later)
    return Unreachable(f"the connection is lost: {error or type(error).__name__}")
