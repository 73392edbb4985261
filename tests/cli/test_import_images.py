"""`python -m app import-images`: a folder of pictures becomes somebody's library."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import struct
import subprocess
import sys
import zlib
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from app.bootstrap.importing import importing_to
from app.cli.picture_folder import NotTaken, files_below, picture_at
from app.domain.images.importing import FoundPicture, ImageImport, Imported, ImportFate
from app.domain.images.model import LONGEST_PROMPT
from app.domain.images.provider import LARGEST_PICTURE
from app.infra.storage.filesystem import FilesystemStorage
from app.rows.images import ImageRow
from app.rows.songs import StoredObjectRow
from app.rows.users import UserRow
from tests.cli.process import ROOT
from tests.infra.jobs.rows import somebody
from tests.infra.storage.objects import keys, read

THEN = datetime(2021, 5, 4, 3, 2, 1, tzinfo=UTC)


@pytest.fixture
def files(tmp_path: Path) -> FilesystemStorage:
    return FilesystemStorage(tmp_path / "data" / "files")


@pytest.fixture
def importing(db: str, files: FilesystemStorage) -> ImageImport:
    return importing_to(files)


@pytest.fixture
async def ada(db: str) -> UUID:
    return await somebody()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "pictures"
    folder.mkdir()
    return folder


def encoded(
    kind: str = "PNG", size: tuple[int, int] = (40, 30), shade: int = 9, **options: Any
) -> bytes:
    target = BytesIO()
    Image.new("L", size, shade).save(target, kind, **options)
    return target.getvalue()


def telling(**texts: str) -> bytes:
    info = PngInfo()
    for name, text in texts.items():
        info.add_itxt(name, text)
    return encoded(pnginfo=info)


def grown(png: bytes, size: int) -> bytes:
    """The same picture with a chunk that nobody reads, so many bytes long altogether."""
    body = b"noBo" + bytes(size - len(png) - 12)
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    end = png.index(b"IEND") - 4
    return png[:end] + chunk + png[end:]


def found(content: bytes, name: str = "a lamp.png") -> FoundPicture:
    return FoundPicture(name=name, content=content, modified_at=THEN)


@pytest.mark.parametrize(
    ("kind", "extension", "content_type"),
    [
        ("PNG", "png", "image/png"),
        ("JPEG", "jpg", "image/jpeg"),
        ("WEBP", "webp", "image/webp"),
    ],
)
async def test_a_picture_is_taken_in_with_what_its_file_tells(
    importing: ImageImport,
    files: FilesystemStorage,
    ada: UUID,
    kind: str,
    extension: str,
    content_type: str,
) -> None:
    content = encoded(kind)

    imported = await importing.bring(ada, found(content))

    row = await ImageRow.get()
    assert imported == Imported(fate=ImportFate.IMPORTED, image_id=row.id)
    assert (row.user_id, row.prompt, row.final_prompt) == (ada, "a lamp", "a lamp")
    assert (row.user_prompt, row.title, row.model, row.has_overlay) == (None, None, None, False)
    assert (row.width, row.height, row.size) == (40, 30, "40x30")
    assert (row.created_at, row.content_type) == (THEN, content_type)
    assert (row.byte_size, row.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert row.key.endswith(f".{extension}")
    assert await read(files, row.key) == content
    stored = {each.key: each.backend for each in await StoredObjectRow.all()}
    assert stored == dict.fromkeys((row.key, row.small_key, row.large_key), "filesystem")
    assert await keys(files) == sorted(stored)


async def test_a_name_becomes_the_title_when_it_shall(importing: ImageImport, ada: UUID) -> None:
    await importing.bring(ada, found(encoded(), "Über dem Meer.v2.png"), title_from_name=True)
    row = await ImageRow.get()
    assert (row.title, row.prompt) == ("Über dem Meer.v2", "Über dem Meer.v2")


@pytest.mark.parametrize(
    ("name", "prompt"),
    [
        ("e\u0301toile \U0001f319.png", "e\u0301toile \U0001f319"),
        ("شمس.png", "شمس"),
        ("line\r\nbreak.png", "line\r\nbreak"),
        ("half \udcff.png", "half \ufffd"),
        (".png", ".png"),
        (" .png", ".png"),
        ("x" * 251 + ".png", "x" * 251),
    ],
)
async def test_any_file_name_survives(
    importing: ImageImport, ada: UUID, name: str, prompt: str
) -> None:
    await importing.bring(ada, found(encoded(), name), title_from_name=True)
    row = await ImageRow.get()
    assert (row.prompt, row.title) == (prompt, prompt)


@pytest.mark.parametrize(
    ("told", "prompt"),
    [
        (" a moon over \U0001f30a \n", "a moon over \U0001f30a"),
        ("x" * LONGEST_PROMPT, "x" * LONGEST_PROMPT),
        ("x" * (LONGEST_PROMPT + 1), "a lamp"),
        ("  ", "a lamp"),
        ("no\0text", "a lamp"),
    ],
)
async def test_the_prompt_that_a_png_tells_is_taken_when_it_is_one(
    importing: ImageImport, ada: UUID, told: str, prompt: str
) -> None:
    await importing.bring(ada, found(telling(prompt=told)))
    assert (await ImageRow.get()).prompt == prompt


async def test_other_texts_of_a_png_are_no_prompt(importing: ImageImport, ada: UUID) -> None:
    await importing.bring(ada, found(telling(parameters="steps 20", Comment="hello")))
    assert (await ImageRow.get()).prompt == "a lamp"


async def test_the_same_bytes_are_taken_in_once_for_each_person(
    importing: ImageImport, files: FilesystemStorage, ada: UUID
) -> None:
    bob = await somebody()
    for person, fate in [
        (ada, ImportFate.IMPORTED),
        (ada, ImportFate.ALREADY_THERE),
        (bob, ImportFate.IMPORTED),
    ]:
        assert (await importing.bring(person, found(encoded()))).fate is fate
    assert await ImageRow.all().count() == 2
    assert len(await keys(files)) == 6


async def test_two_imports_at_once_take_a_picture_in_once(
    importing: ImageImport, files: FilesystemStorage, ada: UUID
) -> None:
    fates = [
        each.fate
        for each in await asyncio.gather(
            *(importing.bring(ada, found(encoded())) for _ in range(4))
        )
    ]
    assert sorted(fates) == [ImportFate.ALREADY_THERE] * 3 + [ImportFate.IMPORTED]
    assert len(await keys(files)) == 3


async def test_a_file_from_the_future_is_of_today(importing: ImageImport, ada: UUID) -> None:
    late = datetime.now(UTC) + timedelta(days=2)
    await importing.bring(ada, FoundPicture(name="a.png", content=encoded(), modified_at=late))
    assert (await ImageRow.get()).created_at < late - timedelta(days=1)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no picture"),
        (b"GIF89a" + bytes(40), "no picture"),
        (encoded()[:40], "damaged"),
        (encoded("JPEG")[:-2], "cut short"),
        (encoded("PNG", (6001, 5000)), "too many pixels"),
        (bytes(LARGEST_PICTURE + 1), "too large"),
    ],
    ids=["nothing", "another kind", "short png", "short jpeg", "many pixels", "many bytes"],
)
async def test_what_cannot_be_taken_in_leaves_nothing(
    importing: ImageImport, files: FilesystemStorage, ada: UUID, content: bytes, reason: str
) -> None:
    refused = await importing.bring(ada, found(content))
    assert refused.fate is ImportFate.REFUSED
    assert reason in str(refused.reason)
    assert (await ImageRow.all().count(), await keys(files)) == (0, [])


async def test_a_picture_that_cannot_be_unpacked_leaves_nothing(
    importing: ImageImport, files: FilesystemStorage, ada: UUID
) -> None:
    good = encoded()
    start = good.index(b"IDAT") - 4
    broken = b"IDAT" + b"\x00garbage"
    chunk = struct.pack(">I", len(broken) - 4) + broken + struct.pack(">I", zlib.crc32(broken))
    content = good[:start] + chunk + good[good.index(b"IEND") - 4 :]

    assert (await importing.bring(ada, found(content))).fate is ImportFate.REFUSED
    assert (await StoredObjectRow.all().count(), await keys(files)) == (0, [])


async def test_thirty_megapixels_are_not_too_many(importing: ImageImport, ada: UUID) -> None:
    imported = await importing.bring(ada, found(encoded("PNG", (6000, 5000))))
    assert imported.fate is ImportFate.IMPORTED


async def test_a_person_who_went_meanwhile_gets_no_picture(
    importing: ImageImport, files: FilesystemStorage
) -> None:
    assert (await importing.bring(uuid4(), found(encoded()))).fate is ImportFate.REFUSED
    assert await keys(files) == []


@pytest.mark.parametrize(("size", "taken"), [(LARGEST_PICTURE, True), (LARGEST_PICTURE + 1, False)])
def test_a_file_has_forty_megabytes_at_most(folder: Path, size: int, taken: bool) -> None:
    (folder / "a.png").write_bytes(grown(encoded(), size))
    assert isinstance(picture_at(folder / "a.png"), FoundPicture) is taken


async def test_forty_megabytes_are_not_too_many(importing: ImageImport, ada: UUID) -> None:
    imported = await importing.bring(ada, found(grown(encoded(), LARGEST_PICTURE)))
    assert imported.fate is ImportFate.IMPORTED


def test_no_link_and_no_pipe_is_followed(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.png").write_bytes(encoded())
    (folder / "linked").symlink_to(outside)
    (folder / "link.png").symlink_to(outside / "secret.png")
    os.mkfifo(folder / "pipe.png")
    (folder / "deep").mkdir()
    (folder / "deep" / "a.png").write_bytes(encoded())

    seen = {
        path.relative_to(folder).as_posix(): known or picture_at(path)
        for path, known in files_below(folder, without=tmp_path)
    }

    assert set(seen) == {"linked", "link.png", "pipe.png", "deep/a.png"}
    assert {name for name, each in seen.items() if isinstance(each, FoundPicture)} == {"deep/a.png"}
    assert not any(isinstance(each, NotTaken) and each.wrong for each in seen.values())


def command(folder: Path, db: str, data: Path, *options: str) -> tuple[int, str, str]:
    """Run it as a process of its own, to its end."""
    process = subprocess.run(
        [sys.executable, "-m", "app", "import-images", str(folder), *options],
        env=environment(db, data),
        cwd=folder.parent,  # no .env there
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return process.returncode, process.stdout, process.stderr


def environment(db: str, data: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "APP_ENV": "dev",
        "DATA_DIR": str(data),
        "DATABASE_URL": db,
    }


async def test_a_folder_is_taken_in_once_and_the_rest_is_told(
    folder: Path, files: FilesystemStorage, tmp_path: Path, db: str, ada: UUID
) -> None:
    (folder / "one.png").write_bytes(encoded(shade=1))
    (folder / "sub").mkdir()
    (folder / "sub" / "two.jpeg").write_bytes(encoded("JPEG", shade=2))
    (folder / "copy of one.PNG").write_bytes(encoded(shade=1))
    (folder / "notes.png").write_text("no picture at all")
    os.utime(folder / "one.png", (THEN.timestamp(), THEN.timestamp()))
    person = f"--email={(await UserRow.get(id=ada)).email.upper()}"
    data = tmp_path / "data"

    first = await asyncio.to_thread(command, folder, db, data, person, "--json")
    again = await asyncio.to_thread(command, folder, db, data, person, "--title-from-name")

    assert first[0] == 0, first
    lines = [json.loads(line) for line in first[1].splitlines()]
    assert {Path(line["file"]).name: line["result"] for line in lines[:-1]} == {
        "copy of one.PNG": "imported",
        "notes.png": "skipped",
        "one.png": "already_there",
        "two.jpeg": "imported",
    }
    counts = {"imported": 2, "already_there": 1, "refused": 0, "skipped": 1}
    assert lines[-1] == {"summary": counts}
    assert (again[0], again[1].splitlines()[-4:-2]) == (0, ["imported: 0", "already_there: 3"])
    assert "notes.png  skipped  it is no PNG, JPEG or WEBP picture" in again[1]
    assert await ImageRow.filter(user_id=ada).count() == 2
    assert len(await keys(files)) == 6


async def test_a_damaged_picture_is_told_and_the_others_are_taken_in(
    folder: Path, tmp_path: Path, db: str, ada: UUID
) -> None:
    (folder / "bad.png").write_bytes(encoded()[:40])
    (folder / "good.png").write_bytes(encoded())
    email = (await UserRow.get(id=ada)).email

    status, out, _ = await asyncio.to_thread(
        command, folder, db, tmp_path / "data", "--email", email
    )

    assert status == 1
    assert f"{folder / 'bad.png'}  refused  the picture is damaged" in out
    assert (await ImageRow.get()).prompt == "good"


async def test_a_killed_import_goes_on_where_it_was(
    folder: Path, tmp_path: Path, db: str, ada: UUID
) -> None:
    for number in range(60):
        (folder / f"{number:02}.png").write_bytes(encoded(size=(300, 200), shade=number))
    email, data = (await UserRow.get(id=ada)).email, tmp_path / "data"
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "app", "import-images", str(folder), "--email", email),
        env=environment(db, data),
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    async with asyncio.timeout(60):
        while await ImageRow.all().count() < 15:
            assert process.returncode is None
            await asyncio.sleep(0.005)
    process.kill()
    await process.wait()
    before = await ImageRow.all().count()
    assert before < 60

    status, out, err = await asyncio.to_thread(command, folder, db, data, "--email", email)

    assert status == 0, err
    assert f"imported: {60 - before}" in out
    rows = await ImageRow.all()
    assert len({row.sha256 for row in rows}) == len(rows) == 60
    for row in rows:
        assert (data / "files" / row.key).stat().st_size == row.byte_size


async def test_the_studios_own_files_are_not_taken_in(
    files: FilesystemStorage, importing: ImageImport, tmp_path: Path, db: str, ada: UUID
) -> None:
    await importing.bring(ada, found(encoded()))
    email, data = (await UserRow.get(id=ada)).email, tmp_path / "data"

    below = await asyncio.to_thread(command, data / "files", db, data, "--email", email)
    above = await asyncio.to_thread(command, data, db, data, "--email", email)

    assert below[0] == 2
    assert (above[0], "imported: 0" in above[1]) == (0, True)
    assert await ImageRow.all().count() == 1


async def test_wrong_commands_are_told(folder: Path, tmp_path: Path, db: str, ada: UUID) -> None:
    nobody = await asyncio.to_thread(
        command, folder, db, tmp_path / "data", "--email", "nobody@example.com"
    )
    assert (nobody[0], "nobody@example.com" in nobody[2]) == (2, True)
    await UserRow.filter(id=ada).update(is_active=False)
    email = (await UserRow.get(id=ada)).email
    asleep = await asyncio.to_thread(command, folder, db, tmp_path / "data", "--email", email)
    assert asleep[0] == 2
    nowhere = await asyncio.to_thread(
        command, folder / "none", db, tmp_path / "data", "--email", email
    )
    assert (nowhere[0], "is no folder" in nowhere[2]) == (2, True)
