"""Making a backup: the database at one moment, then the bytes that it names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Final

from app.domain.backups.errors import BackupDamaged
from app.domain.backups.model import Absence, Kept, Manifest, Retention, TableCopy, backup_name
from app.domain.backups.ports import Archive, Draft, Progress, Snapshot, Snapshots
from app.domain.equipment.ports import Cipher, UnreadableError
from app.domain.errors import StorageFailure
from app.domain.ports import Clock
from app.domain.storage.inventory import Together
from app.domain.storage.model import StoredObject
from app.domain.storage.ports import ObjectMissing, Stores

AT_ONCE: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A new backup, and the old ones that it made superfluous."""

    name: str
    manifest: Manifest
    removed: tuple[Kept, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupMaking:
    """Makes backups, looks at each of them again, and removes outdated ones.

    The order is what makes a backup whole: an object is stored before its row is, so that
    everything a snapshot names is there, except for what is deleted while it is copied.
    `ciphers` are the keys at hand, by fingerprint.
    """

    snapshots: Snapshots
    archive: Archive
    stores: Stores
    ciphers: Mapping[str, Cipher]
    retention: Retention
    together: Together
    clock: Clock
    version: str

    async def run(self, progress: Progress) -> Made:
        """Make a backup. BackupRefused, BackupDamaged, StorageFailure; old ones stay then."""
        async with self.archive.alone():
            name, manifest = await self._make(progress)
            damages = await self.archive.damages(
                name, manifest, lambda done, of: progress("backup.checking", done, of)
            )
            if damages:
                raise BackupDamaged(name, damages)
            await self.archive.mark_verified(name)
            outdated = self.retention.outdated(await self.archive.kept(), self.clock.now())
            for old in outdated:
                await self.archive.remove(old.name)
        return Made(name=name, manifest=manifest, removed=tuple(outdated))

    async def _make(self, progress: Progress) -> tuple[str, Manifest]:
        made_at = self.clock.now()
        async with self.snapshots() as snapshot:
            name = backup_name(made_at, snapshot.database)
            async with self.archive.draft(name) as draft:
                tables = await self._tables(snapshot, draft, progress)
                keys, unreadable = await self._keys(snapshot)
                async with aclosing(snapshot.objects()) as objects:
                    named = [each async for each in objects]
                manifest = Manifest(
                    made_at=made_at,
                    database=snapshot.database,
                    server=snapshot.server,
                    version=self.version,
                    migrations=tuple(await snapshot.migrations()),
                    tables=tables,
                    sequences=await snapshot.sequences(),
                    keys=keys,
                    unreadable=unreadable,
                    objects=(),
                )
                await snapshot.release()
                manifest = await self._with_objects(snapshot, draft, manifest, named, progress)
                await draft.publish(manifest)
        return name, manifest

    async def _tables(
        self, snapshot: Snapshot, draft: Draft, progress: Progress
    ) -> tuple[TableCopy, ...]:
        copies: list[TableCopy] = []
        tables = await snapshot.tables()
        for table in tables:
            async with draft.table(table) as sink:
                copies.append(await sink.finish(await snapshot.copy(table, sink.write)))
            progress("backup.tables", len(copies), len(tables))
        return tuple(copies)

    async def _keys(self, snapshot: Snapshot) -> tuple[dict[str, int], int]:
        opened: Counter[str | None] = Counter()
        async with aclosing(snapshot.sealed()) as tokens:
            async for token in tokens:
                opened[self._key_of(token)] += 1
        return {key: opened[key] for key in self.ciphers}, opened[None]

    def _key_of(self, token: str) -> str | None:
        for key, cipher in self.ciphers.items():
            try:
                cipher.decrypt(token)
            except UnreadableError:
                continue
            return key
        return None

    async def _with_objects(
        self,
        snapshot: Snapshot,
        draft: Draft,
        manifest: Manifest,
        named: list[StoredObject],
        progress: Progress,
    ) -> Manifest:
        objects: list[StoredObject] = []
        absent: dict[str, Absence] = {}
        for start in range(0, len(named), AT_ONCE):
            group = named[start : start + AT_ONCE]
            fates = await self.together([self._copied(snapshot, draft, each) for each in group])
            for stored, fate in zip(group, fates, strict=True):
                if fate is None:
                    objects.append(stored)
                else:
                    absent[stored.key] = fate
            progress("backup.objects", start + len(group), len(named))
        return replace(manifest, objects=tuple(objects), absent=absent)

    async def _copied(
        self, snapshot: Snapshot, draft: Draft, stored: StoredObject
    ) -> Absence | None:
        if await draft.adopt(stored):
            return None
        fate = await self._fetched(draft, stored)
        if fate is None:
            return None
        known = await snapshot.known_now(stored.key)
        if known is None:
            return Absence.DELETED
        moved = known.backend != stored.backend  # to another store, meanwhile
        return await self._fetched(draft, known) if moved else fate

    async def _fetched(self, draft: Draft, stored: StoredObject) -> Absence | None:
        try:
            storage = self.stores.named(stored.backend)
            async with aclosing(storage.open(stored.key)) as chunks:
                return None if await draft.take(stored, chunks) else Absence.DAMAGED
        except ObjectMissing:
            return Absence.MISSING
        except StorageFailure:
            return Absence.UNREADABLE
