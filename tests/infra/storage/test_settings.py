"""Which settings choose a store, and which are refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from app.bootstrap.storage import stores
from app.domain.storage.ports import StoreMissing
from app.infra.settings import Settings

S3 = {
    "s3_endpoint": "http://127.0.0.1:9",
    "s3_access_key": "an access key",
    "s3_secret_key": "a secret key",
}
PRODUCTION = {
    "app_env": "production",
    "database_url": "postgresql://x",
    "redis_url": "redis://x",
    "jwt_secret_key": "kJ8-2hd_92mLqPzX0vB7nRt5sWy3cFgA",
    "introspection": False,
    "mureka_base_url": "https://api.mureka.ai",
    "mureka_api_key": "key",
}


def settings(tmp_path: Path, **changes: Any) -> Settings:
    return Settings(_env_file=None, **{"app_env": "dev", "data_dir": tmp_path, **changes})


@pytest.mark.parametrize(
    ("changes", "written", "read"),
    [
        ({}, "filesystem", {"filesystem"}),
        (S3, "filesystem", {"filesystem", "s3"}),
        ({**S3, "storage_backend": "s3"}, "s3", {"filesystem", "s3"}),
        ({**S3, **PRODUCTION}, "s3", {"filesystem", "s3"}),
        ({**PRODUCTION, "storage_backend": "filesystem"}, "filesystem", {"filesystem"}),
    ],
)
def test_new_files_go_to_the_chosen_store_and_old_ones_are_read_from_all(
    tmp_path: Path, changes: dict[str, Any], written: str, read: set[str]
) -> None:
    found = stores(settings(tmp_path, **changes))
    assert found.backend == written
    for name in ("filesystem", "s3"):
        if name in read:
            assert found.named(name).backend == name
        else:
            with pytest.raises(StoreMissing):
                found.named(name)


@pytest.mark.parametrize("missing", list(S3))
@pytest.mark.parametrize(
    "changes", [{"storage_backend": "s3"}, PRODUCTION, {"storage_backend": "filesystem"}]
)
def test_half_an_s3_is_refused_by_name_and_without_its_secrets(
    tmp_path: Path, changes: dict[str, Any], missing: str
) -> None:
    given = {**S3, **changes, missing: ""}
    if changes.get("storage_backend") == "filesystem" and missing == "s3_endpoint":
        assert settings(tmp_path, **given).store == "filesystem"
        return
    with pytest.raises(ValidationError) as raised:
        settings(tmp_path, **given)
    reasons = "; ".join(error["msg"] for error in raised.value.errors())
    assert f"{missing.upper()} is not set" in reasons
    assert "a secret key" not in str(raised.value)


@pytest.mark.parametrize("name", ["abc", "a" * 63, "my-bucket-1"])
def test_a_name_that_every_s3_takes_is_taken(tmp_path: Path, name: str) -> None:
    assert settings(tmp_path, s3_bucket=name).s3_bucket == name


@pytest.mark.parametrize(
    "name", ["ab", "a" * 64, "-abc", "abc-", "Abc", "a.b.c", "a/b", "a?b", "ä-ä", "abc\n"]
)
def test_a_name_that_some_s3_refuses_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValidationError):
        settings(tmp_path, s3_bucket=name)


def test_an_endpoint_is_the_beginning_of_an_address(tmp_path: Path) -> None:
    for given, kept in {
        "https://s3.eu-central-1.amazonaws.com/": "https://s3.eu-central-1.amazonaws.com",
        "http://minio:9000": "http://minio:9000",
        "http://[::1]:9000": "http://[::1]:9000",
    }.items():
        assert settings(tmp_path, **{**S3, "s3_endpoint": given}).s3_endpoint == kept
        assert settings(tmp_path, **S3, s3_public_endpoint=given).s3_public_endpoint == kept
    for wrong in ("minio:9000", "ftp://x", "http://", "http://x/y", "http://u:p@x", "http://x?y"):
        with pytest.raises(ValidationError):
            settings(tmp_path, **{**S3, "s3_endpoint": wrong})
