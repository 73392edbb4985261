from __future__ import annotations

import asyncio
import shutil
import ssl
import subprocess
from collections.abc import Sequence
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from app.domain.storage.ports import MediaRefused, MediaUnavailable
from app.infra.providers.fetch import MediaFetcher
from tests.infra.providers.raw_server import (
    Script,
    cut_off,
    drips,
    hangs,
    head,
    resets,
    says,
    serving,
)


class Names:
    """A resolver of its own: every name it knows, and a count of the questions."""

    def __init__(self, **addresses: Sequence[str]) -> None:
        self._addresses = {name.replace("_", "."): found for name, found in addresses.items()}
        self.asked: list[str] = []

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked.append(f"{host}:{port}")
        if host not in self._addresses:
            raise OSError("unknown host")
        return self._addresses[host]


def only(*addresses: str) -> Any:
    """The addresses that count as public in a test, where only loopback can be reached."""
    return lambda address: address in addresses


async def fetched(fetcher: MediaFetcher, url: str) -> bytes:
    async with fetcher.fetch(url) as download:
        return b"".join([chunk async for chunk in download.chunks])


async def refusal(fetcher: MediaFetcher, url: str) -> str:
    with pytest.raises(MediaRefused) as raised:
        await fetched(fetcher, url)
    return str(raised.value.params["reason"])


async def test_a_file_of_the_trusted_origin_is_fetched_though_its_address_is_private() -> None:
    async with serving(says(200, b"ID3 song")) as server:
        fetcher = MediaFetcher(trusted=[server.url + "/v1/"])
        async with fetcher.fetch(server.url + "/a.mp3?sig=1#t") as download:
            assert download.byte_size == 8
            assert [chunk async for chunk in download.chunks] == [b"ID3 song"]
    assert server.requests[0].startswith(b"GET /a.mp3?sig=1 HTTP/1.1\r\n")
    assert b"authorization" not in server.requests[0].lower()


async def test_a_private_address_is_refused_before_anything_is_sent() -> None:
    async with serving(says(200)) as server, serving(says(200)) as trusted:
        fetcher = MediaFetcher(trusted=[trusted.url])
        assert "public" in await refusal(fetcher, server.url)
        assert "public" in await refusal(fetcher, f"http://localhost:{server.port}/")
        assert server.requests == []


async def test_trust_is_in_an_origin_and_not_in_a_host() -> None:
    async with serving(says(200)) as server:
        fetcher = MediaFetcher(trusted=[f"https://127.0.0.1:{server.port}", "http://127.0.0.1:1"])
        assert "public" in await refusal(fetcher, server.url)


async def test_the_connection_goes_to_the_address_that_was_judged_and_names_the_host() -> None:
    names = Names(cdn_example=["127.0.0.1"])
    async with serving(says(200, b"x")) as server:
        fetcher = MediaFetcher(resolver=names, public=only("127.0.0.1"))
        assert await fetched(fetcher, f"http://cdn.example:{server.port}/f") == b"x"
        assert names.asked == [f"cdn.example:{server.port}"]
        assert f"host: cdn.example:{server.port}".encode() in server.requests[0].lower()


async def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    names = Names(cdn_example=["127.0.0.1", "127.0.0.2"])
    async with serving(says(200, b"x")) as server:
        fetcher = MediaFetcher(resolver=names, public=only("127.0.0.1"))
        assert "public" in await refusal(fetcher, f"http://cdn.example:{server.port}/f")
        assert server.requests == []


async def test_the_next_address_is_tried_when_the_first_does_not_answer() -> None:
    names = Names(cdn_example=["127.0.0.3", "127.0.0.1"])
    async with serving(says(200, b"x")) as server:
        fetcher = MediaFetcher(resolver=names, public=only("127.0.0.1", "127.0.0.3"))
        assert await fetched(fetcher, f"http://cdn.example:{server.port}/f") == b"x"


async def test_a_redirect_to_a_private_address_is_refused() -> None:
    async with (
        serving(says(200, b"secret")) as inside,
        serving(says(302, b"", Location=inside.url)) as server,
    ):
        assert "public" in await refusal(MediaFetcher(trusted=[server.url]), server.url)
        assert inside.requests == []


