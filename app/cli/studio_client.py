"""A client of a running studio: HTTP for questions, orders and files, a websocket for progress."""

from __future__ import annotations

import ipaddress
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing, asynccontextmanager
from http import HTTPStatus
from types import TracebackType
from typing import Any, Final, Self, cast

import httpx
from gql import GraphQLRequest
from gql.transport.exceptions import TransportError, TransportQueryError
from gql.transport.websockets import WebsocketsTransport
from websockets.exceptions import ConnectionClosed, InvalidStatus

from app.cli.studio_answers import (
    CANCEL,
    GENERATE,
    JOB,
    JOB_PROGRESS,
    LOGIN,
    PROGRESS,
    SONG,
    STEMS,
    Job,
    Song,
    SongEvent,
)
from app.cli.studio_errors import Refused, Unreachable

ACCEPT: Final = "application/graphql-response+json"
PROTOCOL: Final = WebsocketsTransport.GRAPHQLWS_SUBPROTOCOL
_TIMEOUT: Final = httpx.Timeout(30, connect=10)
_CLOSING_TIME: Final = 2
_LOST_SESSION: Final = (4401, 4403)
_NOT_SPOKEN: Final = (4400, 4406)


class StudioClient:
    """Talks to the studio at `url`, which may have a path; `language` as in Accept-Language.

    Everything raises Unreachable and Refused. After `sign_in` all else is asked as that person.
    """

    def __init__(self, url: str, language: str) -> None:
        self.url = url.rstrip("/")
        self._headers = {"Accept-Language": language}
        self._authorization: dict[str, str] = {}
        self._proxied = not _is_loopback(httpx.URL(url).host)
        self._certificates = httpx.create_ssl_context()
        self._http = httpx.AsyncClient(
            base_url=self.url,
            headers=self._headers,
            timeout=_TIMEOUT,
            trust_env=self._proxied,
            verify=self._certificates,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._http.aclose()

    async def sign_in(self, email: str, password: str) -> None:
        """Open a session."""
        wish = {"email": email, "password": password}
        payload = await self.mutate(LOGIN, "login", wish)
        self._authorization = {"Authorization": f"Bearer {payload['token']}"}

    async def generate(self, wish: Mapping[str, Any]) -> Song:
        """Order a song; `wish` is a `GenerateSongInput`."""
        return Song.of((await self.mutate(GENERATE, "generateSong", wish))["song"])

    async def song(self, song_id: str) -> Song | None:
        """A song of one's own."""
        answer = (await self.ask(SONG, {"id": song_id}))["song"]
        return Song.of(answer) if answer else None

    async def cancel(self, job_id: str) -> None:
        """End a job."""
        await self.mutate(CANCEL, "cancelJob", {"id": job_id})

    async def separate(self, choice_id: str, key: str) -> str:
        """Have a choice taken apart; the job that does it. `key` makes a repetition safe."""
        wish = {"choiceId": choice_id, "idempotencyKey": key}
        return str((await self.mutate(STEMS, "generateStems", wish))["job"]["id"])

    async def job(self, job_id: str) -> Job | None:
        """A job of one's own."""
        answer = (await self.ask(JOB, {"id": job_id}))["job"]
        return Job.of(answer) if answer else None

    async def events(self, song_id: str, after_seq: int | None) -> AsyncGenerator[SongEvent, None]:
        """What happens to a song, over one websocket; see `songProgress` in the schema.

        Raises Unreachable when the connection breaks.
        """
        wish = {"songId": song_id, "afterSeq": after_seq}
        async with aclosing(self.follow(PROGRESS, "songProgress", wish)) as found:
            async for event in found:
                yield SongEvent.of(event)

    async def job_events(
        self, job_id: str, after_seq: int | None
    ) -> AsyncGenerator[SongEvent, None]:
        """The same of a job; see `jobProgress` in the schema."""
        wish = {"jobId": job_id, "afterSeq": after_seq}
        async with aclosing(self.follow(JOB_PROGRESS, "jobProgress", wish)) as found:
            async for event in found:
                yield SongEvent.of(event)

    async def follow(
        self, document: str, field: str, variables: dict[str, Any]
    ) -> AsyncGenerator[dict[str, Any], None]:
        """What a subscription's field says, over one websocket. Raises Unreachable and Refused."""
        transport = self._websocket()
        request = GraphQLRequest(document, variable_values=variables)
        try:
            await transport.connect()
            async with aclosing(transport.subscribe(request)) as results:
                async for result in results:
                    if result.errors:
                        # gql calls them GraphQLErrors and hands on the JSON.
                        raise Refused.of_errors(cast("list[dict[str, Any]]", result.errors))
                    yield (result.data or {})[field]
        except TransportQueryError as error:
            raise Refused.of_errors(error.errors or [{"message": str(error)}]) from error
        except (TransportError, TimeoutError) as error:
            raise _broken(error) from error
        finally:
            await transport.close()

    @asynccontextmanager
    async def download(self, address: str) -> AsyncIterator[httpx.Response]:
        """A file of the studio, to be read with `aiter_raw`."""
        if not address.startswith("/"):  # the token is for this studio only
            raise Unreachable(f"the studio names a file elsewhere: {address}", retryable=False)
        try:
            async with self._opened(address) as response:
                if response.status_code != HTTPStatus.OK:
                    await response.aread()
                    self._data(response)
                    raise self._strange(response)
                yield response
        except httpx.HTTPError as failure:
            raise self._unreachable(failure) from failure

    @asynccontextmanager
    async def _opened(self, address: str) -> AsyncIterator[httpx.Response]:
        """A file of the studio, which may be in a store of its own at an address signed for us."""
        plain = {"Accept-Encoding": "identity"}
        known = {**self._authorization, **plain}
        async with self._http.stream("GET", address, headers=known) as response:
            if not response.has_redirect_location:
                yield response
                return
            elsewhere = response.headers["Location"]
        async with self._http.stream("GET", elsewhere, headers=plain) as response:
            yield response

    async def mutate(self, document: str, field: str, wish: Mapping[str, Any]) -> dict[str, Any]:
        """The payload of a mutation. Raises Unreachable, and Refused for its `userErrors`."""
        payload: dict[str, Any] = (await self.ask(document, {"input": wish}))[field]
        if payload["userErrors"]:
            raise Refused.of_mistakes(payload["userErrors"])
        return payload

    async def ask(self, document: str, variables: Mapping[str, Any]) -> dict[str, Any]:
        """The data of an answer. Raises Unreachable and Refused."""
        try:
            response = await self._http.post(
                "graphql",
                json={"query": document, "variables": variables},
                headers={"Accept": ACCEPT, **self._authorization},
            )
        except httpx.HTTPError as failure:
            raise self._unreachable(failure) from failure
        return self._data(response)

    def _data(self, response: httpx.Response) -> dict[str, Any]:
        try:
            body = response.json()
        except ValueError as error:
            raise self._strange(response) from error
        if isinstance(body, dict):
            if errors := body.get("errors"):
                raise Refused.of_errors(errors)
            if isinstance(data := body.get("data"), dict):
                return data
        raise self._strange(response)

    def _strange(self, response: httpx.Response) -> Unreachable:
        if response.has_redirect_location:
            elsewhere = response.headers["Location"]
            return Unreachable(f"{self.url} redirects to {elsewhere}", retryable=False)
        return Unreachable(
            f"{self.url} does not answer like a studio (HTTP {response.status_code})",
            retryable=response.is_server_error,
        )

    def _unreachable(self, failure: httpx.HTTPError) -> Unreachable:
        return Unreachable(f"cannot reach {self.url}: {failure or type(failure).__name__}")

    def _websocket(self) -> WebsocketsTransport:
        address = httpx.URL(f"{self.url}/graphql")
        secure = address.scheme == "https"
        authorization = self._authorization.get("Authorization", "")
        return WebsocketsTransport(
            url=str(address.copy_with(scheme="wss" if secure else "ws")),
            headers=self._headers,
            ssl=self._certificates if secure else False,
            init_payload={"authorization": authorization},
            subprotocols=[PROTOCOL],
            close_timeout=_CLOSING_TIME,
            connect_args={
                "proxy": True if self._proxied else None,
                "close_timeout": _CLOSING_TIME,
            },
        )


def _broken(error: Exception) -> Refused | Unreachable:
    """Why a websocket ended: for good, or for now."""
    cause = error.__cause__
    if isinstance(cause, ConnectionClosed) and cause.rcvd:
        if cause.rcvd.code in _LOST_SESSION:
            return Refused("The session has ended; sign in again.", code="UNAUTHENTICATED")
        known = cause.rcvd.code not in _NOT_SPOKEN
        return Unreachable(f"the studio closed the connection: {cause.rcvd}", retryable=known)
    if isinstance(cause, InvalidStatus):
        status = cause.response.status_code
        later = status >= HTTPStatus.INTERNAL_SERVER_ERROR
        return Unreachable(f"the studio opens no websocket (HTTP {status})", retryable=later)
    return Unreachable(f"the connection is lost: {cause or error or type(error).__name__}")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
