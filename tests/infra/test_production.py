"""Production starts with nothing that was forgotten."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from app.infra.settings import SHORTEST_SECRET, WEAK_SECRETS, Settings

SAFE: dict[str, Any] = {
    "app_env": "production",
    "storage_backend": "filesystem",
    "database_url": "postgresql://x",
    "redis_url": "redis://x",
    "jwt_secret_key": "9f2c" * 8,
    "introspection": False,
    "mureka_base_url": "https://api.mureka.ai",
    "mureka_api_key": "key",
}


def started(tmp_path: Path, **changes: Any) -> Settings:
    return Settings(_env_file=None, **{**SAFE, "data_dir": tmp_path, **changes})


@pytest.mark.parametrize("introspection", [True, False])
def test_it_starts_when_everything_was_decided(tmp_path: Path, introspection: bool) -> None:
    found = started(tmp_path, introspection=introspection, cors_origins=["https://a.example"])
    assert found.introspection is introspection
    started(tmp_path, jwt_secret_key="x" * SHORTEST_SECRET)


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"jwt_secret_key": ""}, "JWT_SECRET_KEY"),
        ({"jwt_secret_key": "x" * (SHORTEST_SECRET - 1)}, "JWT_SECRET_KEY"),
        *(({"jwt_secret_key": each}, "JWT_SECRET_KEY") for each in sorted(WEAK_SECRETS)),
        *(({"jwt_secret_key": each.upper()}, "JWT_SECRET_KEY") for each in sorted(WEAK_SECRETS)),
        ({"introspection": None}, "INTROSPECTION"),
        ({"cors_origins": ["https://a.example", "*"]}, "CORS_ORIGINS"),
        ({"database_url": ""}, "DATABASE_URL"),
        ({"redis_url": ""}, "REDIS_URL"),
        ({"mureka_api_key": ""}, "MUREKA_API_KEY"),
        ({"storage_backend": "s3"}, "S3_SECRET_KEY"),
    ],
)
def test_it_does_not_start_otherwise_and_says_why_without_the_secret(
    tmp_path: Path, changes: dict[str, Any], named: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        started(tmp_path, **changes)
    [problem] = refused.value.errors(include_input=False, include_url=False)
    assert named in problem["msg"]
    secret = str(changes.get("jwt_secret_key") or "no secret was sent")
    assert secret not in problem["msg"].replace("JWT_SECRET_KEY", "")