async def test_every_hop_is_resolved_anew() -> None:
    names = Names(cdn_example=["127.0.0.1"], inside_example=["127.0.0.2"])
    async with serving(says(302, b"", Location="//inside.example/f")) as server:
        fetcher = MediaFetcher(resolver=names, public=only("127.0.0.1"))
        assert "public" in await refusal(fetcher, f"http://cdn.example:{server.port}/f")
    assert names.asked == [f"cdn.example:{server.port}", "inside.example:80"]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_three_redirects_are_followed_and_not_a_fourth(status: int) -> None:
    hop = says(status, b"", Location="../next")
    async with serving(hop, hop, hop, says(200, b"x")) as server:
        assert await fetched(MediaFetcher(trusted=[server.url]), server.url) == b"x"
    async with serving(hop) as server:
        fetcher = MediaFetcher(trusted=[server.url])
        assert await refusal(fetcher, server.url) == "too many redirects"
        assert len(server.requests) == 4


@pytest.mark.parametrize(
    "location",
    ["file:///etc/passwd", "ftp://127.0.0.1/", "http://u:p@127.0.0.1/", "http://h:0/"],
)
async def test_a_redirect_is_judged_like_a_first_address(location: str) -> None:
    async with serving(says(302, b"", Location=location)) as server:
        await refusal(MediaFetcher(trusted=[server.url]), server.url)
        assert len(server.requests) == 1


@pytest.mark.parametrize(
    "url",
    [
        "",
        "cdn.example/f",
        "//cdn.example/f",
        "file:///etc/passwd",
        "ftp://cdn.example/f",
        "gopher://cdn.example/",
        "data:audio/mpeg;base64,SUQz",
        "http://",
        "http:///f",
        "http://user@cdn.example/f",
        "http://user:secret@cdn.example/f",
        "http://cdn.example:99999/f",
        "http://cdn.example:0/f",
        "http://[fe80::1%25eth0]/f",
        "http://[::1/f",
        "http://a b/",
        "http://cdn.example/\n",
    ],
)
async def test_what_is_no_plain_web_address_is_refused_without_a_look(url: str) -> None:
    names = Names(cdn_example=["127.0.0.1"])
    reason = await refusal(MediaFetcher(resolver=names, public=only("127.0.0.1")), url)
    assert names.asked == []
    assert "secret" not in reason


async def test_a_host_without_an_address_may_have_one_later() -> None:
    for names in (Names(), Names(cdn_example=[])):
        with pytest.raises(MediaUnavailable):
            await fetched(MediaFetcher(resolver=names), "http://cdn.example/f")


@pytest.mark.parametrize("status", [404, 408, 425, 429, 500, 502, 503])
async def test_a_file_that_is_not_there_yet_may_be_tried_again(status: int) -> None:
    async with serving(says(status)) as server:
        with pytest.raises(MediaUnavailable):
            await fetched(MediaFetcher(trusted=[server.url]), server.url)


@pytest.mark.parametrize("status", [201, 204, 206, 300, 304, 400, 401, 403, 410])
async def test_a_clear_no_is_final(status: int) -> None:
    async with serving(says(status)) as server:
        assert await refusal(MediaFetcher(trusted=[server.url]), server.url) == f"HTTP {status}"


async def test_a_redirect_to_nowhere_is_final() -> None:
    async with serving(says(302)) as server:
        await refusal(MediaFetcher(trusted=[server.url]), server.url)


@pytest.mark.parametrize("script", [resets, cut_off(200, 99, b"half a song")])
async def test_a_body_that_ends_early_is_not_taken_for_whole(script: Script) -> None:
    async with serving(script) as server:
        with pytest.raises(MediaUnavailable):
            await fetched(MediaFetcher(trusted=[server.url]), server.url)


async def test_a_chunked_body_without_its_end_is_not_taken_for_whole() -> None:
    async def script(writer: asyncio.StreamWriter) -> None:
        writer.write(head(200, None, Transfer_Encoding="chunked") + b"5\r\nhello\r\n")

    async with serving(script) as server:
        with pytest.raises(MediaUnavailable):
            await fetched(MediaFetcher(trusted=[server.url]), server.url)


