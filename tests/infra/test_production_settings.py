from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from app.infra.settings import Settings

GOOD: dict[str, Any] = {
    "app_env": "production",
    "database_url": "postgresql://studio:x7Gk2mPq@db/studio",
    "redis_url": "redis://:x7Gk2mPq@cache/0",
    "jwt_secret_key": "kJ8-2hd_92mLqPzX0vB7nRt5sWy3cFgA",
    "introspection": False,
    "mureka_base_url": "https://api.mureka.ai",
    "mureka_api_key": "a key",
    "s3_endpoint": "http://s3:8333",
    "s3_access_key": "studio",
    "s3_secret_key": "x7Gk2mPqx7Gk2mPq",
}


def production(**changes: Any) -> Settings:
    return Settings(_env_file=None, **{**GOOD, **changes})


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"jwt_secret_key": "abcdefgh" * 4},
        {"cors_origins": "https://studio.example.com"},
        {"introspection": True},
        {"database_url": "postgresql://studio@/studio?host=/run/postgresql"},
        {"trusted_proxies": "10.0.0.0/8, 127.0.0.1,::1"},
        {"storage_backend": "filesystem", "s3_endpoint": "", "s3_secret_key": ""},
    ],
)
def test_production_starts_with_values_that_are_good(changes: dict[str, Any]) -> None:
    assert production(**changes).app_env == "production"


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"database_url": ""}, "DATABASE_URL is not set"),
        ({"database_url": "postgresql://postgres:postgres@db/studio"}, "DATABASE_URL is one"),
        ({"database_password": "changeme", "database_url": "postgresql://u@db/s"}, "DATABASE_URL"),
        ({"redis_url": ""}, "REDIS_URL is not set"),
        ({"redis_url": "redis://:valkey@cache/0"}, "REDIS_URL is one"),
        ({"jwt_secret_key": ""}, "JWT_SECRET_KEY"),
        ({"jwt_secret_key": GOOD["jwt_secret_key"][:31]}, "JWT_SECRET_KEY"),
        ({"jwt_secret_key": "abcdefg" * 5}, "JWT_SECRET_KEY"),
        ({"jwt_secret_key": "please-CHANGE-ME-please-change-me-now"}, "JWT_SECRET_KEY"),
        ({"introspection": None}, "INTROSPECTION"),
        ({"cors_origins": "*"}, "CORS_ORIGINS"),
        ({"mureka_base_url": ""}, "MUREKA_BASE_URL"),
        ({"mureka_api_key": ""}, "MUREKA_API_KEY"),
        ({"s3_endpoint": ""}, "S3_ENDPOINT"),
        ({"s3_access_key": ""}, "S3_ACCESS_KEY"),
        ({"s3_secret_key": ""}, "S3_SECRET_KEY is not set"),
        ({"s3_secret_key": "minioadmin"}, "S3_SECRET_KEY is one"),
        ({"trusted_proxies": "0.0.0.0/0"}, "TRUSTED_PROXIES"),
        ({"trusted_proxies": "::/0"}, "TRUSTED_PROXIES"),
        ({"trusted_proxies": "nginx"}, "nginx"),
    ],
)
def test_production_refuses_what_is_missing_weak_or_known_and_names_it(
    changes: dict[str, Any], named: str
) -> None:
    with pytest.raises(ValidationError) as refusal:
        production(**changes)
    told = str(refusal.value)
    assert named in told
    for secret in ("x7Gk2mPq", "abcdefg", "please-CHANGE", "minioadmin"):
        assert secret not in told


def test_the_same_weak_values_are_good_enough_for_a_developer() -> None:
    settings = Settings(_env_file=None, app_env="dev", jwt_secret_key="secret")
    assert settings.jwt_secret_key.get_secret_value() == "secret"


@pytest.mark.parametrize(
    ("setting", "url", "whole"),
    [
        ("database", "postgresql://studio@db/studio", "postgresql://studio:a%2Fb%3A%40@db/studio"),
        ("database", "postgresql://u:own@db/s", "postgresql://u:own@db/s"),
        ("database", "postgresql:///s?host=/run/pg", "postgresql://:a%2Fb%3A%40@/s?host=/run/pg"),
        ("redis", "rediss://cache:6380/1", "rediss://:a%2Fb%3A%40@cache:6380/1"),
        ("redis", "unix:///run/valkey.sock", "unix://:a%2Fb%3A%40@/run/valkey.sock"),
        ("redis", "", ""),
    ],
)
def test_a_password_of_its_own_is_put_into_an_address_without_one(
    setting: str, url: str, whole: str
) -> None:
    values: dict[str, Any] = {f"{setting}_url": url, f"{setting}_password": "a/b:@"}
    settings = Settings(_env_file=None, app_env="dev", **values)
    assert getattr(settings, f"{setting}_url") == whole


def test_files_give_settings_in_place_of_the_environment_and_of_the_env_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, text in {"jwt": "from a file \n", "keys": "", "models": "a,b\r\n"}.items():
        (tmp_path / name).write_text(text)
    monkeypatch.setenv("JWT_SECRET_KEY_FILE", str(tmp_path / "jwt"))
    monkeypatch.setenv("ENCRYPTION_SECRET_KEYS_FILE", str(tmp_path / "keys"))
    dotenv = tmp_path / ".env"
    dotenv.write_text(
        f"JWT_SECRET_KEY=from .env\nTEMPLATE_MODELS_FILE={tmp_path / 'models'}\nS3_REGION=mars-1\n"
    )
    settings = Settings(_env_file=dotenv, app_env="dev")
    assert settings.jwt_secret_key.get_secret_value() == "from a file "
    assert settings.encryption_secret_keys == []
    assert settings.template_models == ["a", "b"]
    assert settings.s3_region == "mars-1"
