"""What must not be in the repository is found, and what is there is fine."""

from __future__ import annotations

import importlib.util
import re
import tomllib
from email.message import Message
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def hygiene() -> ModuleType:
    spec = importlib.util.spec_from_file_location("hygiene", ROOT / "scripts/hygiene.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    "planted",
    [
        "AKIA" + "ABCDEFGHIJKLMNOP",
        "sk-" + "proj-" + "a1B2" * 12,
        "ghp_" + "a1B2" * 9,
        "AIza" + "a1B2c" * 7,
        "eyJ" + "hbGciOiJIUzI1NiJ9" + ".eyJ" + "zdWIiOiIxMjM0NTY3ODkwIn0" + "." + "a1B2" * 10,
        "-----BEGIN " + "RSA PRIVATE KEY-----\n" + "MIIE" * 16 + "\n",
    ],
)
def test_a_key_of_a_well_known_kind_is_found(hygiene: ModuleType, planted: str) -> None:
    text = f"key = {planted}\n".encode()
    assert [what for what, pattern in hygiene.SECRETS.items() if re.search(pattern, text)]


@pytest.mark.parametrize(
    ("said", "fits"),
    [
        ("MIT", True),
        ("Apache-2.0 AND MIT", True),
        ("MPL-2.0 AND (Apache-2.0 OR MIT)", True),
        ("GPL-3.0-only", False),
        ("MIT AND AGPL-3.0", False),
        ("", False),
    ],
)
def test_a_licence_is_one_of_those_that_were_agreed_to(
    hygiene: ModuleType, said: str, fits: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = Message()
    if said:
        told["License-Expression"] = said
    monkeypatch.setattr(hygiene.metadata, "metadata", lambda _name: told)
    assert (list(hygiene.licenses()) == []) is fits


def test_every_licence_of_the_runtime_is_agreed_to(hygiene: ModuleType) -> None:
    assert list(hygiene.licenses()) == []


def test_what_is_locked_keeps_every_floor() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    floors = [
        *project["project"]["dependencies"],
        *project["tool"]["uv"]["constraint-dependencies"],
    ]
    locked = (ROOT / "requirements/runtime.txt").read_text()
    versions = dict(re.findall(r"^([a-z0-9-]+)(?:\[[^\]]*\])?==(\S+)", locked, re.MULTILINE))
    for floor in map(Requirement, floors):
        assert floor.specifier.contains(versions[floor.name]), str(floor)