async def test_a_file_that_is_too_large_is_refused_before_or_while_it_arrives() -> None:
    async with serving(says(200, b"12345"), drips(200, b"x" * 1000, 0)) as server:
        fetcher = MediaFetcher(trusted=[server.url], largest=4)
        assert await refusal(fetcher, server.url) == "it is too large"
        assert await refusal(fetcher, server.url) == "it is too large"
    async with serving(says(200, b"12345")) as server:
        assert await fetched(MediaFetcher(trusted=[server.url], largest=5), server.url) == b"12345"


async def test_a_file_that_is_announced_too_large_is_not_waited_for() -> None:
    async def script(writer: asyncio.StreamWriter) -> None:
        writer.write(head(200, 5))
        await hangs(writer)

    async with serving(script) as server:
        fetcher = MediaFetcher(trusted=[server.url], largest=4, total=5)
        assert await refusal(fetcher, server.url) == "it is too large"


async def test_a_packed_file_is_refused_since_its_size_cannot_be_trusted() -> None:
    async with serving(says(200, b"\x1f\x8b", Content_Encoding="gzip")) as server:
        assert await refusal(MediaFetcher(trusted=[server.url]), server.url) == "it is packed"


@pytest.mark.parametrize("script", [hangs, drips(200, b"x", 0.02)])
async def test_a_slow_sender_is_left_when_the_time_is_up(script: Script) -> None:
    async with serving(script) as server:
        began = monotonic()
        with pytest.raises(MediaUnavailable):
            await fetched(MediaFetcher(trusted=[server.url], total=0.3), server.url)
        assert monotonic() - began < 1.5


async def test_a_sender_that_stalls_is_left_before_the_time_is_up() -> None:
    async with serving(hangs) as server:
        with pytest.raises(MediaUnavailable):
            await fetched(MediaFetcher(trusted=[server.url], stall=0.2), server.url)


async def test_a_resolver_that_hangs_is_left_when_the_time_is_up() -> None:
    async def never(_host: str, _port: int) -> Sequence[str]:
        await asyncio.sleep(60)
        return []

    with pytest.raises(MediaUnavailable):
        await fetched(MediaFetcher(resolver=never, total=0.2), "http://cdn.example/")


async def test_an_error_of_the_reader_is_not_disguised() -> None:
    async with serving(says(200, b"x")) as server:
        with pytest.raises(TimeoutError, match="mine"):
            async with MediaFetcher(trusted=[server.url]).fetch(server.url):
                raise TimeoutError("mine")


async def test_a_reader_that_stops_early_lets_the_sender_go() -> None:
    gone = asyncio.Event()

    async def script(writer: asyncio.StreamWriter) -> None:
        writer.write(head(200, 10**9))
        try:
            while True:
                writer.write(b"x" * 100_000)
                await writer.drain()
        finally:
            gone.set()

    async with serving(script) as server:
        async with MediaFetcher(trusted=[server.url], largest=2 * 10**9).fetch(
            server.url
        ) as download:
            await anext(aiter(download.chunks))
        await asyncio.wait_for(gone.wait(), 2)


def certificate(directory: Path, host: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """The server's and the client's side of a fresh certificate for a host name."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is needed to make a certificate")
    key, cert = directory / "key.pem", directory / "cert.pem"
    command = f"{openssl} req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN={host}"
    extension = f"subjectAltName=DNS:{host}"
    subprocess.run(
        [*command.split(), "-addext", extension, "-keyout", str(key), "-out", str(cert)],
        check=True,
        capture_output=True,
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(cert, key)
    return server, ssl.create_default_context(cafile=str(cert))


async def test_tls_proves_the_host_name_though_the_address_is_pinned(tmp_path: Path) -> None:
    serving_side, client_side = certificate(tmp_path, "cdn.example")
    seen: list[str | None] = []
    serving_side.sni_callback = lambda _socket, name, _context: seen.append(name)
    names = Names(cdn_example=["127.0.0.1"], other_example=["127.0.0.1"])
    fetcher = MediaFetcher(resolver=names, public=only("127.0.0.1"), tls=client_side)
    async with serving(says(200, b"x"), tls=serving_side) as server:
        assert await fetched(fetcher, f"https://cdn.example:{server.port}/f") == b"x"
        with pytest.raises(MediaUnavailable):
            await fetched(fetcher, f"https://other.example:{server.port}/f")
    assert seen == ["cdn.example", "other.example"]
    assert len(server.requests) == 1
