"""Stores in buckets of the S3 that all tests of a run share."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from tests.seaweedfs import ACCESS_KEY, PATIENCE, SECRET_KEY, serves

if TYPE_CHECKING:  # most tests need no S3, and its client takes long to import
    from app.infra.storage.s3 import S3Storage
    from app.infra.storage.s3_bucket import S3Access


def access(endpoint: str, **changes: object) -> S3Access:
    """A bucket of one test, not yet made."""
    from app.infra.storage.s3_bucket import S3Access

    wish: dict[str, object] = {
        "endpoint": endpoint,
        "public_endpoint": endpoint,
        "bucket": f"test-{uuid4().hex}",
        "region": "us-east-1",
        "access_key": ACCESS_KEY,
        "secret_key": SECRET_KEY,
        "read_timeout": 10.0,
        **changes,
    }
    return S3Access(**wish)  # type: ignore[arg-type] # by the names of its fields


@pytest.fixture(scope="session")
def s3_endpoint(request: pytest.FixtureRequest) -> str:
    """The S3 that all tests of a run share; `tests/conftest.py` starts it when one asks for it."""
    from tests.conftest import ADDRESSES

    endpoint = request.config.stash[ADDRESSES].s3
    deadline = time.monotonic() + PATIENCE
    while not serves(endpoint):
        assert time.monotonic() < deadline, "no S3: is the file of this test in S3_TESTS?"
        time.sleep(0.05)
    return endpoint


@pytest.fixture
async def s3(s3_endpoint: str) -> AsyncIterator[S3Storage]:
    """A store in a bucket of its own."""
    from app.infra.storage.s3 import S3Storage

    storage = S3Storage(access(s3_endpoint))
    yield storage
    await storage.aclose()
