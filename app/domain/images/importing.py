"""Taking pictures that somebody already has into that person's library."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import PurePath
from typing import Final, Protocol
from uuid import UUID

from app.domain.identity import new_id
from app.domain.images.gallery import Image
from app.domain.images.generation import LONGEST_STORING
from app.domain.images.model import LONGEST_PROMPT, LONGEST_TITLE, image_key, image_prefix
from app.domain.images.ports import Images
from app.domain.images.provider import LARGEST_PICTURE, PictureFacts, PictureInspector
from app.domain.images.styles import ImageStyles
from app.domain.images.thumbnails import Thumbnails, ThumbnailSize
from app.domain.ports import Clock, Transaction
from app.domain.storage.catalog import Catalog
from app.domain.storage.model import StoredObject
from app.domain.storage.ports import MediaRefused, Storage

_PIECE: Final = 1024 * 1024
_UNREADABLE: Final = "\N{REPLACEMENT CHARACTER}"


class ImportFate(StrEnum):
    """What became of one file."""

    IMPORTED = "imported"
    ALREADY_THERE = "already_there"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPicture:
    """A file that begins like a picture.

    `name` is the file's own, without its folder; bytes of it that are no text are half surrogates.
    `modified_at` is aware.
    """

    name: str
    content: bytes
    modified_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """One file and its fate: the new picture, or why there is none."""

    fate: ImportFate
    image_id: UUID | None = None
    reason: str | None = None


class ImportedImages(Protocol):
    """What an import asks of the pictures that a person has."""

    async def lock(self, user_id: UUID) -> bool:
        """Keep others from importing for this person until the transaction ends.

        False when there is no such person.
        """
        ...

    async def has(self, user_id: UUID, sha256: str) -> bool:
        """Whether this person has a picture of exactly these bytes."""
        ...


class ExpectedFiles(Protocol):
    """Files that are being stored, by the beginning of their keys; who dies never keeps them."""

    async def expect(self, prefix: str, until: datetime) -> None:
        """Have files removed from then on, unless they are kept before."""
        ...

    async def keep(self, prefix: str) -> bool:
        """Have them not removed; False when the time is over and they may be gone."""
        ...


class PromptReader(Protocol):
    """Looks for the prompt that a picture's own file tells."""

    def __call__(self, content: bytes) -> str | None:
        """The text that a PNG file calls its `prompt`; None for everything else."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class _Files:
    original: StoredObject
    small: Mapping[ThumbnailSize, StoredObject]

    @property
    def all(self) -> list[StoredObject]:
        return [self.original, *self.small.values()]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageImport:
    """Takes pictures in, one by one. The same bytes are taken in once for each person.

    The file comes before the row, so that no row ever lacks its file; before both it is noted
    that the file is to be removed if no row comes within `LONGEST_STORING`.
    """

    images: Images
    imported: ImportedImages
    expected: ExpectedFiles
    catalog: Catalog
    storage: Storage
    thumbnails: Thumbnails
    inspect: PictureInspector
    prompt_reader: PromptReader
    transaction: Transaction
    clock: Clock

    async def bring(
        self, user_id: UUID, found: FoundPicture, *, title_from_name: bool = False
    ) -> Imported:
        """Take in one picture. Raises StorageFailure."""
        if len(found.content) > LARGEST_PICTURE:
            return _refused("it is too large")
        try:
            facts = await self.inspect(found.content)
        except MediaRefused as refusal:
            return _refused(str(refusal.params["reason"]))
        if await self.imported.has(user_id, sha256(found.content).hexdigest()):
            return Imported(fate=ImportFate.ALREADY_THERE)
        image_id = new_id()
        await self.expected.expect(image_prefix(image_id), self.clock.now() + LONGEST_STORING)
        try:
            files = await self._stored(image_id, found, facts)
        except MediaRefused as refusal:
            await self._removed(image_id)
            return _refused(str(refusal.params["reason"]))
        image = self._image(user_id, image_id, found, facts, files)
        if title_from_name:
            image = replace(image, title=plain_name(found.name)[:LONGEST_TITLE])
        kept = await self._kept(image, files.all)
        if kept.fate is not ImportFate.IMPORTED:
            await self._removed(image_id)
        return kept

    async def _removed(self, image_id: UUID) -> None:
        prefix = image_prefix(image_id)
        await self.storage.delete_prefix(prefix)
        await self.expected.keep(prefix)

    async def _stored(self, image_id: UUID, found: FoundPicture, facts: PictureFacts) -> _Files:
        original = await self.storage.put(
            image_key(image_id, facts.kind), _pieces(found.content), facts.kind.content_type
        )
        small = await self.thumbnails.of(image_id, found.content)
        return _Files(original=original, small=small)

    async def _kept(self, image: Image, files: Sequence[StoredObject]) -> Imported:
        async with self.transaction():
            if not await self.imported.lock(image.user_id):
                return _refused("the person is gone")
            # Another import may have been faster.
            if await self.imported.has(image.user_id, image.sha256):
                return Imported(fate=ImportFate.ALREADY_THERE)
            if not await self.expected.keep(image_prefix(image.id)):
                return _refused("storing it took too long; it may be tried again")
            await self.images.add(image)
            await self.catalog.add(files)
        return Imported(fate=ImportFate.IMPORTED, image_id=image.id)

    def _image(
        self,
        user_id: UUID,
        image_id: UUID,
        found: FoundPicture,
        facts: PictureFacts,
        files: _Files,
    ) -> Image:
        original = files.original
        return Image(
            id=image_id,
            user_id=user_id,
            user_prompt=None,
            prompt=usable_prompt(self.prompt_reader(found.content)) or plain_name(found.name),
            enhanced_prompt=None,
            revised_prompt=None,
            title=None,
            tags=None,
            model=None,
            size=f"{facts.width}x{facts.height}",
            styles=ImageStyles(),
            key=original.key,
            content_type=original.content_type,
            width=facts.width,
            height=facts.height,
            byte_size=original.byte_size,
            sha256=original.sha256,
            small_key=files.small[ThumbnailSize.SMALL].key,
            large_key=files.small[ThumbnailSize.LARGE].key,
            created_at=min(found.modified_at, self.clock.now()),
        )


def plain_name(file_name: str) -> str:
    """What a file is called, without its extension; what is no text in it is replaced."""
    readable = "".join(
        _UNREADABLE if "\ud800" <= letter <= "\udfff" else letter for letter in file_name
    )
    return PurePath(readable).stem.strip() or readable.strip()


def usable_prompt(text: str | None) -> str | None:
    """A text as a prompt, trimmed; None when there is none, or it is too long or no text."""
    trimmed = (text or "").strip()
    fits = 0 < len(trimmed) <= LONGEST_PROMPT and "\0" not in trimmed
    return trimmed if fits else None


def _refused(reason: str) -> Imported:
    return Imported(fate=ImportFate.REFUSED, reason=reason)


async def _pieces(content: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(content), _PIECE):
        yield content[start : start + _PIECE]
