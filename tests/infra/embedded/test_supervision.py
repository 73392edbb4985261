"""What the supervisor does on its own, without servers: restarts, output, the watchdog, ports."""

from __future__ import annotations

import asyncio
import io
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from app.infra.embedded.commands import Command
from app.infra.embedded.console import Console, rotate
from app.infra.embedded.directory import InUse, exclusively, keep, kept
from app.infra.embedded.keeper import GaveUp, Restarts
from app.infra.embedded.ports import PortTaken, free_port, origin
from app.infra.embedded.supervisor import Interrupted, Supervisor
from tests.infra.embedded.studio import ROOT


def python(code: str, tmp_path: Path, **options: float) -> Command:
    return Command(
        name="program",
        argv=(sys.executable, "-c", code),
        env={"PATH": os.environ["PATH"]},
        log=tmp_path / "program.log",
        **options,  # type: ignore[arg-type]
    )


async def test_who_keeps_dying_ends_everything_and_the_end_of_its_log_is_shown(
    tmp_path: Path,
) -> None:
    terminal = io.StringIO()
    restarts = Restarts(first_delay=0.01)
    async with Supervisor(Console(terminal), restarts) as tree:
        await tree.start(python("print('the reason'); raise SystemExit(7)", tmp_path))
        with pytest.raises(GaveUp, match="ended with status 7, 5 times in 60 s") as end:
            await tree.wait()
    assert str(end.value).endswith("the reason")
    shown = terminal.getvalue()
    assert shown.count("program | the reason") == 5
    assert [f"in {delay} s" in shown for delay in ("0.01", "0.02", "0.04", "0.08")] == [True] * 4


def test_the_delay_doubles_up_to_ten_seconds() -> None:
    restarts = Restarts()
    assert [restarts.delay(deaths) for deaths in (1, 2, 3, 6, 9)] == [0.5, 1, 2, 10, 10]


async def test_who_never_answers_is_given_up_and_stopped(tmp_path: Path) -> None:
    class Silent:
        name = "silent"
        log = tmp_path / "silent.log"
        stop_signals = (signal.SIGTERM,)
        patience = 1.0
        start_timeout = 0.1
        process: subprocess.Popen[bytes] | None = None

        def prepare(self) -> None: ...

        def release(self) -> None: ...

        def spawn(self) -> subprocess.Popen[bytes]:
            self.process = python("import time; time.sleep(60)", tmp_path).spawn()
            return self.process

        def answers(self) -> bool:
            return False

    silent = Silent()
    async with Supervisor(Console(io.StringIO())) as tree:
        with pytest.raises(GaveUp, match="silent did not start: no answer within 0 s"):
            await tree.start(silent)
    assert silent.process is not None
    assert silent.process.poll() == -signal.SIGTERM


