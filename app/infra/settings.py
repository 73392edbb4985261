"""Every setting of the service, read once from the environment, `.env` and files of secrets.

Only `cli`, `asgi` and `bootstrap` read settings; everything else receives values.
"""

from __future__ import annotations

import ipaddress
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from app.infra.crypto import is_key
from app.infra.production import production_problems, s3_problems
from app.infra.secret_files import SecretFiles, with_password

LONGEST_KEEPING = 40
"""Seconds in which an answer is kept, or the database is given up (`Durably`)."""

_ORIGIN = r"^(https?://[^/?#@\s]+/?)?$"
_BUCKET = r"^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$"  # a dot in it would break certificates


def _comma_list(value: object) -> object:
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    return value


class Settings(BaseSettings):
    """The names are the environment's, in lower case; `.env.example` explains each one."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        hide_input_in_errors=True,  # the input holds the secrets
    )

    app_env: Literal["dev", "production"] = "production"
    host: str = "127.0.0.1"
    port: int = Field(8000, ge=0, le=65535)
    data_dir: Path = Path(".data")
    mock_port: int = Field(0, ge=0, le=65535)
    log_level: Literal["TRACE", "DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["json", "pretty"] = "json"

    metrics: bool = False
    metrics_token: SecretStr = SecretStr("")
    worker_port: int = Field(0, ge=0, le=65535)
    liveness_patience: float = Field(60, ge=0)
    otel_exporter_otlp_endpoint: str = Field("", pattern=r"^(https?://[^?#@\s]+)?$")
    otel_exporter_otlp_headers: SecretStr = SecretStr("")
    otel_service_name: str = Field("mac-ai-service", min_length=1)

    database_url: str = ""
    database_password: SecretStr = SecretStr("")
    redis_url: str = ""
    redis_password: SecretStr = SecretStr("")
    database_pool_min: int = Field(1, ge=1)
    database_pool_max: int = Field(10, ge=2)
    readpath: bool = True

    jwt_secret_key: SecretStr = SecretStr("")
    jwt_expiration_hours: float = Field(24, gt=0)
    encryption_secret_keys: Annotated[list[SecretStr], NoDecode] = []
    allow_registration: bool = True
    cors_origins: Annotated[list[str], NoDecode] = []
    trusted_proxies: Annotated[list[str], NoDecode] = []
    rate_limit: float = Field(20, gt=0)
    rate_limit_burst: int = Field(200, ge=1)
    introspection: bool | None = None
    trusted_documents_only: bool = False
    trusted_documents: Path | None = None

    mureka_api_key: SecretStr = SecretStr("")
    mureka_base_url: str = ""
    mureka_timeout: float = Field(30, gt=0)
    mureka_stem_timeout: float = Field(300, gt=0)
    mureka_poll_interval_short: float = Field(5, gt=0)
    mureka_poll_interval_medium: float = Field(15, gt=0)
    mureka_poll_interval_long: float = Field(30, gt=0)
    mureka_max_poll_attempts: int = Field(240, ge=1)
    mureka_job_deadline: float = Field(1800, gt=0)
    mureka_concurrency: int = Field(1, ge=1)
    mureka_choices: int = 2
    mureka_max_lyrics: int = Field(3000, ge=1, le=10_000)
    mureka_models: Annotated[list[str], NoDecode] = [
        "auto",
        "mureka-7.5",
        "mureka-7",
        "mureka-6",
        "mureka-o1",
    ]
    mureka_retry_delay: float = Field(5, ge=0)
    mureka_rate_limit_delay: float = Field(60, ge=0)
    mureka_unknown_grace: float = Field(30, ge=0)
    mureka_unknown_hold: float = Field(300, ge=0)

    openai_api_key: SecretStr = SecretStr("")
    openai_admin_api_key: SecretStr = SecretStr("")
    openai_admin_timeout: float = Field(30, gt=0)
    openai_cost_cache_ttl: float = Field(3600, ge=0)
    openai_base_url: str = ""
    openai_timeout: float = Field(120, gt=0)
    openai_concurrency: int = Field(2, ge=1)
    openai_retry_delay: float = Field(5, ge=0)
    openai_rate_limit_delay: float = Field(20, ge=0)
    openai_unknown_grace: float = Field(60, ge=0)
    openai_image_model: str = "gpt-image-2.5-flare"
    openai_image_models: Annotated[list[str], NoDecode] = [
        "gpt-image-2.5-flare",
        "gpt-image-2.5-sunburst",
        "dall-e-3",
    ]

    openai_chat_models: Annotated[list[str], NoDecode] = Field(
        ["gpt-5-mini", "gpt-5", "gpt-4.1-mini", "gpt-4o-mini"], min_length=1
    )
    openai_chat_timeout: float = Field(60, gt=0)

    ollama_url: str = ""
    ollama_timeout: float = Field(60, gt=0)
    ollama_chat_models: Annotated[list[str], NoDecode] = []
    ollama_default_model: str = Field("llama3.2:3b", min_length=1)
    ollama_max_num_ctx: int = Field(8192, ge=512)

    template_models: Annotated[list[str], NoDecode] = [
        "llama3.2:3b",
        "gpt-oss:20b",
        "deepseek-r1:8b",
        "gemma3:4b",
    ]

    storage_backend: Literal["filesystem", "s3"] | None = None
    s3_endpoint: str = Field("", pattern=_ORIGIN)
    s3_public_endpoint: str = Field("", pattern=_ORIGIN)
    s3_bucket: str = Field("aiproxy-media", pattern=_BUCKET)
    s3_region: str = Field("us-east-1", min_length=1)
    s3_access_key: SecretStr = SecretStr("")
    s3_secret_key: SecretStr = SecretStr("")
    delete_physical_files: bool = True

    backup_dir: Path | None = None
    backup_every: float = Field(0, ge=0)
    backup_keep_days: float = Field(7, ge=0)
    backup_keep_newest: int = Field(3, ge=1)

    job_lease: float = Field(15, gt=0)
    job_sweep_interval: float = Field(1, gt=0)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - pydantic's signature
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments before the environment before `.env`; a `NAME_FILE` counts where it stands."""
        dotenv = (
            dotenv_settings.env_vars if isinstance(dotenv_settings, DotEnvSettingsSource) else {}
        )
        return (
            init_settings,
            SecretFiles(settings_cls),
            env_settings,
            SecretFiles(settings_cls, dotenv),
            dotenv_settings,
        )

    @property
    def longest_paid_call(self) -> float:
        """The seconds after which every call that costs money has ended."""
        return max(self.mureka_timeout, self.mureka_stem_timeout, self.openai_timeout)

    @property
    def longest_drain(self) -> float:
        """The seconds after which a worker that was told to stop has kept every paid answer."""
        longest_painting = self.openai_timeout + LONGEST_KEEPING  # its bytes are stored first
        return max(self.longest_paid_call, longest_painting) + LONGEST_KEEPING

    @property
    def store(self) -> Literal["filesystem", "s3"]:
        """Where new files go; older ones stay readable where they are."""
        return self.storage_backend or ("filesystem" if self.app_env == "dev" else "s3")

    @field_validator(
        "cors_origins",
        "trusted_proxies",
        "encryption_secret_keys",
        "mureka_models",
        "openai_image_models",
        "openai_chat_models",
        "ollama_chat_models",
        "template_models",
        mode="before",
    )
    @classmethod
    def _split(cls, value: object) -> object:
        return _comma_list(value)

    @field_validator("trusted_proxies")
    @classmethod
    def _refuse_what_is_no_network(cls, value: list[str]) -> list[str]:
        for each in value:
            if ipaddress.ip_network(each).prefixlen == 0:
                raise ValueError("TRUSTED_PROXIES must not be everybody")
        return value

    @field_validator("encryption_secret_keys")
    @classmethod
    def _refuse_what_is_no_key(cls, value: list[SecretStr]) -> list[SecretStr]:
        keys = [key.get_secret_value() for key in value]
        if not all(map(is_key, keys)):
            raise ValueError("each key must be 32 random bytes in URL-safe Base64")
        if len(set(keys)) < len(keys):
            raise ValueError("each key may be there once")
        return value

    @field_validator("mureka_api_key", "openai_api_key", "openai_admin_api_key", mode="before")
    @classmethod
    def _strip(cls, value: object) -> object:
        """A blank at its end would make a header that cannot be sent, and is quoted by errors."""
        return value.strip() if isinstance(value, str) else value

    @field_validator("mureka_choices")
    @classmethod
    def _clamp_choices(cls, value: int) -> int:
        return min(max(value, 1), 3)

    @field_validator("s3_endpoint", "s3_public_endpoint")
    @classmethod
    def _end_with_the_host(cls, value: str) -> str:
        return value.rstrip("/")

    @model_validator(mode="after")
    def _put_passwords_into_addresses(self) -> Self:
        self.database_url = with_password(self.database_url, self.database_password)
        self.redis_url = with_password(self.redis_url, self.redis_password)
        return self

    @model_validator(mode="after")
    def _refuse_half_an_s3(self) -> Self:
        if self.app_env == "dev" and (problems := s3_problems(self)):
            raise ValueError("; ".join(problems))
        return self

    @model_validator(mode="after")
    def _offer_the_usual_model(self) -> Self:
        if self.openai_image_model not in self.openai_image_models:
            raise ValueError("OPENAI_IMAGE_MODEL must be one of OPENAI_IMAGE_MODELS")
        return self

    @model_validator(mode="after")
    def _refuse_what_production_must_not_have(self) -> Self:
        if self.app_env == "production" and (problems := production_problems(self)):
            raise ValueError("production settings: " + "; ".join(problems))
        return self
