"""The steps of docker/Dockerfile on this machine, where there is no Docker.

In a mount namespace of its own /opt, /srv, /build, /etc and /var/lib are empty or copies, and
/usr/local is the Python that runs this. Each COPY and RUN is carried out as it is written; then
everything is read-only but /tmp and the volume, and the command runs as the user of the image:
without settings, and with them against servers of this script. What differs from a real build: the
base image, other libraries than Debian's of this machine, and one architecture.

Exit status 75: this machine does not allow it.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
import urllib.request
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

ROOT = Path(__file__).parents[2]
UNABLE = 75
INSIDE = "STUDIO_REPLAY"
USER = 10001
PORT = 8000
BARE = {
    "HOME": "/root",
    "PATH": "/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "LD_LIBRARY_PATH": "/usr/local/lib",  # this Python may look for its own where only root may
}


def main() -> int:
    """Enter the namespace, or work inside of it."""
    if os.environ.get(INSIDE):
        return _replay()
    able = sys.platform == "linux" and os.getuid() == 0 and shutil.which("unshare")
    if (
        not able
        or subprocess.run(["unshare", "--mount", "--pid", "--fork", "true"], check=False).returncode
    ):
        return UNABLE
    sys.path.insert(0, str(ROOT))
    from app.infra.embedded.servers import EmbeddedPostgres, EmbeddedValkey

    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        place = Path(folder)
        place.chmod(0o755)
        postgres = EmbeddedPostgres(place / "postgres", log=place / "postgres.log")
        valkey = EmbeddedValkey(place / "valkey", append_only=False, log=place / "valkey.log")
        try:
            servers = {"DATABASE_URL": postgres.start(), "REDIS_URL": valkey.start()}
            _open_to_all(servers)
            command = [
                "unshare",
                "--mount",
                "--pid",
                "--fork",
                "--mount-proc",
                sys.executable,
                __file__,
            ]
            return subprocess.run(
                command, env={**os.environ, INSIDE: json.dumps(servers)}, check=False
            ).returncode
        finally:
            valkey.stop()
            postgres.stop()


def _open_to_all(servers: dict[str, str]) -> None:
    """Let the user of the image reach the sockets."""
    for url in servers.values():
        parts = urlsplit(url)
        place = Path(parse_qs(parts.query).get("host", [parts.path])[0])
        for each in (place, *place.parents[:-2]):
            each.chmod(each.stat().st_mode | 0o011)
        for each in [place] if place.is_socket() else place.iterdir():
            if each.is_socket():
                each.chmod(0o777)


def _replay() -> int:
    servers: dict[str, str] = json.loads(os.environ[INSIDE])
    stages = _stages((ROOT / "docker" / "Dockerfile").read_text())
    context = _context()
    _empty_places()
    user, directory, entry, command = "0", "/", [], []
    for stage in stages:
        environment = dict(BARE)
        for name, text in stage:
            print(f"{name} {text[:100]}", flush=True)
            if name == "ENV":
                for each in shlex.split(text):
                    key, value = each.split("=", 1)
                    environment[key] = value.replace("$PATH", environment["PATH"])
            elif name == "RUN":
                own = {
                    k: v for k, v in os.environ.items() if k.startswith(("PIP_", "http", "HTTP"))
                }
                subprocess.run(["sh", "-c", text], env={**own, **environment}, check=True, cwd="/")
            elif name == "COPY" and not text.startswith("--from"):
                _copy(shlex.split(text), context)
            elif name == "WORKDIR":
                directory = text
            elif name == "USER":
                user = text.partition(":")[0]
            elif name == "ENTRYPOINT":
                entry = json.loads(text)
            elif name == "CMD":
                command = json.loads(text)
    assert int(user) == USER, "the image runs as root"
    _read_only()
    run = ["setpriv", "--reuid", user, "--regid", user, "--clear-groups", "--no-new-privs", "--"]
    run += ["env", "--chdir", directory]
    without = subprocess.run(
        [*run, *entry, *command], env=environment, check=False, capture_output=True, text=True
    )
    assert without.returncode == 2, without.stderr
    assert "JWT_SECRET_KEY" in without.stderr
    settings = (
        environment
        | servers
        | {
            "APP_ENV": "production",
            "JWT_SECRET_KEY": "kJ8-2hd_92mLqPzX0vB7nRt5sWy3cFgA",
            "INTROSPECTION": "false",
            "MUREKA_BASE_URL": "http://127.0.0.1:9",
            "MUREKA_API_KEY": "none",
            "STORAGE_BACKEND": "filesystem",
        }
    )
    migrated = subprocess.run(
        [*run, *entry, "migrate"], env=settings, check=False, capture_output=True, text=True
    )
    assert migrated.returncode == 0, migrated.stderr
    assert "ran 0_" in migrated.stdout, migrated.stdout
    with Path("/tmp/worker.log").open("wb") as log:  # noqa: S108 - a /tmp of this namespace alone
        worker = subprocess.Popen([*run, *entry, "work"], env=settings, stdout=log, stderr=log)
        api = subprocess.Popen([*run, *entry, *command], env=settings)
    try:
        _until(lambda: _get("/health/ready") == 200)
        assert _get("/graphiql/") == 200
        _until(lambda: "the worker is ready" in Path("/tmp/worker.log").read_text())  # noqa: S108 - the same
    finally:
        for process in (api, worker):
            process.terminate()
    assert api.wait(15) in (0, -15, 143)
    assert worker.wait(15) in (0, -15, 143)
    print(
        "the image's steps lead to a studio that serves and works, as nobody, on a read-only root"
    )
    return 0


def _stages(text: str) -> list[list[tuple[str, str]]]:
    """The instructions of each stage, continued lines joined."""
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    stages: list[list[tuple[str, str]]] = []
    for line in filter(None, joined.splitlines()):
        name, _, rest = line.partition(" ")
        if name == "FROM":
            stages.append([])
        elif stages:
            stages[-1].append((name, rest))
    return stages


def _context() -> set[Path]:
    """What .dockerignore lets through."""
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    return {ROOT / line[1:] for line in lines if line.startswith("!")}


def _copy(arguments: list[str], context: set[Path]) -> None:
    *sources, target = arguments
    for source in sources:
        origin = ROOT / source
        assert any(origin.is_relative_to(each) for each in context), f"{source} is ignored"
        to = Path(target) / origin.name if target.endswith("/") else Path(target)
        to.parent.mkdir(parents=True, exist_ok=True)
        if origin.is_dir():
            shutil.copytree(origin, to, ignore=shutil.ignore_patterns("__pycache__", "*.pyc"))
        else:
            shutil.copy(origin, to)


def _mount(*arguments: str) -> None:
    subprocess.run(["mount", *arguments], check=True)


def _empty_places() -> None:
    _mount("--make-rprivate", "/")
    _mount("--bind", sysconfig.get_config_var("prefix"), "/usr/local")
    for name in ("/build", "/srv", "/opt"):
        Path(name).mkdir(exist_ok=True)
        _mount("-t", "tmpfs", "-o", "mode=755", "tmpfs", name)
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree("/etc", f"{folder}/etc", symlinks=True, ignore_dangling_symlinks=True)
        _mount("-t", "tmpfs", "-o", "mode=755", "tmpfs", "/mnt")
        shutil.copytree(f"{folder}/etc", "/mnt/etc", symlinks=True)
    _mount("--bind", "/mnt/etc", "/etc")
    Path("/mnt/lib").mkdir()
    _mount("--bind", "/mnt/lib", "/var/lib")


def _read_only() -> None:
    Path("/mnt/volume").mkdir()
    os.chown("/mnt/volume", USER, USER)
    _mount("--bind", "/mnt/volume", "/var/lib/studio")
    _mount("-t", "tmpfs", "-o", "mode=1777", "tmpfs", "/tmp")  # noqa: S108 - a place of its own
    for name in ("/opt", "/srv", "/etc", "/var/lib", "/usr/local", "/"):
        _mount("-o", "remount,bind,ro", name)


def _get(path: str) -> int:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{PORT}{path}", timeout=3) as answer:
            return int(answer.status)
    except OSError:
        return 0


def _until(happened: object) -> None:
    deadline = time.monotonic() + 60
    while not happened():  # type: ignore[operator] # a function
        assert time.monotonic() < deadline, "it did not happen within a minute"
        time.sleep(0.1)


if __name__ == "__main__":
    sys.exit(main())
