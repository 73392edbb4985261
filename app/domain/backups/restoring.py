"""Proving that a backup is good, and putting it in the place of what is lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, aclosing
from dataclasses import dataclass
from functools import partial
from typing import Final

from app.domain.backups.errors import BackupDamaged, BackupMissing, BackupRefused
from app.domain.backups.model import Manifest
from app.domain.backups.ports import Archive, Databases, Progress, Target
from app.domain.errors import StorageFailure
from app.domain.storage.inventory import Together, holds
from app.domain.storage.model import StoredObject
from app.domain.storage.ports import ObjectMissing, Storage, StoreMissing, Stores

AT_ONCE: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """A backup that was found good. `loaded`: into a database, and not only read."""

    name: str
    manifest: Manifest
    loaded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What was restored: `replaced` is the new name of the former database, if there was one.

    `settled` counts what may have gone on after the backup, by message key; `copied` are the
    objects whose bytes no store had.
    """

    name: str
    manifest: Manifest
    replaced: str | None
    settled: Mapping[str, int]
    copied: int


async def newest(archive: Archive) -> str:
    """The name of the newest backup. BackupMissing when there is none."""
    kept = await archive.kept()
    if not kept:
        raise BackupMissing("backup.none")
    return kept[-1].name


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupChecking:
    """Reads every byte of a backup and loads it into a server that nobody else uses.

    `scratch` starts that server once the files are known to be right; without it nothing is loaded.
    """

    archive: Archive
    scratch: Callable[[], AbstractContextManager[Databases]] | None

    async def run(self, name: str | None, progress: Progress) -> Verified:
        """Verify a backup, the newest one without a name. BackupDamaged, BackupUnfit."""
        async with self.archive.alone():
            name = name or await newest(self.archive)
            manifest = await self.archive.manifest(name)
            await _demand_whole(self.archive, name, manifest, progress)
            if self.scratch is not None:
                progress("backup.loading", 0, 1)
                with self.scratch() as server:
                    server.demand_known(manifest)
                    async with server.target() as target:
                        await target.load(manifest, partial(self.archive.rows, name))
                        await target.update()
                progress("backup.loading", 1, 1)
            await self.archive.mark_verified(name)
        return Verified(name=name, manifest=manifest, loaded=self.scratch is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupRestore:
    """Restores a backup beside the database of the studio, then exchanges the two in one step.

    Whoever is killed in the middle leaves the studio as it was. `store` takes the bytes that no
    store has; `keys` are the fingerprints of the keys at hand.
    """

    archive: Archive
    databases: Databases
    stores: Stores
    store: Storage
    keys: Sequence[str]
    together: Together

    async def run(
        self, name: str | None, progress: Progress, *, force: bool, untouched: bool
    ) -> Restored:
        """Restore a backup, the newest one without a name.

        `force` cuts off whoever is connected. `untouched`: nothing has run since the backup was
        made, so that what waits goes on and nobody is signed out. BackupRefused, BackupDamaged,
        BackupUnfit, StorageFailure: then nothing has changed.
        """
        async with self.archive.alone():
            name = name or await newest(self.archive)
            manifest = await self.archive.manifest(name)
            self._demand_keys(manifest)
            self.databases.demand_known(manifest)
            if not force:
                await self.databases.demand_idle()
            await _demand_whole(self.archive, name, manifest, progress)
            async with self.databases.target() as target:
                progress("backup.loading", 0, 1)
                await target.load(manifest, partial(self.archive.rows, name))
                progress("backup.loading", 1, 1)
                await target.update()
                settled = await target.reconcile(untouched=untouched)
                copied = await self._objects(name, manifest, target, progress)
                replaced = await self.databases.put_in_place(target, force=force)
        return Restored(
            name=name, manifest=manifest, replaced=replaced, settled=settled, copied=copied
        )

    def _demand_keys(self, manifest: Manifest) -> None:
        if missing := manifest.missing_keys(self.keys):
            raise BackupRefused(
                "backup.wrong_key",
                needed=", ".join(missing),
                present=", ".join(self.keys) or "-",
                secrets=sum(manifest.keys[key] for key in missing),
            )

    async def _objects(
        self, name: str, manifest: Manifest, target: Target, progress: Progress
    ) -> int:
        copied = 0
        objects = manifest.objects
        for start in range(0, len(objects), AT_ONCE):
            group = objects[start : start + AT_ONCE]
            there = await self.together([self._there(each) for each in group])
            lacking = [each for each, is_there in zip(group, there, strict=True) if not is_there]
            await self.together([self._put(name, each) for each in lacking])
            await target.keep_in(self.store.backend, [each.key for each in lacking])
            copied += len(lacking)
            progress("backup.objects", start + len(group), len(objects))
        return copied

    async def _there(self, stored: StoredObject) -> bool:
        try:
            return await holds(self.stores.named(stored.backend), stored)
        except (ObjectMissing, StoreMissing):
            return False

    async def _put(self, name: str, stored: StoredObject) -> None:
        async with aclosing(self.archive.bytes_of(name, stored)) as chunks:
            put = await self.store.put(stored.key, chunks, stored.content_type)
        if (put.sha256, put.byte_size) != (stored.sha256, stored.byte_size):
            raise StorageFailure("storage.failed")


async def _demand_whole(
    archive: Archive, name: str, manifest: Manifest, progress: Progress
) -> None:
    damages = await archive.damages(
        name, manifest, lambda done, of: progress("backup.checking", done, of)
    )
    if damages:
        raise BackupDamaged(name, damages)
