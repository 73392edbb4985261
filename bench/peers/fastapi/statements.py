"""The statements, built once: building them again costs as much as running them."""

from __future__ import annotations

from sqlalchemy import bindparam, func, select, tuple_, update
from sqlalchemy.orm import joinedload, load_only, selectinload

from rows import Conversation, Message, Sketch, Song

_MINE = Sketch.id == bindparam("sketch"), Sketch.user_id == bindparam("owner")

NEWEST = (
    select(Song)
    .where(Song.user_id == bindparam("owner"))
    .order_by(Song.created_at.desc(), Song.id.desc())
    .limit(bindparam("limit"))
    .options(
        selectinload(Song.choices),
        joinedload(Song.sketch).load_only(Sketch.title),
    )
)
"""A page of the owner's songs, the newest first."""

OLDER = NEWEST.where(
    tuple_(Song.created_at, Song.id) < tuple_(bindparam("created_at"), bindparam("id"))
)
"""A page of those that come after a song."""

COUNT = select(func.count()).select_from(Song).where(Song.user_id == bindparam("owner"))
"""How many songs the owner has."""

SONG = (
    select(Song)
    .where(Song.id == bindparam("id"), Song.user_id == bindparam("owner"))
    .options(load_only(Song.title, Song.status, Song.created_at))
)
"""One song of the owner."""

CONVERSATION = select(Conversation).where(
    Conversation.id == bindparam("id"), Conversation.user_id == bindparam("owner")
)
"""One conversation of the owner."""

_SAID = (
    Message.conversation_id == bindparam("id"),
    Message.user_id == bindparam("owner"),
    Message.active,
)

LAST = select(Message).where(*_SAID).order_by(Message.position.desc()).limit(bindparam("limit"))
"""The last messages of a conversation, the newest first."""

MESSAGES = select(func.count()).select_from(Message).where(*_SAID)
"""How many messages a conversation has."""

VERSION = select(Sketch.version).where(*_MINE)
"""The version of a sketch of the owner."""

RENAME = (
    update(Sketch)
    .where(*_MINE, Sketch.version == bindparam("seen"))
    .values(
        title=bindparam("title"), version=bindparam("version"), updated_at=bindparam("updated_at")
    )
    .returning(Sketch.id, Sketch.title, Sketch.version)
    .execution_options(synchronize_session=False)
)
"""Compare-and-set of a sketch's title."""
