"""A small schema with one of everything the transport must cope with."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import strawberry
from strawberry.extensions import SchemaExtension
from strawberry.file_uploads import Upload
from strawberry.scalars import JSON
from strawberry.schema.config import StrawberryConfig

from app.domain.errors import NotFound, RateLimited
from app.http.document_cache import DocumentCache
from app.http.policy import TransportPolicy
from app.http.schema_extensions import schema_extensions
from app.schema.context import Context
from app.schema.scalars import SCALARS

CANARY = "canary-7f3a"


@dataclass(slots=True)
class Journal:
    """What the resolvers saw happen."""

    finished: int = 0
    yielded: int = 0
    mutations: int = 0


JOURNAL = Journal()


@strawberry.type
class Choice:
    title: str


@strawberry.type
class PageInfo:
    has_next_page: bool


@strawberry.type
class Song:
    title: str

    @strawberry.field
    def choices(self) -> list[Choice]:
        return [Choice(title="one"), Choice(title="two")]

    @strawberry.field
    def songs(self, first: int | None = None, last: int | None = None) -> SongConnection:
        return page(first or last or 2)

    @strawberry.field
    def parent(self) -> Song:
        return Song(title=self.title)


@strawberry.type
class SongEdge:
    cursor: str
    node: Song


@strawberry.type
class SongConnection:
    edges: list[SongEdge]
    nodes: list[Song]
    page_info: PageInfo
    total_count: int


def page(size: int) -> SongConnection:
    songs = [Song(title=f"song {number}") for number in range(size)]
    edges = [SongEdge(cursor=song.title, node=song) for song in songs]
    return SongConnection(
        edges=edges, nodes=songs, page_info=PageInfo(has_next_page=False), total_count=size
    )


@strawberry.input
class Labels:
    names: list[str]


@strawberry.type
class Query:
    @strawberry.field
    def hello(self, name: str = "world") -> str:
        return f"hello {name}"

    @strawberry.field
    def viewer(self, info: strawberry.Info[Context, Any]) -> str | None:
        viewer = info.context.viewer
        return str(viewer.user_id) if viewer else None

    @strawberry.field
    def secret(self, info: strawberry.Info[Context, Any]) -> str:
        return str(info.context.signed_in.user_id)

    @strawberry.field
    def song(self) -> Song:
        return Song(title="song")

    @strawberry.field
    def songs(self, first: int | None = None, last: int | None = None) -> SongConnection:
        return page(first or last or 2)

    @strawberry.field
    def all_songs(self) -> list[Song]:
        return [Song(title="song")]

    @strawberry.field
    def by_ids(self, ids: list[strawberry.ID]) -> list[Song | None]:
        return [Song(title=str(key)) for key in ids]

    @strawberry.field
    def boom(self) -> str | None:
        raise RuntimeError(f"the password is {CANARY}")

    @strawberry.field
    def booms(self) -> list[Boom]:
        return [Boom()] * 30

    @strawberry.field
    def missing(self) -> str | None:
        raise NotFound("id.wrong_type", "id", expected="Song")

    @strawberry.field
    def unspoken(self) -> str | None:
        raise NotFound("there.is.no.such.key")

    @strawberry.field
    def busy(self) -> str | None:
        raise RateLimited("limits.rate", retryAfter=3)

    @strawberry.field
    def huge_int(self) -> int | None:
        return 2**40

    @strawberry.field
    def null_where_none_may_be(self) -> str:
        return None  # type: ignore[return-value]

    @strawberry.field
    def not_json(self) -> JSON | None:
        return JSON(object())

    @strawberry.field
    def doubled(self, number: int) -> int:
        return number * 2

    @strawberry.field
    def labelled(self, labels: Labels) -> int:
        return len(labels.names)

    @strawberry.field
    def at(self, at: datetime) -> datetime:
        return at


@strawberry.type
class Boom:
    @strawberry.field
    def boom(self) -> str | None:
        raise RuntimeError("boom")


@strawberry.type
class Mutation:
    @strawberry.mutation
    def rename(self, title: str) -> Song:
        JOURNAL.mutations += 1
        return Song(title=title)

    @strawberry.mutation
    async def upload(self, file: Upload) -> int:
        return len(await file.read())  # type: ignore[attr-defined]

    @strawberry.mutation
    async def upload_all(self, files: list[Upload]) -> list[int]:
        return [len(await file.read()) for file in files]  # type: ignore[attr-defined]


@strawberry.type
class Subscription:
    @strawberry.subscription
    async def count(self, to: int = 3) -> AsyncIterator[int]:
        try:
            for number in range(to):
                yield number
        finally:
            JOURNAL.finished += 1

    @strawberry.subscription
    async def ticks(self) -> AsyncIterator[int]:
        try:
            yield 0
            while True:
                await asyncio.sleep(60)
        finally:
            JOURNAL.finished += 1

    @strawberry.subscription
    async def fails_midway(self) -> AsyncIterator[int]:
        yield 1
        raise RuntimeError(f"the password is {CANARY}")

    @strawberry.subscription
    async def refuses(self) -> AsyncIterator[int]:
        if JOURNAL.finished >= 0:
            raise NotFound("id.malformed")
        yield 1

    @strawberry.subscription
    async def broken_events(self) -> AsyncIterator[Boom]:
        yield Boom()
        yield Boom()

    @strawberry.subscription
    async def not_json(self) -> AsyncIterator[JSON]:
        yield JSON(1)
        yield JSON(object())

    @strawberry.subscription
    async def flood(self) -> AsyncIterator[str]:
        while True:
            JOURNAL.yielded += 1
            yield random.randbytes(5_000).hex()  # noqa: S311 - it must only not compress well

    @strawberry.subscription
    async def whoami(self, info: strawberry.Info[Context, Any]) -> AsyncIterator[str | None]:
        viewer = info.context.viewer
        yield str(viewer.user_id) if viewer else None


class SilentSchema(strawberry.Schema):
    """Errors are logged once, where they become a response."""

    def process_errors(self, *_: object, **__: object) -> None:
        pass


def build_schema(policy: TransportPolicy) -> tuple[strawberry.Schema, DocumentCache]:
    cache = DocumentCache(policy)
    extensions: list[Any] = schema_extensions(cache)
    assert all(callable(extension) for extension in extensions)
    assert not any(isinstance(extension, SchemaExtension) for extension in extensions)
    schema = SilentSchema(
        Query,
        Mutation,
        Subscription,
        config=StrawberryConfig(scalar_map=SCALARS),
        extensions=extensions,
    )
    return schema, cache
