"""A client of a running studio: HTTP for questions, orders and files, a websocket for progress."""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager
from functools import partial
from http import HTTPStatus
from typing import Any, Final, TypeVar, cast

import httpx
from pydantic_core import to_jsonable_python

from studio_client.errors import Refused, Unreachable
from studio_client.generated.async_base_client import HttpClient, Response
from studio_client.generated.client import GeneratedClient
from studio_client.generated.input_types import LoginInput
from studio_client.subscribing import Line, SessionEnded

ACCEPT: Final = "application/graphql-response+json"
_PREFLIGHT: Final = {"GraphQL-Require-Preflight": "1"}
_TIMEOUT: Final = httpx.Timeout(30, connect=10)

T = TypeVar("T")


class Studio(GeneratedClient):
    """The API of the studio at `address`, which may have a path; `language` as in Accept-Language.

    A method for each operation in `operations/`. Everything raises Unreachable, and Refused for
    `errors` and for the `userErrors` of a payload. `renew` brings a fresh token when the session
    has ended: what was asked is asked again, and a subscription raises an Unreachable that is
    retryable, so that `following` goes on where it was.
    """

    def __init__(
        self,
        address: str,
        language: str = "en",
        *,
        renew: Callable[[], Awaitable[str]] | None = None,
    ) -> None:
        self.address = address.rstrip("/")
        self._token = ""
        self._renew = renew
        self._renewing = asyncio.Lock()
        endpoint = httpx.URL(f"{self.address}/graphql")
        proxied, secure = not _is_loopback(endpoint.host), endpoint.scheme == "https"
        certificates = httpx.create_ssl_context()
        headers = {"Accept-Language": language}
        self._line = Line(
            url=str(endpoint.copy_with(scheme="wss" if secure else "ws")),
            headers=headers,
            certificates=certificates if secure else None,
            proxied=proxied,
        )
        self._http = httpx.AsyncClient(
            base_url=self.address,
            headers=headers,
            timeout=_TIMEOUT,
            trust_env=proxied,
            verify=certificates,
        )
        # httpx names the arguments in another order than the generator's protocol of it.
        super().__init__(url="graphql", http_client=cast("HttpClient", self._http))

    async def sign_in(self, email: str, password: str, *, stay: bool = False) -> None:
        """Open a session; to `stay` opens another whenever it ends."""
        renew = partial(self._signed_in, email, password)
        self._token = await renew()
        if stay:
            self._renew = renew

    def use(self, token: str) -> None:
        """Ask as the person of this token from now on; an empty one is nobody's."""
        self._token = token

    async def execute(
        self,
        query: str,
        operation_name: str | None = None,
        variables: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> Response:
        """The answer to an operation, asked again when the session was renewed."""
        token = self._token
        response = await self._asked(query, operation_name, variables, **kwargs)
        if token and self._renew and _is_unauthenticated(response):
            await self._renewed(token)
            for _, content, _ in self._process_variables(variables)[1].values():
                content.seek(0)
            response = await self._asked(query, operation_name, variables, **kwargs)
        return response

    def get_data(self, response: Response) -> dict[str, Any]:
        """The data of an answer. Raises Unreachable and Refused."""
        try:
            body = response.json()
        except ValueError as error:
            raise self._strange(response) from error
        if isinstance(body, dict):
            if errors := body.get("errors"):
                raise Refused.of_errors(errors)
            if isinstance(data := body.get("data"), dict):
                for payload in data.values():
                    if isinstance(payload, dict) and (mistakes := payload.get("userErrors")):
                        raise Refused.of_mistakes(mistakes)
                return data
        raise self._strange(response)

    async def execute_ws(
        self,
        query: str,
        operation_name: str | None = None,
        variables: dict[str, Any] | None = None,
        **_: Any,
    ) -> AsyncIterator[dict[str, Any]]:
        """The data of each event of a subscription, over one websocket."""
        token = self._token
        wish = to_jsonable_python(self._convert_dict_to_json_serializable(variables or {}))
        request = {"query": query, "operationName": operation_name, "variables": wish}
        authorization = self._authorization().get("Authorization", "")
        try:
            async with aclosing(self._line.subscribed(request, authorization)) as events:
                async for event in events:
                    yield event
        except SessionEnded as ended:
            if self._renew is None:
                raise
            await self._renewed(token)
            raise Unreachable("the session has ended; there is a new one") from ended

    @asynccontextmanager
    async def download(self, path: str) -> AsyncIterator[httpx.Response]:
        """A file of the studio, to be read with `aiter_raw`."""
        if not path.startswith("/"):  # the token is for this studio only
            raise Unreachable(f"the studio names a file elsewhere: {path}", retryable=False)
        try:
            async with self._opened(path) as response:
                if response.status_code != HTTPStatus.OK:
                    await response.aread()
                    self.get_data(response)
                    raise self._strange(response)
                yield response
        except httpx.HTTPError as failure:
            raise self._unreachable(failure) from failure

    @asynccontextmanager
    async def _opened(self, path: str) -> AsyncIterator[httpx.Response]:
        """A file of the studio, which may be in a store of its own at an address signed for us."""
        plain = {"Accept-Encoding": "identity"}
        known = {**self._authorization(), **plain}
        async with self._http.stream("GET", path, headers=known) as response:
            if not response.has_redirect_location:
                yield response
                return
            elsewhere = response.headers["Location"]
        async with self._http.stream("GET", elsewhere, headers=plain) as response:
            yield response

    async def _asked(
        self,
        query: str,
        operation_name: str | None,
        variables: dict[str, Any] | None,
        **kwargs: Any,
    ) -> Response:
        headers = {"Accept": ACCEPT, **_PREFLIGHT, **self._authorization()}
        try:
            return await super().execute(
                query, operation_name, variables, headers=headers, **kwargs
            )
        except httpx.HTTPError as failure:
            raise self._unreachable(failure) from failure

    async def _signed_in(self, email: str, password: str) -> str:
        payload = (await self.login(LoginInput(email=email, password=password))).login
        return given(payload.token)

    async def _renewed(self, stale: str) -> None:
        """A fresh token instead of the stale one, unless there is one already."""
        async with self._renewing:
            if self._token in ("", stale) and self._renew:
                self._token = ""
                self._token = await self._renew()

    def _authorization(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._token}"} if self._token else {}

    def _strange(self, response: Response) -> Unreachable:
        answer = cast("httpx.Response", response)
        if answer.has_redirect_location:
            elsewhere = answer.headers["Location"]
            return Unreachable(f"{self.address} redirects to {elsewhere}", retryable=False)
        return Unreachable(
            f"{self.address} does not answer like a studio (HTTP {answer.status_code})",
            retryable=answer.is_server_error,
        )

    def _unreachable(self, failure: httpx.HTTPError) -> Unreachable:
        return Unreachable(f"cannot reach {self.address}: {failure or type(failure).__name__}")


def given(value: T | None) -> T:
    """What a payload without `userErrors` always has. Raises Unreachable where it is missing."""
    if value is None:
        raise Unreachable("the studio's answer lacks what was asked for", retryable=False)
    return value


def _is_unauthenticated(response: Response) -> bool:
    try:
        body = response.json()
        return any(error["extensions"]["code"] == "UNAUTHENTICATED" for error in body["errors"])
    except (ValueError, LookupError, TypeError):
        return False


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
