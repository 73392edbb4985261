"""A real S3 on this machine: SeaweedFS, which checks signatures, expiry and sizes."""

from __future__ import annotations

import http.client
import json
import os
import random
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from app.infra.embedded.children import spawn, stop, tail, wait_until
from app.infra.embedded.ports import free_port

ACCESS_KEY = "studio-tests"
SECRET_KEY = "a-secret-of-the-tests-that-nobody-may-see"
HOST = "127.0.0.1"
PATIENCE = 60.0

_ROLES = ("master", "volume", "filer", "s3")
# Below the ports that systems give out by themselves, so that none is taken until it is used.
_PORTS = range(10_000, 32_000)
_SOCKETS = Path("/", "tmp")  # where SeaweedFS puts its sockets, whatever TMPDIR says


class S3Server:
    """SeaweedFS over the files in `folder`: buckets are made by whoever needs them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._ports = {role: _port_pair() for role in _ROLES}
        self._log = folder.with_suffix(".log")
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def endpoint(self) -> str:
        return f"http://{HOST}:{self._ports['s3'][0]}"

    def spawn(self) -> None:
        """Start it, from the main thread, without waiting for it."""
        self._folder.mkdir(parents=True, exist_ok=True)
        entrance = self._folder.with_suffix(".json")
        entrance.write_text(json.dumps(_IDENTITIES))
        with self._log.open("ab") as output:
            self.process = spawn(
                [
                    *(str(Path(sys.executable).parent / "weed"), "-logtostderr=true", "server"),
                    *(f"-dir={self._folder}", f"-ip={HOST}", f"-ip.bind={HOST}"),
                    *("-master.telemetry=false", "-master.electionTimeout=1s"),
                    *("-master.raftBootstrap", "-master.volumeSizeLimitMB=64", "-volume.max=5000"),
                    *("-s3", f"-s3.config={entrance}", "-s3.iam=false", "-s3.port.iceberg=0"),
                    *("-s3.port.lance=0", "-s3.autoCreateBucket=false"),
                    "-s3.allowDeleteBucketNotEmpty=false",
                    *(f"-{role}.port={http}" for role, (http, _) in self._ports.items()),
                    *(f"-{role}.port.grpc={grpc}" for role, (_, grpc) in self._ports.items()),
                ],
                env={"PATH": os.environ.get("PATH", ""), "HOME": str(self._folder)},
                death_signal=signal.SIGKILL,
                output=output,
                cwd=self._folder,
            )

    def start(self) -> None:
        """Start it and wait until it serves."""
        self.spawn()
        assert self.process is not None
        try:
            wait_until(lambda: serves(self.endpoint), self.process, name="s3", timeout=PATIENCE)
        except BaseException:
            self.stop()
            print(tail(self._log), file=sys.stderr)  # noqa: T201
            raise

    def kill(self) -> None:
        """End it without a word; `start` finds the files again."""
        if self.process is not None:
            stop(self.process, signals=(), patience=0)
            self.process = None

    def stop(self) -> None:
        """End it and remove everything it left, also outside of its folder."""
        self.kill()
        for port in (port for pair in self._ports.values() for port in pair):
            for socket in _SOCKETS.glob(f"seaweedfs-*-{port}.sock"):
                socket.unlink(missing_ok=True)
        shutil.rmtree(self._folder, ignore_errors=True)


_IDENTITIES = {
    "identities": [
        {
            "name": "studio",
            "credentials": [{"accessKey": ACCESS_KEY, "secretKey": SECRET_KEY}],
            "actions": ["Admin", "Read", "Write", "List", "Tagging"],
        }
    ]
}


def _port_pair() -> tuple[int, int]:
    """Two neighbouring ports that nobody uses, from a place that no other run is likely to try."""
    while True:
        first = random.choice(_PORTS)  # noqa: S311 - no secret
        pair = (
            free_port(HOST, first, may_move=True),
            free_port(HOST, first + 1_000, may_move=True),
        )
        if len(set(pair)) == len(pair):
            return pair


def serves(endpoint: str) -> bool:
    """Whether an S3 answers there, if only that nobody enters without a key."""
    connection = http.client.HTTPConnection(endpoint.removeprefix("http://"), timeout=2)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status == http.client.FORBIDDEN
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
