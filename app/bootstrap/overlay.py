"""What writes over pictures: in a process of its own for good, in threads for previews."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.images.thumbnails import Thumbnails
from app.domain.jobs.ports import JobQueue, Wakeups
from app.domain.jobs.retries import Patience
from app.domain.jobs.service import JobService
from app.domain.overlay.job import OverlayWriting
from app.domain.overlay.service import OverlayService
from app.domain.overlay.sources import Sources
from app.domain.ports import Clock
from app.domain.storage.catalog import Catalog
from app.infra.database import durably
from app.infra.overlay.engine import OverlayEngine
from app.infra.overlay.fonts import Fonts
from app.infra.overlay.threads import ThreadedRenderer
from app.infra.pictures.scaling import PictureScaler
from app.infra.repositories.doomed_files import DoomedFilesRepository
from app.infra.repositories.images import ImageRepository
from app.infra.repositories.overlays import OverlaySourceRepository
from app.infra.repositories.users import TortoiseUsers
from app.infra.storage.stores import StoreSet
from app.infra.subprocesses.turns import FairTurns

AT_ONCE = 4
"""Jobs of all workers together; a worker draws one picture at a time."""
TRIES = 8
DELAY = 1
PREVIEWS_AT_ONCE = 2
PREVIEWS_WAITING = 32
PREVIEWS_OF_ONE_PERSON = 10
"""Previews that wait or are drawn."""
LONGEST_WAIT = 10


@dataclass(frozen=True, slots=True)
class OverlayRenderers:
    """What draws; both ways are idle until they are needed."""

    engine: OverlayEngine
    previews: ThreadedRenderer

    @classmethod
    def ready(cls) -> OverlayRenderers:
        """Raises StorageFailure when a font is missing."""
        return cls(OverlayEngine(), ThreadedRenderer(Fonts(), threads=PREVIEWS_AT_ONCE))

    async def aclose(self) -> None:
        """End the process and the threads."""
        self.previews.close()
        await self.engine.aclose()


def overlay_writing(
    renderers: OverlayRenderers,
    *,
    queue: JobQueue,
    catalog: Catalog,
    storage: StoreSet,
    wakeups: Wakeups,
    clock: Clock,
) -> OverlayWriting:
    """The handler of OVERLAY."""
    return OverlayWriting(
        queue=queue,
        sources=_sources(storage),
        images=ImageRepository(),
        renderer=renderers.engine,
        thumbnails=Thumbnails(storage, PictureScaler()),
        storage=storage,
        catalog=catalog,
        doomed=DoomedFilesRepository(),
        wakeups=wakeups,
        durably=durably,
        clock=clock,
        patience=Patience(tries=TRIES, delay=DELAY),
    )


def overlay_service(
    renderers: OverlayRenderers, *, storage: StoreSet, jobs: JobService
) -> OverlayService:
    """What people do with texts over their pictures."""
    return OverlayService(
        sources=_sources(storage),
        users=TortoiseUsers(),
        jobs=jobs,
        previews=renderers.previews,
        turns=FairTurns(
            busy="overlay.busy",
            at_once=PREVIEWS_AT_ONCE,
            most_waiting=PREVIEWS_WAITING,
            most_of_one_person=PREVIEWS_OF_ONE_PERSON,
            longest_wait=LONGEST_WAIT,
        ),
    )


def _sources(storage: StoreSet) -> Sources:
    return Sources(images=ImageRepository(), files=OverlaySourceRepository(), stores=storage)
