"""`.env.example` is the only list of settings a person reads: it must be whole and true."""

from __future__ import annotations

import re
from pathlib import Path

from pydantic import SecretStr
from pydantic_core import PydanticUndefined

from app.infra.settings import Settings

EXAMPLE = Path(__file__).parents[3] / ".env.example"
SETTING = re.compile(r"^# ([A-Z][A-Z0-9_]*)=(.*)$", re.MULTILINE)


def as_written(default: object) -> str:
    """How a default reads in a `.env` file."""
    match default:
        case bool():
            return str(default).lower()
        case list():
            return ",".join(default)
        case SecretStr():
            return default.get_secret_value()
        case None:
            return ""
        case _:
            return str(default)


def test_every_setting_is_explained_once_with_its_default() -> None:
    shown = SETTING.findall(EXAMPLE.read_text())
    defaults = {
        name.upper(): as_written(field.default)
        for name, field in Settings.model_fields.items()
        if field.default is not PydanticUndefined
    }
    assert len(shown) == len(dict(shown))
    assert dict(shown) == defaults


def test_no_line_takes_effect_when_the_file_is_merely_copied() -> None:
    assert all(line == "" or line.startswith("#") for line in EXAMPLE.read_text().splitlines())
