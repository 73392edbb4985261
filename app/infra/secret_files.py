"""Secrets that are kept in files of their own, as Docker, Kubernetes and systemd hand them out."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlsplit, urlunsplit

from pydantic import SecretStr
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsError

SUFFIX: Final = "_FILE"


class SecretFiles(PydanticBaseSettingsSource):
    """`NAME_FILE` names a file that holds the value of the setting NAME.

    The line break at its end does not count; an empty file is an unset setting. SettingsError when
    the file cannot be read, or when both NAME and NAME_FILE are set: one of them would be
    ignored, and nobody could tell which. Without `names` those of the environment count.
    """

    def __init__(
        self, settings_cls: type[BaseSettings], names: Mapping[str, str | None] | None = None
    ) -> None:
        super().__init__(settings_cls)
        self._names = {
            name.upper(): text for name, text in (os.environ if names is None else names).items()
        }

    def get_field_value(
        self,
        field: FieldInfo,  # noqa: ARG002 - pydantic's signature
        field_name: str,
    ) -> tuple[Any, str, bool]:
        """See pydantic-settings."""
        name = field_name.upper()
        path = self._names.get(f"{name}{SUFFIX}")
        if not path:
            return None, field_name, False
        if self._names.get(name):
            raise SettingsError(f"{name} and {name}{SUFFIX} are both set")
        try:
            text = Path(path).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(f"{name}{SUFFIX} cannot be read: {type(error).__name__}") from None
        return text.removesuffix("\n").removesuffix("\r") or None, field_name, False

    def __call__(self) -> dict[str, Any]:
        """See pydantic-settings."""
        found = {
            name: self.get_field_value(field, name)[0]
            for name, field in self.settings_cls.model_fields.items()
        }
        return {name: value for name, value in found.items() if value is not None}


def with_password(url: str, password: SecretStr) -> str:
    """The address with the password, unless it has one already or there is none."""
    secret = password.get_secret_value()
    parts = urlsplit(url)
    if not secret or not url or parts.password is not None:
        return url
    user, at, host = parts.netloc.rpartition("@")
    user = user.partition(":")[0] if at else ""
    return urlunsplit(parts._replace(netloc=f"{user}:{quote(secret, safe='')}@{host}"))
