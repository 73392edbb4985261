"""What settings must hold before anybody is let in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from app.infra.weak_secrets import SHORTEST_SECRET, is_default, is_weak

SHORTEST_TOKEN: Final = 16

if TYPE_CHECKING:
    from app.infra.settings import Settings


def production_problems(settings: Settings) -> list[str]:
    """What must not be in production: missing, weak and well-known values, open doors."""
    secret = settings.jwt_secret_key.get_secret_value()
    checks = [
        (not settings.database_url, "DATABASE_URL is not set"),
        (not settings.redis_url, "REDIS_URL is not set"),
        (
            is_weak(secret),
            f"JWT_SECRET_KEY must be a random text of at least {SHORTEST_SECRET} characters",
        ),
        (_known(settings.database_url), "the password of DATABASE_URL is one that everybody knows"),
        (_known(settings.redis_url), "the password of REDIS_URL is one that everybody knows"),
        (
            is_default(settings.s3_secret_key.get_secret_value()),
            "S3_SECRET_KEY is one that everybody knows",
        ),
        (settings.introspection is None, "INTROSPECTION must be set to true or false"),
        (
            settings.metrics and len(settings.metrics_token.get_secret_value()) < SHORTEST_TOKEN,
            f"METRICS needs a METRICS_TOKEN of at least {SHORTEST_TOKEN} characters",
        ),
        ("*" in settings.cors_origins, "CORS_ORIGINS must name the allowed origins, not *"),
        (not settings.mureka_base_url, "MUREKA_BASE_URL is not set"),
        (
            not settings.mureka_api_key.get_secret_value(),
            "MUREKA_API_KEY is not set",
        ),
    ]
    return [*(message for wrong, message in checks if wrong), *s3_problems(settings)]


def s3_problems(settings: Settings) -> list[str]:
    """What is missing of the S3, where there is to be one."""
    if settings.store != "s3" and not settings.s3_endpoint:
        return []
    wanted = {
        "S3_ENDPOINT": settings.s3_endpoint,
        "S3_ACCESS_KEY": settings.s3_access_key.get_secret_value(),
        "S3_SECRET_KEY": settings.s3_secret_key.get_secret_value(),
    }
    return [
        f"{name} is not set, and files are kept in {settings.store}"
        for name, value in wanted.items()
        if not value
    ]


def _known(url: str) -> bool:
    return is_default(urlsplit(url).password or "")
