"""Equipment and the keys of its secrets."""

from __future__ import annotations

from dataclasses import dataclass

from redis.asyncio import Redis

from app.domain.equipment.exporting import ExportService
from app.domain.equipment.importing import ImportService
from app.domain.equipment.service import EquipmentService
from app.domain.equipment.spending import SpendingService
from app.domain.equipment.vault import Vault
from app.domain.ports import Clock
from app.domain.users.confirmation import PasswordConfirmation
from app.domain.users.service import UserService
from app.infra.crypto import FernetCipher, KeyedHash
from app.infra.database import transaction
from app.infra.live.hints import PersonHints
from app.infra.repositories.equipment import EquipmentRepository, RevealRepository
from app.infra.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class EquipmentServices:
    """The use-cases of equipment."""

    equipment: EquipmentService
    importing: ImportService
    exporting: ExportService
    spending: SpendingService


def cipher(settings: Settings) -> FernetCipher:
    """What encrypts and decrypts by the keys of the settings."""
    return FernetCipher([key.get_secret_value() for key in settings.encryption_secret_keys])


def equipment_services(
    settings: Settings, redis: Redis, clock: Clock, users: UserService
) -> EquipmentServices:
    """The use-cases of equipment, with one cipher; `users` knows whose password is right."""
    vault = Vault(cipher=cipher(settings))
    equipment, reveals, news = EquipmentRepository(), RevealRepository(), PersonHints(redis)
    return EquipmentServices(
        equipment=EquipmentService(
            equipment=equipment,
            reveals=reveals,
            vault=vault,
            keyed_hash=KeyedHash(settings.jwt_secret_key.get_secret_value()),
            news=news,
            clock=clock,
        ),
        importing=ImportService(
            equipment=equipment,
            inventory=equipment,
            vault=vault,
            news=news,
            transaction=transaction,
            clock=clock,
        ),
        exporting=ExportService(
            equipment=equipment,
            reveals=reveals,
            vault=vault,
            confirmation=PasswordConfirmation(
                users=users.users, hasher=users.hasher, throttle=users.throttle
            ),
            transaction=transaction,
            clock=clock,
        ),
        spending=SpendingService(vault=vault),
    )