async def test_a_closed_terminal_keeps_nothing_from_being_stopped(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as closed:
        console = Console(closed)
        async with Supervisor(console) as tree:
            await tree.start(python("print('x'); import time; time.sleep(60)", tmp_path))
            console.say("nobody reads this")


async def test_a_closed_window_ends_everything_even_if_nobody_is_signalled(tmp_path: Path) -> None:
    window, terminal = os.openpty()
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    with os.fdopen(terminal, "w") as stream:
        async with Supervisor(Console(stream)) as tree, asyncio.timeout(5):
            await tree.start(python("import time; time.sleep(60)", tmp_path))
            os.close(window)
            with pytest.raises(Interrupted):
                await tree.wait()


@pytest.mark.skipif(sys.platform != "linux", reason="SKIPPED LOUDLY: only Linux's kernel helps")
def test_without_the_watchdog_the_kernel_ends_a_killed_supervisors_children() -> None:
    code = """
import os, signal, subprocess, sys, time
from app.infra.embedded.children import spawn
child = spawn(
    [sys.executable, "-c", "import time; print('here', flush=True); time.sleep(60)"],
    env=os.environ, death_signal=signal.SIGTERM, output=sys.stdout.buffer,
)
child.wait()
"""
    supervisor = subprocess.Popen(
        [sys.executable, "-c", code],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
    )
    assert supervisor.stdout is not None
    with supervisor.stdout as output:
        assert output.readline() == b"here\n"
        children = psutil.Process(supervisor.pid).children()
        assert len(children) == 1
        supervisor.kill()
        supervisor.wait()
        _, alive = psutil.wait_procs(children, 10)
    assert alive == []


@pytest.mark.parametrize("kill_the_watchdog_first", [False, True])
def test_without_the_kernels_help_the_watchdog_ends_a_killed_supervisors_tree(
    kill_the_watchdog_first: bool,
) -> None:
    """What other systems than Linux rely on; grandchildren included, on Linux too."""
    code = """
import signal, subprocess, sys, time
from app.infra.embedded.guard import Watchdog
watchdog = Watchdog(patience=0.5)
if sys.argv[1] == "True":
    watchdog._process.kill()
    watchdog._process.wait()
stubborn = '''
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("stubborn", flush=True)
time.sleep(60)
'''
parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {stubborn!r}])"
child = subprocess.Popen([sys.executable, "-c", parent], start_new_session=True)
watchdog.watch(child, signal.SIGTERM)
time.sleep(60)
"""
    supervisor = subprocess.Popen(
        [sys.executable, "-c", code, str(kill_the_watchdog_first)],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
    )
    assert supervisor.stdout is not None
    with supervisor.stdout as output:
        assert output.readline() == b"stubborn\n"
        children = psutil.Process(supervisor.pid).children(recursive=True)
        assert len(children) == 3

        supervisor.kill()
        supervisor.wait()

        _, alive = psutil.wait_procs(children, 10)
    assert alive == []


def test_a_directory_has_one_instance_and_is_free_again_afterwards(tmp_path: Path) -> None:
    with exclusively(tmp_path / "data"):
        code = (
            "import sys; from pathlib import Path\n"
            "from app.infra.embedded.directory import exclusively\n"
            "with exclusively(Path(sys.argv[1])): pass\n"
        )
        second = subprocess.run(
            [sys.executable, "-c", code, str(tmp_path / "data")],
            env={"PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert f"in use by another instance (pid {os.getpid()})" in second.stderr
        with pytest.raises(InUse), exclusively(tmp_path / "data"):
            pass
    with exclusively(tmp_path / "data"):
        pass


def test_a_secret_is_made_once_and_private(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    assert kept(file, lambda: "first") == "first"
    assert kept(file, lambda: "second") == "first"
    assert file.stat().st_mode & 0o777 == 0o600
    (tmp_path / "secret.new").write_text("half of an interrupted")
    keep(file, "third")
    assert file.read_text() == "third\n"


def test_a_taken_port_gives_way_only_when_it_may() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        assert free_port("127.0.0.1", port, may_move=True) > port
        with pytest.raises(PortTaken, match=f"port {port} is taken"):
            free_port("127.0.0.1", port, may_move=False)
    assert free_port("127.0.0.1", port, may_move=False) == port
    assert free_port("127.0.0.1", 0, may_move=False) > 0


def test_a_server_on_every_address_is_reached_on_this_machine() -> None:
    assert origin("0.0.0.0", 80) == "http://127.0.0.1:80"  # noqa: S104
    assert origin("::", 80) == "http://[::1]:80"
    assert origin("localhost", 80) == "http://localhost:80"


def test_a_large_log_gives_way_to_a_new_one(tmp_path: Path) -> None:
    log = tmp_path / "web.log"
    log.write_bytes(b"small")
    rotate(log)
    assert log.exists()
    log.write_bytes(b"x" * (5 * 1024 * 1024 + 1))
    rotate(log)
    assert not log.exists()
    assert (tmp_path / "web.log.1").exists()
