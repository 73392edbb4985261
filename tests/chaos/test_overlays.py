"""Workers that die while they write over a picture: it is done once, and all of it."""

from __future__ import annotations

import hashlib
import signal
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import psutil
import pytest
from PIL import Image

from app.bootstrap import Studio
from app.domain.identity import new_id
from app.domain.images.model import image_key, image_prefix, prompt_hash
from app.domain.jobs.model import JobStage, JobStatus
from app.domain.overlay.model import OverlayRequest
from app.domain.overlay.service import OverlayOrder
from app.domain.storage.media import MediaKind
from app.infra.settings import Settings
from app.rows.images import ImageRow
from app.rows.jobs import JobEventRow, JobRow
from app.rows.songs import StoredObjectRow
from tests.chaos.orders import until
from tests.chaos.processes import Process, worker
from tests.infra.jobs.rows import somebody
from tests.infra.overlay.pictures import decoded, encoded
from tests.infra.storage.objects import read
from tests.studio import working

LARGE = (6000, 4500)
"""Takes seconds to be drawn."""
CHILD = "app.infra.overlay.child"


@dataclass(frozen=True)
class Source:
    id: UUID
    key: str
    sha256: str
    user_id: UUID


@pytest.fixture
async def source(heirs_studio: Studio) -> AsyncIterator[Source]:
    content = encoded(Image.radial_gradient("L").resize(LARGE).convert("RGB"), compress_level=1)
    image_id, user_id = new_id(), await somebody()

    async def pieces() -> AsyncIterator[bytes]:
        yield content

    key = image_key(image_id, MediaKind.PNG)
    stored = await heirs_studio.storage.put(key, pieces(), "image/png")
    await StoredObjectRow.create(
        key=key,
        backend=stored.backend,
        content_type=stored.content_type,
        byte_size=stored.byte_size,
        sha256=stored.sha256,
    )
    await ImageRow.create(
        id=image_id,
        user_id=user_id,
        prompt="a harbour",
        final_prompt="a harbour",
        prompt_hash=prompt_hash("a harbour"),
        size="auto",
        key=key,
        content_type=stored.content_type,
        byte_size=stored.byte_size,
        sha256=stored.sha256,
        width=LARGE[0],
        height=LARGE[1],
    )
    yield Source(image_id, key, stored.sha256, user_id)
    await heirs_studio.storage.delete_prefix("images/")


@pytest.fixture
async def job_id(heirs_studio: Studio, source: Source) -> UUID:
    request = OverlayRequest(title="Harbour", title_font_size=300)
    order = OverlayOrder(source_id=source.id, request=request)
    return (await heirs_studio.services.overlays.add(source.user_id, order)).id


def drawing(process: Process) -> list[psutil.Process]:
    """The processes in which a worker draws."""
    children = psutil.Process(process.popen.pid).children(recursive=True)
    return [each for each in children if CHILD in each.cmdline()]


async def under_way(job_id: UUID, process: Process) -> psutil.Process:
    """Wait until a picture is being drawn, which costs time of the processor."""

    async def is_drawn() -> bool:
        row = await JobRow.get(id=job_id)
        assert not row.status.terminal
        busy = [each for each in drawing(process) if each.cpu_times().user > 0.3]
        return row.stage is JobStage.STORING and bool(busy)

    await until(is_drawn)
    [child] = drawing(process)
    return child


async def over(job_id: UUID) -> JobRow:
    async def there() -> bool:
        row = await JobRow.get(id=job_id)
        return row.status.terminal and row.next_at is None

    await until(there)
    return await JobRow.get(id=job_id)


async def check(studio: Studio, source: Source, row: JobRow) -> None:
    """There is one new picture with its three files, and the source is as it was."""
    assert row.status is JobStatus.SUCCEEDED, row.error
    made = await ImageRow.get(has_overlay=True)
    assert (made.id, made.source_image_id) == (row.image_id, source.id)
    content = await read(studio.storage, made.key)
    assert hashlib.sha256(content).hexdigest() == made.sha256
    assert decoded(content).size == LARGE
    files = [each.key async for each in studio.storage.list_objects(image_prefix(made.id))]
    assert set(files) == {made.key, made.small_key, made.large_key}
    assert await StoredObjectRow.all().count() == 4
    before = await read(studio.storage, source.key)
    assert hashlib.sha256(before).hexdigest() == source.sha256
    succeeded = JobEventRow.filter(job_id=row.id, status=JobStatus.SUCCEEDED)
    assert await succeeded.count() == 1


async def test_what_a_killed_worker_was_drawing_is_drawn_by_the_next(
    job_id: UUID, source: Source, victim: Settings, heirs_studio: Studio, tmp_path: Path
) -> None:
    async with worker(victim, tmp_path) as process:
        child = await under_way(job_id, process)
        process.signal(signal.SIGKILL)
        await process.status()
    assert (await JobRow.get(id=job_id)).status is JobStatus.RUNNING

    async with working(heirs_studio):
        row = await over(job_id)

    await check(heirs_studio, source, row)

    async def gone() -> bool:
        return not child.is_running() or child.status() == psutil.STATUS_ZOMBIE

    await until(gone)


async def test_a_stopped_worker_leaves_what_it_was_drawing_to_the_next(
    job_id: UUID, source: Source, victim: Settings, heirs_studio: Studio, tmp_path: Path
) -> None:
    async with worker(victim, tmp_path) as process:
        await under_way(job_id, process)
        process.signal(signal.SIGTERM)
        assert await process.status() == 0
    assert (await JobRow.get(id=job_id)).status is JobStatus.RUNNING

    async with working(heirs_studio):
        row = await over(job_id)

    await check(heirs_studio, source, row)


async def test_when_only_the_process_that_draws_is_killed_the_worker_tries_again(
    job_id: UUID, source: Source, victim: Settings, heirs_studio: Studio, tmp_path: Path
) -> None:
    async with worker(victim, tmp_path) as process:
        (await under_way(job_id, process)).kill()
        row = await over(job_id)
        assert process.alive

    assert row.checkpoint == {"tries": 1}
    await check(heirs_studio, source, row)
