"""Installs what a peer needs from its lock file, below `bench/.cache`."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.paths import CACHE

_LOCKS = ("package.json", "package-lock.json", "requirements.txt")
_STAMP = "installed"
_LEFT_OUT = shutil.ignore_patterns("node_modules", "__pycache__")


class Unavailable(Exception):
    """A peer that this machine cannot run; the text tells what is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """A folder with a peer's files and packages, and the command that starts its server."""

    folder: Path
    argv: Sequence[str]


def install(peer: Path) -> Environment:
    """The environment of a peer's folder; packages are installed when the locks changed.

    The server runs from a copy beside its packages, where Node.js looks for them. Raises
    Unavailable.
    """
    node, python = peer / "server.mjs", peer / "server.py"
    if not node.exists() and not python.exists():
        raise Unavailable(f"there is no server in {peer.name}/")
    folder = CACHE / peer.name
    shutil.copytree(peer, folder, dirs_exist_ok=True, ignore=_LEFT_OUT)
    if node.exists():
        version = _output([_tool("node"), "--version"], folder)
        commands = [[_tool("npm"), "ci", "--omit=dev", "--ignore-scripts", "--no-audit"]]
        argv = [_tool("node"), node.name]
    else:
        version = sys.version
        interpreter = str(folder / "venv" / "bin" / "python")
        commands = [
            [sys.executable, "-m", "venv", "--clear", "venv"],
            [interpreter, "-m", "pip", "install", "--require-hashes", "-r", "requirements.txt"],
        ]
        argv = [interpreter, python.name]
    _run_once(commands, folder, _fingerprint(peer, version))
    return Environment(folder=folder, argv=argv)


def _run_once(commands: Sequence[Sequence[str]], folder: Path, fingerprint: str) -> None:
    stamp = folder / _STAMP
    if stamp.exists() and stamp.read_text() == fingerprint:
        return
    stamp.unlink(missing_ok=True)
    for command in commands:
        _output(command, folder)
    stamp.write_text(fingerprint)


def _fingerprint(peer: Path, version: str) -> str:
    digest = hashlib.sha256(version.encode())
    for name in _LOCKS:
        if (lock := peer / name).exists():
            digest.update(lock.read_bytes())
    return digest.hexdigest()


def _tool(name: str) -> str:
    if (found := shutil.which(name)) is None:
        raise Unavailable(f"{name} is not installed")
    return found


def _output(command: Sequence[str], folder: Path) -> str:
    done = subprocess.run(  # noqa: S603 - the command lines are our own
        command,
        check=False,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode != 0:
        end = "\n".join(done.stdout.splitlines()[-10:])
        raise Unavailable(f"{' '.join(command[:4])} failed with {done.returncode}:\n{end}")
    return done.stdout
