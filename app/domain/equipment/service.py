"""Use-cases of equipment."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

from app.domain.changes import Unset, demand_version
from app.domain.equipment.model import Equipment, EquipmentChanges, Origin, new_equipment
from app.domain.equipment.ports import EquipmentNews, Equipments, KeyedHash, Reveals
from app.domain.equipment.reveals import Asker, RevealPurpose, SecretReveal
from app.domain.equipment.secrets import Revealed
from app.domain.equipment.vault import Vault
from app.domain.errors import Conflict, InvalidInput, NotFound
from app.domain.idempotency import check_idempotency_key
from app.domain.identity import new_id
from app.domain.ports import Clock

Wanted = Callable[[], Awaitable[Equipment]]


@dataclass(frozen=True, slots=True, kw_only=True)
class EquipmentService:
    """Keeping, changing, copying and deleting equipment, and telling its secrets."""

    equipment: Equipments
    reveals: Reveals
    vault: Vault
    keyed_hash: KeyedHash
    news: EquipmentNews
    clock: Clock

    async def create(
        self, user_id: UUID, fields: EquipmentChanges, *, idempotency_key: str | None = None
    ) -> Equipment:
        """Keep new equipment; the same key with the same words answers what it made.

        Raises InvalidInput, InvalidState for a secret without an encryption key, and Conflict
        when the idempotency key was used for something else.
        """
        check_idempotency_key(idempotency_key)
        checked = demand_basics(fields).checked()

        async def wanted() -> Equipment:
            return new_equipment(
                checked,
                self.vault.tokens(checked),
                equipment_id=new_id(),
                user_id=user_id,
                now=self.clock.now(),
            )

        said = self.keyed_hash("create", *_words(checked))
        return await self._made_once(user_id, idempotency_key, said, wanted)

    async def duplicate(
        self,
        user_id: UUID,
        equipment_id: UUID,
        *,
        name: str | None,
        mark: str,
        credentials: bool,
        idempotency_key: str | None,
    ) -> Equipment:
        """Keep a copy as `Equipment.copied` tells, with a token of its own for the password.

        Raises InvalidInput, NotFound, InvalidState and DecryptionFailed when the password cannot
        be copied, and Conflict when the idempotency key was used for something else.
        """
        check_idempotency_key(idempotency_key)

        async def wanted() -> Equipment:
            original = await self._found(user_id, equipment_id)
            password = original.password_encrypted if credentials else None
            return new_equipment(
                original.copied(name=name, mark=mark, credentials=credentials),
                {"password": self.vault.copied(password, "copy_credentials")},
                equipment_id=new_id(),
                user_id=user_id,
                now=self.clock.now(),
            )

        said = self.keyed_hash("duplicate", str(equipment_id), name, credentials)
        return await self._made_once(user_id, idempotency_key, said, wanted)

    async def update(
        self,
        user_id: UUID,
        equipment_id: UUID,
        changes: EquipmentChanges,
        *,
        expected_version: int | None,
    ) -> Equipment:
        """Change equipment that nobody changed meanwhile.

        Without `expected_version` the newest state is changed. Raises InvalidInput, NotFound,
        InvalidState for a secret without an encryption key, and Conflict with the current
        equipment when the version is stale.
        """
        checked = changes.checked()
        while True:
            current = await self._found(user_id, equipment_id)
            demand_version(current, expected_version)
            tokens = self.vault.tokens(checked, current.tokens())
            changed = current.changed(checked, tokens, self.clock.now())
            if await self.equipment.save(changed, previous=current):
                await self.news.changed(user_id)
                return changed

    async def delete(self, user_id: UUID, equipment_id: UUID) -> None:
        """Delete equipment with its secrets; the trail of reveals stays. Raises NotFound."""
        if not await self.equipment.remove(equipment_id, user_id=user_id):
            raise NotFound("equipment.not_found", "ids")

    async def reveal(self, asker: Asker, equipment_id: UUID) -> Revealed:
        """The secrets of one piece of equipment, once the trail tells of it.

        Raises NotFound, and InvalidState where there are secrets but no encryption key.
        """
        found = await self._found(asker.viewer.user_id, equipment_id)
        revealed = self.vault.opened(found)
        entry = SecretReveal.of(found, revealed, asker, RevealPurpose.REVEAL, self.clock.now())
        await self.reveals.add([entry])
        return revealed

    async def _found(self, user_id: UUID, equipment_id: UUID) -> Equipment:
        found = await self.equipment.get(equipment_id, user_id=user_id)
        if found is None:
            raise NotFound("equipment.not_found", "id")
        return found

    async def _made_once(
        self, user_id: UUID, key: str | None, said: str, wanted: Wanted
    ) -> Equipment:
        """New equipment, or what the key has made of the same words."""
        origin = None if key is None else Origin(idempotency_key=key, payload_hash=said)
        while True:
            if origin and (made := await self.equipment.by_key(user_id, origin.idempotency_key)):
                return _repeated(*made, origin)
            equipment = await wanted()
            if await self.equipment.add(equipment, origin):
                await self.news.changed(user_id)
                return equipment


def demand_basics(fields: EquipmentChanges) -> EquipmentChanges:
    """Fields of something new. Raises InvalidInput without type or name."""
    for name in ("type", "name"):
        if isinstance(getattr(fields, name), Unset):
            raise InvalidInput("input.missing", name)
    return fields


def _words(fields: EquipmentChanges) -> list[str | None]:
    """Everything that was said, as texts in a fixed order, each after its name."""
    said = {**fields.plain(), **fields.secrets()}
    return [part for name in sorted(said) for part in (name, _word(said[name]))]


def _word(value: object) -> str | None:
    return None if value is None else str(value)


def _repeated(equipment: Equipment, first_hash: str, origin: Origin) -> Equipment:
    if first_hash != origin.payload_hash:
        raise Conflict("input.key_in_use", "idempotency_key")
    return equipment
