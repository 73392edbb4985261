from __future__ import annotations

from pathlib import Path

import pytest

from app.cli import WRONG_SETTINGS, main


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # away from a developer's .env


def test_a_setting_that_is_there_twice_is_refused_and_its_value_not_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "secret"
    file.write_text("a secret in a file")
    monkeypatch.setenv("JWT_SECRET_KEY", "a secret in the open")
    monkeypatch.setenv("JWT_SECRET_KEY_FILE", str(file))
    assert main(["migrate"]) == WRONG_SETTINGS
    told = capsys.readouterr().err
    assert "JWT_SECRET_KEY and JWT_SECRET_KEY_FILE are both set" in told
    assert "a secret" not in told


@pytest.mark.parametrize("content", [None, b"\xff\xfe"])
def test_a_file_that_cannot_be_read_is_named_by_its_setting(
    content: bytes | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = tmp_path / "secret"
    if content is not None:
        file.write_bytes(content)
    monkeypatch.setenv("JWT_SECRET_KEY_FILE", str(file))
    assert main(["serve"]) == WRONG_SETTINGS
    assert "JWT_SECRET_KEY_FILE cannot be read" in capsys.readouterr().err
