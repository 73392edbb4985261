"""`python -m aitestmock`: the mock as a process of its own."""

from __future__ import annotations

import argparse
import signal
import sys
from types import FrameType

from aitestmock.app import create_mock
from aitestmock.server import MockServer, address_of, listen
from aitestmock.settings import InvalidChange

HIGHEST_PORT = 65535


def main(arguments: list[str] | None = None) -> int:
    """Serve until SIGINT or SIGTERM; 1 when the address cannot be had, 2 for wrong options."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        app = create_mock(
            time_scale=options.time_scale, concurrency_limit=options.concurrency_limit
        )
    except InvalidChange as error:
        parser.error(str(error))
    try:
        listener = listen(options.host, options.port)
    except OSError as error:
        sys.stderr.write(f"aitestmock: cannot listen on {options.host}:{options.port}: {error}\n")
        return 1
    server = MockServer(app)

    def stop(_signal: int, _frame: FrameType | None) -> None:
        server.should_exit = True

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    sys.stdout.write(f"aitestmock listening on {address_of(listener)}\n")
    sys.stdout.flush()
    server.run(sockets=[listener])
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="aitestmock", description="A mock of the AI providers, for tests and development."
    )
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=_port, default=0, help="0 takes any free port and tells it")
    parser.add_argument(
        "--time-scale", type=float, default=1.0, help="multiplies every duration; 0 is at once"
    )
    parser.add_argument(
        "--concurrency-limit", type=int, help="jobs in flight a provider accepts; default any"
    )
    return parser


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= HIGHEST_PORT:
        raise argparse.ArgumentTypeError(f"must be between 0 and {HIGHEST_PORT}")
    return port


if __name__ == "__main__":
    sys.exit(main())
