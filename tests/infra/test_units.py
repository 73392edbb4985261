"""What starts the studio at boot: it can be read, and leaves the time that an end needs."""

from __future__ import annotations

import plistlib
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from app.cli.dev import WORKER_CLOSES
from app.infra.settings import Settings

ROOT = Path(__file__).parents[2]
UNITS = ROOT / "deploy" / "systemd"
LONGEST = Settings(_env_file=None, app_env="dev").longest_drain + WORKER_CLOSES
API = 10


def seconds(text: str, pattern: str) -> int:
    found = re.search(pattern, text)
    assert found, pattern
    return int(found[1])


def test_systemd_gives_each_process_the_time_that_it_needs_to_end() -> None:
    pattern = r"TimeoutStopSec=(\d+)s"
    assert seconds((UNITS / "studio-api@.service").read_text(), pattern) > API
    assert seconds((UNITS / "studio-worker@.service").read_text(), pattern) > LONGEST


def test_launchd_gives_each_process_the_time_that_it_needs_to_end() -> None:
    for name, command, least in (("api", "serve", API), ("worker", "work", LONGEST)):
        plist = plistlib.loads((ROOT / "deploy" / "launchd" / f"studio.{name}.plist").read_bytes())
        assert plist["Label"] == f"studio.{name}"
        assert plist["ProgramArguments"][1:] == ["-m", "app", command]
        assert plist["ExitTimeOut"] > least


def test_compose_gives_each_process_the_time_that_it_needs_to_end() -> None:
    text = (ROOT / "docker" / "compose.yaml").read_text()
    api, worker = text.index("x-api:"), text.index("  worker:\n")
    assert seconds(text[api:worker], r"stop_grace_period: (\d+)s") > API
    assert seconds(text[worker:], r"stop_grace_period: (\d+)s") > LONGEST


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="SKIPPED: no systemd-analyze")
def test_systemd_understands_the_units(tmp_path: Path) -> None:
    for unit in UNITS.iterdir():
        text = unit.read_text().replace("/opt/studio/.venv/bin/python", shutil.which("true") or "")
        (tmp_path / unit.name).write_text(text)
    names = ["studio-api@8001.service", "studio-worker@1.service", "studio.target"]
    for name in names:
        checked = subprocess.run(
            ["systemd-analyze", "verify", "--recursive-errors=no", str(tmp_path / name)],
            capture_output=True,
            text=True,
            check=False,
            env={"SYSTEMD_UNIT_PATH": f"{tmp_path}:", "PATH": "/usr/bin:/bin"},
        )
        told = [line for line in checked.stderr.splitlines() if "studio" in line]
        assert (checked.returncode, told) == (0, []), checked.stderr
