"""Fetching what providers point at, without being led astray.

The bytes of a finished order lie behind addresses that somebody else chose. So each address, and
each redirect, is resolved here; every resolved address must be public, unless the provider's own
configured origin is meant; and the connection goes to exactly the address that was judged.
"""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterable, Sequence
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from typing import Final

import httpx

from app.domain.storage.ports import Download, MediaRefused, MediaUnavailable
from app.infra.providers.addresses import Resolver, is_public, resolve
from app.infra.providers.environment import authorities

LARGEST_FILE: Final = 100 * 1024 * 1024
MOST_REDIRECTS: Final = 3
MOST_ADDRESSES: Final = 4
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
# A delivery network answers 404 until its copy has arrived.
_MAY_PASS = frozenset({404, 408, 425, 429})
_HOST = re.compile(rb"[a-z0-9._-]+|[0-9a-f:.]+")
_HIGHEST_PORT = 65_535
_PORTS = {"http": 80, "https": 443}

Origin = tuple[str, str, int]


class MediaFetcher:
    """A MediaSource.

    `trusted` are base URLs of providers: their origins (scheme, host, port) may lie on private
    addresses. A fetch takes at most `total` seconds, `stall` seconds between two pieces, and
    `largest` bytes. `public` judges the addresses of everybody else.
    """

    def __init__(
        self,
        *,
        trusted: Iterable[str] = (),
        largest: int = LARGEST_FILE,
        total: float = 300,
        stall: float = 30,
        resolver: Resolver = resolve,
        public: Callable[[str], bool] = is_public,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._trusted = {_origin(httpx.URL(url)) for url in trusted}
        self._largest = largest
        self._total = total
        self._timeout = httpx.Timeout(stall, connect=min(stall, 10))
        self._resolver = resolver
        self._public = public
        self._tls = tls or authorities()

    @asynccontextmanager
    async def fetch(self, url: str) -> AsyncIterator[Download]:
        """The file behind an address. Raises MediaUnavailable or MediaRefused."""
        clock = asyncio.timeout(self._total)
        try:
            async with clock, AsyncExitStack() as stack:
                response = await self._follow(url, stack)
                chunks = await stack.enter_async_context(aclosing(self._chunks(response)))
                yield Download(chunks=chunks, byte_size=_promised(response))
        except TimeoutError:
            if not clock.expired():
                raise
            raise MediaUnavailable("it took too long") from None

    async def _follow(self, url: str, stack: AsyncExitStack) -> httpx.Response:
        target = _parse(url)
        for _ in range(MOST_REDIRECTS + 1):
            response = await self._request(target, stack)
            if response.status_code not in _REDIRECTS:
                self._demand_file(response)
                return response
            location = response.headers.get("Location")
            if location is None:
                raise MediaRefused("a redirect to nowhere")
            await response.aclose()
            target = _parse(location, base=target)
        raise MediaRefused("too many redirects")

    async def _request(self, target: httpx.URL, stack: AsyncExitStack) -> httpx.Response:
        # A client of its own for each hop: a connection must never serve a second host name.
        # Proxies from the environment would look the name up again, out of our sight.
        client = await stack.enter_async_context(
            httpx.AsyncClient(verify=self._tls, trust_env=False, timeout=self._timeout)
        )
        failure: httpx.RequestError | None = None
        for address in await self._judged(target):
            request = client.build_request(
                "GET",
                target.copy_with(host=address),
                headers={"Host": target.netloc.decode("ascii"), "Accept-Encoding": "identity"},
                extensions={"sni_hostname": target.raw_host.decode("ascii")},
            )
            try:
                response = await client.send(request, stream=True, follow_redirects=False)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                failure = error
            except httpx.RequestError as error:
                raise MediaUnavailable(type(error).__name__) from error
            else:
                stack.push_async_callback(response.aclose)
                return response
        raise MediaUnavailable("its host does not answer") from failure

    async def _judged(self, target: httpx.URL) -> Sequence[str]:
        _, host, port = origin = _origin(target)
        try:
            addresses = await self._resolver(host, port)
        except OSError as error:
            raise MediaUnavailable("its host has no address") from error
        except UnicodeError as error:
            raise MediaRefused("its host is no host name") from error
        if origin not in self._trusted and not all(map(self._public, addresses)):
            raise MediaRefused("its host is not on the public Internet")
        return addresses[:MOST_ADDRESSES]

    def _demand_file(self, response: httpx.Response) -> None:
        status = response.status_code
        if status >= 500 or status in _MAY_PASS:  # noqa: PLR2004
            raise MediaUnavailable(f"HTTP {status}")
        if status != httpx.codes.OK:
            raise MediaRefused(f"HTTP {status}")
        if response.headers.get("Content-Encoding", "identity").lower() != "identity":
            raise MediaRefused("it is packed")
        if (_promised(response) or 0) > self._largest:
            raise MediaRefused("it is too large")

    async def _chunks(self, response: httpx.Response) -> AsyncGenerator[bytes, None]:
        size = 0
        try:
            async for chunk in response.aiter_raw():
                size += len(chunk)
                if size > self._largest:
                    raise MediaRefused("it is too large")
                yield chunk
        except httpx.RequestError as error:
            raise MediaUnavailable(f"it broke off ({type(error).__name__})") from error
        if size != (promised := _promised(response)) and promised is not None:
            raise MediaUnavailable("it ended early")


def _parse(url: str, base: httpx.URL | None = None) -> httpx.URL:
    try:
        parsed = base.join(url) if base else httpx.URL(url)
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise MediaRefused("it is no address") from error
    if parsed.scheme not in _PORTS or not _HOST.fullmatch(parsed.raw_host):
        raise MediaRefused("it is no http or https address")
    if parsed.port is not None and not 0 < parsed.port <= _HIGHEST_PORT:
        raise MediaRefused("its port does not exist")
    if parsed.userinfo:
        raise MediaRefused("its address carries credentials")
    return parsed


def _origin(url: httpx.URL) -> Origin:
    return url.scheme, url.raw_host.decode("ascii"), url.port or _PORTS[url.scheme]


def _promised(response: httpx.Response) -> int | None:
    length = response.headers.get("Content-Length", "")
    return int(length) if re.fullmatch("[0-9]{1,18}", length) else None
