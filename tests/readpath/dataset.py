"""Rows that are awkward to spell: two people with all that people have.

What the compiled path must leave to the resolvers (numbers that PostgreSQL writes in another way)
is Bob's alone, so that every list of Ada's compiles.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import cycle, islice
from typing import Any, Final
from uuid import UUID

from app.domain.equipment.model import (
    Equipment,
    EquipmentStatus,
    EquipmentType,
    LicenseManagement,
)
from app.domain.equipment.reveals import RevealPurpose
from app.domain.images.styles import (
    ArtisticStyle,
    ColorPalette,
    Composition,
    DetailLevel,
    Lighting,
)
from app.domain.jobs.model import JobKind, JobStage, JobStatus
from app.domain.sketches.model import SketchWorkflow
from app.domain.songs.model import Rating, SongStatus
from app.infra.repositories.equipment import EquipmentRepository
from app.rows.equipment import SecretRevealRow
from app.rows.images import ImageRow
from app.rows.jobs import JobRow
from app.rows.sketches import LyricRevisionRow, SketchRow
from app.rows.songs import ChoiceRow, SongRow
from app.rows.users import UserRow
from app.schema.ids import encode_id
from tests.readpath.talks import fill_talks
from tests.readpath.values import BOBS, ERRORS, FLOATS, LYRICS, TEXTS, UNSPEAKABLE, moment

SONGS: Final = 42
SKETCHES: Final = 12
IMAGES: Final = 25
EQUIPMENT: Final = 16
TAGS: Final = (
    None,
    "Night, rain ,Katze",
    "night",
    "ÜMLÄUT\u00a0,\tnight,,",
    "",
    ",",
    '😀, "quoted", back\\slash, 100%',
    "rain,NIGHT,night",
)


def song_key(number: int) -> UUID:
    """The key of a song by its number."""
    return UUID(int=(1 << 96) + number)


def sketch_key(number: int) -> UUID:
    """The key of a sketch by its number."""
    return UUID(int=(2 << 96) + number)


def job_key(number: int) -> UUID:
    """The key of a job by its number; the job of song n is n, others are 100 or 200 more."""
    return UUID(int=(3 << 96) + number)


def choice_key(song: int, index: int) -> UUID:
    """The key of a choice."""
    return UUID(int=(4 << 96) + song * 10 + index)


def image_key(number: int) -> UUID:
    """The key of a picture by its number."""
    return UUID(int=(6 << 96) + number)


def image_id(number: int) -> str:
    """The global id of a picture."""
    return encode_id("Image", image_key(number))


def equipment_key(number: int) -> UUID:
    """The key of a piece of equipment by its number."""
    return UUID(int=(7 << 96) + number)


def equipment_id(number: int) -> str:
    """The global id of a piece of equipment."""
    return encode_id("Equipment", equipment_key(number))


def song_id(number: int) -> str:
    """The global id of a song."""
    return encode_id("Song", song_key(number))


def sketch_id(number: int) -> str:
    """The global id of a sketch."""
    return encode_id("Sketch", sketch_key(number))


def job_id(number: int) -> str:
    """The global id of a job."""
    return encode_id("Job", job_key(number))


async def fill(ada: UUID, bob: UUID) -> None:
    """Write everything."""
    await UserRow.filter(id=ada).update(
        first_name='Ada "A." Ümläut\\',
        artist_name="👩‍🎤",
        last_login=datetime(2026, 1, 1, 0, 0, 0, 1, tzinfo=UTC),
    )
    await SketchRow.bulk_create(
        [
            *(_sketch(n, ada) for n in range(SKETCHES)),
            *(_sketch(n, bob) for n in range(BOBS, BOBS + 2)),
        ]
    )
    await LyricRevisionRow.bulk_create(
        _revision(n, version) for n in (*range(SKETCHES), BOBS) for version in (2, 7, 1)[: n % 4]
    )
    songs = [
        *(_song(n, ada) for n in range(SONGS)),
        *(_song(n, bob) for n in range(BOBS, BOBS + len(UNSPEAKABLE))),
    ]
    await SongRow.bulk_create(songs)
    await ImageRow.bulk_create(_image(n, bob) for n in (BOBS, BOBS + 1))
    await ImageRow.bulk_create(_image(n, ada) for n in range(IMAGES))
    mine = zip(range(SONGS), cycle(FLOATS), strict=False)
    await ChoiceRow.bulk_create(
        [
            *(_choice(n, at, float_) for n, float_ in mine for at in range(n % 4)),
            *(_choice(BOBS + n, 0, float_) for n, float_ in enumerate(UNSPEAKABLE)),
        ]
    )
    await JobRow.bulk_create(
        [
            *(_job(n, n, ada) for n in range(SONGS) if n % 5),
            *(_job(100 + n, n, ada) for n in range(0, SONGS, 4)),
            _job(200, None, ada),
            _job(201, BOBS, ada),
            _job(BOBS, BOBS, bob),
            _job(BOBS + 1, 0, bob),
        ]
    )
    await fill_talks(ada, bob)

    for n in range(EQUIPMENT):
        await EquipmentRepository().add(_equipment(n, ada), None)
    await EquipmentRepository().add(_equipment(BOBS, bob), None)
    await SecretRevealRow.bulk_create(
        _reveal(n, at, ada) for n in range(EQUIPMENT) for at in range(n % 3)
    )


def _of(values: Any, number: int) -> Any:
    return next(islice(cycle(values), number, None))


def _sketch(number: int, owner: UUID) -> SketchRow:
    return SketchRow(
        id=sketch_key(number),
        user_id=owner,
        title=None if number % 4 == 1 else _of(TEXTS, number),
        lyrics=None if number % 3 == 1 else _of(LYRICS, number),
        prompt=_of(TEXTS, number + 3),
        tags=None if number % 2 else _of(TEXTS, number + 5),
        info=None if number % 5 == 0 else _of(TEXTS, number + 1),
        description_long=None if number % 3 == 0 else _of(LYRICS, number + 1),
        description_short=None if number % 4 == 0 else _of(TEXTS, number + 2)[:150],
        description_tags=None if number % 2 else _of(TEXTS, number + 4),
        workflow=_of(SketchWorkflow, number),
        version=2**31 - 1 if number == 0 else number,
        created_at=moment(number),
        updated_at=_of((None, moment(number), datetime(1, 1, 1, 0, 0, 0, 1, tzinfo=UTC)), number),
    )


def _revision(sketch: int, version: int) -> LyricRevisionRow:
    return LyricRevisionRow(
        id=UUID(int=(5 << 96) + sketch * 10 + version),
        sketch_id=sketch_key(sketch),
        lyrics=None if version == 1 else _of(LYRICS, sketch + version),
        version=version,
        created_at=moment(sketch),
    )


def _song(number: int, owner: UUID) -> SongRow:
    # Every seventh song has a sketch of somebody else, which nobody may see.
    foreign = number % 7 == 6 and number < BOBS
    sketch = BOBS if foreign else number % SKETCHES if number < BOBS else BOBS
    failed = number % len(SongStatus) == list(SongStatus).index(SongStatus.FAILURE)
    return SongRow(
        id=song_key(number),
        user_id=owner,
        sketch_id=None if number % 3 == 0 else sketch_key(sketch),
        title=None if number % 6 == 5 else _of(TEXTS, number),
        lyrics=_of(LYRICS, number),
        prompt=_of(TEXTS, number + 1),
        tags=None if number % 4 else _of(TEXTS, number // 4 + 5),
        model=_of(("auto", "mureka-7", 'm"ö\\'), number),
        is_instrumental=number % 2 == 1,
        status=_of(SongStatus, number),
        error=_of(ERRORS, number // len(SongStatus)) if failed else None,
        provider_status=_of((None, "running", "ü"), number),
        version=number - 5,
        created_at=moment(number),
        updated_at=_of((None, datetime(9999, 12, 31, 23, 59, 59, 999_998, tzinfo=UTC)), number),
        completed_at=_of((None, None, moment(number + 1)), number),
    )


def _choice(song: int, index: int, duration: float) -> ChoiceRow:
    number = song + index
    return ChoiceRow(
        id=choice_key(song, index),
        song_id=song_key(song),
        choice_index=2 - index,
        title=None if number % 3 == 0 else _of(TEXTS, number),
        tags=None if number % 2 else _of(TEXTS, number + 7),
        duration=None if index == 1 else duration,
        mp3_key=None if number % 4 == 0 else "ü/key.mp3",
        flac_key="" if number % 2 else None,
        image_key=None if number % 3 else f"songs/{song}/ü-{number}.webp",
        video_key=None if number % 5 else f"songs/{song}/{number}.mp4",
        stem_key=None if number % 4 else "",
        stem_generated_at=None if number % 4 else moment(number),
        rating=_of((None, *Rating), number),
        created_at=moment(song),
    )


def _image(number: int, owner: UUID) -> ImageRow:
    # Every ninth was made from a picture of somebody else, which nobody may see.
    source = BOBS if number % 9 == 8 else number - 1
    written = number % 4 == 3 and number < BOBS
    return ImageRow(
        id=image_key(number),
        user_id=owner,
        user_prompt=None if number % 5 == 4 else _of(TEXTS, number),
        prompt=_of(TEXTS, number + 2),
        enhanced_prompt=None if number % 3 else _of(LYRICS, number),
        revised_prompt=None if number % 2 else _of(TEXTS, number + 4),
        final_prompt=_of(TEXTS, number + 2),
        prompt_hash=_of(("0123456789", "abcdef0123"), number),
        title=None if number % 5 == 2 else _of(TEXTS, number)[:255],
        tags=_of(TAGS, number),
        model=_of((None, "dall-e-3", 'm"ö\\'), number),
        size=_of(("1024x1024", "auto"), number),
        artistic_style=_of((None, *ArtisticStyle), number),
        composition=_of((None, *Composition), number),
        lighting=_of((None, *Lighting), number),
        color_palette=_of((None, *ColorPalette), number),
        detail_level=_of((None, *DetailLevel), number),
        key=f"images/{number}/original.png",
        content_type="image/png",
        width=number,
        height=2**31 - 1 if number == 0 else number,
        byte_size=_of((0, 40 * 2**20, 2**31 - 1), number),
        sha256="0" * 64,
        small_key=None if number % 4 == 0 else "",
        large_key=None if number % 6 == 0 else "ü",
        has_overlay=written,
        text_overlay={"title": _of(TEXTS, number), "position": [0.5, 1e-7, 1e16]}
        if written
        else None,
        source_image_id=image_key(source) if written else None,
        version=number + 1,
        created_at=moment(number),
        updated_at=_of((None, moment(number + 1)), number),
    )


def _equipment(number: int, owner: UUID) -> Equipment:
    token = "token" if number % 2 else None
    return Equipment(
        id=equipment_key(number),
        user_id=owner,
        type=_of(EquipmentType, number),
        name=_of(TEXTS, number)[:200],
        product_version=None if number % 3 else _of(TEXTS, number + 1)[:100],
        description=None if number % 4 == 0 else _of(LYRICS, number),
        software_tags=_of(TAGS, number),
        plugin_tags=_of(TAGS, number + 3),
        manufacturer=None if number % 5 == 0 else _of(TEXTS, number + 2)[:200],
        url=None if number % 2 else "https://example.com/ü",
        username=None if number % 3 == 0 else _of(TEXTS, number + 4)[:200],
        password_encrypted=token,
        license_management=_of((None, *LicenseManagement), number),
        license_key_encrypted="token",
        license_description=_of(TEXTS, number + 5),
        purchase_date=_of((None, date(1900, 1, 1), date(2026, 2, 28), date(2999, 12, 31)), number),
        expires_on=_of((date(2026, 2, 28), None, date(1969, 12, 31)), number),
        price_encrypted=None if number % 3 else "token",
        system_requirements=None if number % 2 else _of(TEXTS, number + 6),
        status=_of(EquipmentStatus, number),
        version=number + 1,
        created_at=moment(number),
        updated_at=_of((None, moment(number + 1)), number),
    )


def _reveal(equipment: int, at: int, owner: UUID) -> SecretRevealRow:
    # Every fifth tells of what is deleted by now.
    number = equipment * 10 + at
    return SecretRevealRow(
        id=UUID(int=(8 << 96) + number),
        user_id=owner,
        equipment_id=equipment_key(999 if number % 5 == 4 else equipment),
        equipment_name=_of(TEXTS, number)[:200],
        purpose=_of(RevealPurpose, number),
        password=number % 2 == 0,
        license_key=number % 3 == 0,
        price=number % 4 == 0,
        session_id=equipment_key(at),
        client_address=_of(("127.0.0.1", "2001:db8::1"), number),
        created_at=moment(equipment),
    )


def _job(number: int, song: int | None, owner: UUID) -> JobRow:
    status: JobStatus = _of(JobStatus, number)
    return JobRow(
        id=job_key(number),
        user_id=owner,
        kind=_of((JobKind.SONG, JobKind.INSTRUMENTAL, *JobKind), number // 2),
        status=status,
        stage=_of(JobStage, number),
        attempt=number,
        progress=_of((None, 0.0, 1.0, 0.5, 0.1 + 0.2, 0.0001), number),
        error=_of(ERRORS, number // 6) if status is JobStatus.FAILED else None,
        request={},
        payload_hash="",
        song_id=None if song is None else song_key(song),
        choice_id=None if song is None or song % 4 == 0 else choice_key(song, 0),
        image_id=None if song is None or song % 3 else image_key(song if song < IMAGES else BOBS),
        created_at=moment(song or 0),
        started_at=None if number % 3 == 0 else moment(number),
        finished_at=moment(number + 1) if status.terminal else None,
    )
