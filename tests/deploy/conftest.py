"""A real nginx with the shipped configuration; NGINX names its program, else none of it runs."""

from __future__ import annotations

import os
import ssl
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.asgi import assemble
from app.infra.settings import Settings
from tests.deploy.proxy import Nginx, running_nginx
from tests.studio import Mock, running_studio, served, working

_WITH_NGINX = ["test_proxy.py", "test_rolling_restart.py", "test_signed_addresses.py"]
collect_ignore_glob = [] if os.environ.get("NGINX") else _WITH_NGINX


@pytest.fixture
async def proxied(settings: Settings, db: str, mock: Mock, tmp_path: Path) -> AsyncIterator[Nginx]:
    """A studio with a worker behind nginx, and nobody in it."""
    behind = settings.model_copy(update={"trusted_proxies": ["127.0.0.1"]})
    async with running_studio(behind) as studio, working(studio):
        await studio.redis.flushdb()
        async with (
            served(assemble(studio)) as url,
            running_nginx(tmp_path, [url], s3="http://127.0.0.1:9") as nginx,
        ):
            yield nginx


@pytest.fixture
def trust(proxied: Nginx) -> ssl.SSLContext:
    """What believes the certificate of that nginx."""
    return proxied.trust
