"""Small programs in the places of the API, the worker, the mock and the migrations.

`python stand_ins.py web|worker|mock|migrate` is one of them, `python stand_ins.py dev` the real
supervisor around them, with real servers. What they do is chosen by STAND_IN_… variables.
"""

from __future__ import annotations

import argparse
import http.server
import json
import os
import signal
import socketserver
import subprocess
import sys
import time
from pathlib import Path


class _Api(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self._answer({"ready": True})

    def do_POST(self) -> None:
        query = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["query"]
        print("asked", query, flush=True)  # noqa: T201
        self._answer({"data": {"register": {"userErrors": []}, "login": {"userErrors": []}}})

    def _answer(self, body: object) -> None:
        text = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def serve(port: int) -> None:
    socketserver.TCPServer.allow_reuse_address = True
    with socketserver.TCPServer(("127.0.0.1", port), _Api) as server:
        server.serve_forever()


def web() -> None:
    print("DATABASE_URL", os.environ["DATABASE_URL"], flush=True)  # noqa: T201
    serve(int(os.environ["PORT"]))


def worker() -> None:
    """Has a child of its own, as the real one has for overlays."""
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    if "STAND_IN_STUBBORN" in os.environ:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    time.sleep(600)


def mock() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--host")
    parser.add_argument("--port", type=int)
    serve(parser.parse_args(sys.argv[2:]).port)


def migrate() -> None:
    sys.exit(int(os.environ.get("STAND_IN_MIGRATION_STATUS", "0")))


def dev() -> None:
    from app.cli.dev import Programs, run_dev
    from app.infra.settings import Settings

    def program(name: str) -> tuple[str, ...]:
        return (sys.executable, str(Path(__file__)), name)

    programs = Programs(
        migrate=program("migrate"),
        web=program("web"),
        worker=program("worker"),
        mock=program("mock"),
    )
    sys.exit(run_dev(Settings(app_env="dev"), os.environ, programs))


if __name__ == "__main__":
    {"web": web, "worker": worker, "mock": mock, "migrate": migrate, "dev": dev}[sys.argv[1]]()
