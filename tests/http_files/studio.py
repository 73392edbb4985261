"""A served studio with one stored song, for people with and without a right to hear it."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import uvicorn
from starlette.applications import Starlette

from app.domain.errors import StorageFailure
from app.domain.images.thumbnails import ThumbnailSize
from app.domain.storage.media import MediaKind
from app.domain.storage.model import StoredFile, song_media_key
from app.domain.users.model import Viewer
from app.http.files import files_routes
from app.infra.storage.filesystem import FilesystemStorage
from app.infra.storage.stores import StoreSet

CREATED = datetime(2026, 3, 1, 12, 30, 15, 250_000, tzinfo=UTC)


class CountingStorage(FilesystemStorage):
    """Knows how many of its objects are open and how much was read; fails when told to."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.open_now = 0
        self.closed = asyncio.Event()
        self.bytes_read = 0
        self.failure: StorageFailure | None = None

    async def open(
        self, key: str, start: int = 0, end: int | None = None
    ) -> AsyncGenerator[bytes, None]:
        if self.failure is not None:
            raise self.failure
        self.open_now += 1
        try:
            async with contextlib.aclosing(super().open(key, start, end)) as chunks:
                async for chunk in chunks:
                    self.bytes_read += len(chunk)
                    yield chunk
        finally:
            self.open_now -= 1
            self.closed.set()


@dataclass
class Shelf:
    """A FileFinder: files by owner, choice and kind."""

    files: dict[tuple[UUID, UUID, MediaKind], StoredFile] = field(default_factory=dict)

    async def song_file(
        self, viewer: Viewer, choice_id: UUID, kind: MediaKind
    ) -> StoredFile | None:
        return self.files.get((viewer.user_id, choice_id, kind))

    async def stems_file(self, viewer: Viewer, choice_id: UUID) -> StoredFile | None:
        return self.files.get((viewer.user_id, choice_id, MediaKind.ZIP))

    async def image_file(
        self, viewer: Viewer, image_id: UUID, size: ThumbnailSize | None
    ) -> StoredFile | None:
        return self.files.get((viewer.user_id, image_id, MediaKind.PNG))


@dataclass
class Person:
    """Somebody with a session token and a media ticket."""

    token: str
    ticket: str
    viewer: Viewer

    @classmethod
    def new(cls, name: str) -> Person:
        expires_at = datetime.now(UTC) + timedelta(hours=1)
        viewer = Viewer(user_id=uuid4(), session_id=uuid4(), expires_at=expires_at)
        return cls(f"token-{name}", f"ticket-{name}", viewer)


@dataclass
class Studio:
    storage: CountingStorage
    shelf: Shelf
    owner: Person
    stranger: Person
    client: httpx.AsyncClient
    address: tuple[str, int]

    async def stored(
        self, content: bytes, kind: MediaKind = MediaKind.MP3, title: str | None = "Ein Lied"
    ) -> str:
        """Store a recording of the owner's; its path."""
        choice_id = uuid4()
        key = song_media_key(uuid4(), choice_id, kind.value)
        kept = await self.storage.put(key, once(content), kind.content_type)
        self.shelf.files[self.owner.viewer.user_id, choice_id, kind] = StoredFile(
            key=key,
            backend=kept.backend,
            content_type=kept.content_type,
            byte_size=kept.byte_size,
            sha256=kept.sha256,
            title=title,
            created_at=CREATED,
        )
        folder = "stems" if kind is MediaKind.ZIP else "songs"
        return f"/files/{folder}/{choice_id}.{kind.value}"

    async def get(self, path: str, **headers: str) -> httpx.Response:
        """What the owner gets."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        bearer = {"Authorization": f"Bearer {self.owner.token}"}
        return await self.client.get(path, headers={**bearer, **named})


async def once(content: bytes) -> AsyncIterator[bytes]:
    yield content


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def opened(root: Path) -> AsyncIterator[Studio]:
    """A studio on a real socket."""
    owner, stranger = Person.new("owner"), Person.new("stranger")
    storage, shelf = CountingStorage(root), Shelf()

    async def authenticate(token: str) -> Viewer | None:
        return {person.token: person.viewer for person in (owner, stranger)}.get(token)

    async def authenticate_ticket(ticket: str) -> Viewer | None:
        return {person.ticket: person.viewer for person in (owner, stranger)}.get(ticket)

    app = Starlette(
        routes=files_routes(
            find=shelf,
            stores=StoreSet(storage),
            authenticate=authenticate,
            authenticate_ticket=authenticate_ticket,
        )
    )
    listener = socket.create_server(("127.0.0.1", 0))
    address: tuple[str, int] = listener.getsockname()[:2]
    server = _Server(uvicorn.Config(app, log_level="error", lifespan="off"))
    task = asyncio.create_task(server.serve(sockets=[listener]))
    url = f"http://{address[0]}:{address[1]}"
    try:
        async with httpx.AsyncClient(base_url=url) as client:
            yield Studio(storage, shelf, owner, stranger, client, address)
    finally:
        server.should_exit = True
        await task
