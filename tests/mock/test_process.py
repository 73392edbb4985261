from __future__ import annotations

import re
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import httpx
import pytest

from aitestmock.app import create_mock
from aitestmock.server import serving
from aitestmock.settings import InvalidChange

Start = Callable[..., "tuple[subprocess.Popen[str], str]"]
LISTENING = re.compile(r"aitestmock listening on (http://127\.0\.0\.1:\d+)\n")


@contextmanager
def started(*options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A mock process and the address it tells."""
    with subprocess.Popen(
        [sys.executable, "-m", "aitestmock", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            assert select.select([process.stdout], [], [], 20)[0], "the mock says nothing"
            line = process.stdout.readline()
            address = LISTENING.fullmatch(line)
            assert address is not None, line
            yield process, address.group(1)
        finally:
            process.kill()


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_a_process_tells_its_address_serves_and_stops_cleanly_in_spite_of_held_connections(
    stop: signal.Signals,
) -> None:
    options = ("--host", "127.0.0.1", "--port", "0", "--time-scale", "0.5")
    with started(*options, "--concurrency-limit", "3") as (process, url), ExitStack() as held:
        settings = httpx.get(f"{url}/_mock/settings").json()
        assert (settings["timeScale"], settings["concurrencyLimit"]) == (0.5, 3)
        host, _, port = url.removeprefix("http://").partition(":")
        waiting = held.enter_context(socket.create_connection((host, int(port))))
        waiting.sendall(
            b"POST /v1/song/generate HTTP/1.1\r\nHost: mock\r\nAuthorization: Bearer key\r\n"
            b'Content-Length: 17\r\n\r\n{"lyrics":"0011"}'
        )
        deadline = time.monotonic() + 10
        while httpx.get(f"{url}/_mock/summary").json()["accepted"] == 0:
            assert time.monotonic() < deadline
            time.sleep(0.02)
        process.send_signal(stop)
        output, errors = process.communicate(timeout=10)
        assert (process.returncode, output, errors) == (0, "", "")


def test_a_taken_port_is_told_and_ends_the_process() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        finished = subprocess.run(
            [sys.executable, "-m", "aitestmock", "--port", port],
            capture_output=True,
            text=True,
            check=False,
            timeout=20,
        )
    assert finished.returncode == 1
    assert f"cannot listen on 127.0.0.1:{port}" in finished.stderr
    assert "Traceback" not in finished.stderr


@pytest.mark.parametrize(
    "options",
    [
        ["--port", "65536"],
        ["--port", "x"],
        ["--time-scale", "-1"],
        ["--time-scale", "nan"],
        ["--concurrency-limit", "0"],
    ],
)
def test_wrong_options_are_refused_before_anything_starts(
    options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    from aitestmock.__main__ import main

    with pytest.raises(SystemExit) as refused:
        main(options)
    assert refused.value.code == 2
    assert "usage: aitestmock" in capsys.readouterr().err


def test_a_mock_with_impossible_settings_is_not_created() -> None:
    with pytest.raises(InvalidChange):
        create_mock(concurrency_limit=0)


async def test_a_connection_fault_without_a_real_connection_says_so() -> None:
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(create_mock()),
        base_url="http://mock",
        headers={"Authorization": "Bearer key"},
    ) as client:
        with pytest.raises(RuntimeError, match="need uvicorn"):
            await client.post("/v1/song/generate", json={"lyrics": "0013"})


async def test_two_mocks_share_nothing() -> None:
    async with (
        serving(create_mock()) as one,
        serving(create_mock(time_scale=0.1)) as other,
        httpx.AsyncClient(headers={"Authorization": "Bearer key"}) as client,
    ):
        await client.post(f"{one}/v1/song/generate", json={"lyrics": "la"})
        assert (await client.get(f"{one}/_mock/summary")).json()["accepted"] == 1
        assert (await client.get(f"{other}/_mock/summary")).json()["accepted"] == 0
        assert (await client.get(f"{other}/_mock/settings")).json()["timeScale"] == 0.1
