"""The bench's peer with FastAPI, SQLAlchemy and pydantic, on uvicorn."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

import uvicorn
from fastapi import Depends, FastAPI, HTTPException, Query
from pydantic import BaseModel
from sqlalchemy import make_url
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from answers import (
    OpenConversation,
    SaidMessage,
    SketchVersion,
    SongDetails,
    SongPage,
    SongSummary,
)
from statements import (
    CONVERSATION,
    COUNT,
    LAST,
    MESSAGES,
    NEWEST,
    OLDER,
    RENAME,
    SONG,
    VERSION,
)

OWNER = UUID(os.environ["OWNER"])

engine = create_async_engine(
    make_url(os.environ["DATABASE_URL"]).set(drivername="postgresql+asyncpg"),
    pool_size=10,
    max_overflow=0,
)
Writing = async_sessionmaker(engine, expire_on_commit=False)
# A read is correct without BEGIN and ROLLBACK around it, which are two more round trips.
Reading = async_sessionmaker(
    engine.execution_options(isolation_level="AUTOCOMMIT"), expire_on_commit=False
)


@asynccontextmanager
async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
    """Gives the connections back at the end."""
    yield
    await engine.dispose()


app = FastAPI(lifespan=lifespan)


async def reading() -> AsyncIterator[AsyncSession]:
    """A session that only reads."""
    async with Reading() as session:
        yield session


async def writing() -> AsyncIterator[AsyncSession]:
    """A session with a transaction, committed before the answer is sent (scope "function")."""
    async with Writing.begin() as session:
        yield session


class Renaming(BaseModel):
    """The change of a sketch."""

    title: str
    expected_version: int | None = None


@app.get("/songs")
async def songs(
    session: Annotated[AsyncSession, Depends(reading)],
    first: Annotated[int, Query(ge=1, le=100)] = 20,
    after: str | None = None,
) -> SongPage:
    """The newest songs of the owner."""
    values: dict[str, object] = {"owner": OWNER, "limit": first + 1}
    if after is not None:
        created_at, _, song_id = after.partition("|")
        values |= {"created_at": datetime.fromisoformat(created_at), "id": UUID(song_id)}
    found = (await session.scalars(NEWEST if after is None else OLDER, values)).all()
    page = found[:first]
    return SongPage(
        total_count=await session.scalar(COUNT, {"owner": OWNER}) or 0,
        has_next_page=len(found) > first,
        end_cursor=f"{page[-1].created_at.isoformat()}|{page[-1].id}" if page else None,
        songs=[SongDetails.of(song) for song in page],
    )


@app.get("/songs/{song_id}")
async def song(song_id: UUID, session: Annotated[AsyncSession, Depends(reading)]) -> SongSummary:
    """One song of the owner."""
    found = await session.scalar(SONG, {"owner": OWNER, "id": song_id})
    if found is None:
        raise HTTPException(404)
    return SongSummary.model_validate(found)


@app.get("/conversations/{conversation_id}")
async def conversation(
    conversation_id: UUID,
    session: Annotated[AsyncSession, Depends(reading)],
    last: Annotated[int, Query(ge=1, le=100)] = 50,
) -> OpenConversation:
    """A conversation of the owner with its last messages."""
    values: dict[str, object] = {"owner": OWNER, "id": conversation_id}
    found = await session.scalar(CONVERSATION, values)
    if found is None:
        raise HTTPException(404)
    said = (await session.scalars(LAST, {**values, "limit": last + 1})).all()
    return OpenConversation(
        id=found.id,
        title=found.title,
        model=found.model,
        usage_percent=found.usage_percent,
        usage_level=found.usage_level,
        total_count=await session.scalar(MESSAGES, values) or 0,
        has_previous_page=len(said) > last,
        messages=[SaidMessage.model_validate(each) for each in reversed(said[:last])],
    )


@app.patch("/sketches/{sketch_id}")
async def rename(
    sketch_id: UUID,
    renaming: Renaming,
    session: Annotated[AsyncSession, Depends(writing, scope="function")],
) -> SketchVersion:
    """Rename a sketch of the owner by compare-and-set on its version.

    Without `expected_version` the newest state is changed: who loses the race tries again.
    """
    sketch = {"owner": OWNER, "sketch": sketch_id}
    while True:
        version = await session.scalar(VERSION, sketch)
        if version is None:
            raise HTTPException(404)
        if renaming.expected_version not in {None, version}:
            raise HTTPException(409)
        change = {"title": renaming.title, "version": version + 1, "updated_at": datetime.now(UTC)}
        result = await session.execute(RENAME, {**sketch, "seen": version, **change})
        if (changed := result.one_or_none()) is not None:
            return SketchVersion.model_validate(changed)


if __name__ == "__main__":
    uvicorn.run(
        app,
        host="127.0.0.1",
        port=int(os.environ["PORT"]),
        loop="uvloop",
        http="httptools",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        log_level="warning",
        timeout_graceful_shutdown=5,
    )
