"""Equipment and the keys of its secrets."""

from __future__ import annotations

from dataclasses import dataclass

from redis.asyncio import Redis

from app.domain.equipment.service import EquipmentService
from app.domain.equipment.spending import SpendingService
from app.domain.equipment.vault import Vault
from app.domain.ports import Clock
from app.infra.crypto import FernetCipher, KeyedHash
from app.infra.live.hints import PersonHints
from app.infra.repositories.equipment import EquipmentRepository, RevealRepository
from app.infra.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class EquipmentServices:
    """The use-cases of equipment."""

    equipment: EquipmentService
    spending: SpendingService


def cipher(settings: Settings) -> FernetCipher:
    """What encrypts and decrypts by the keys of the settings."""
    return FernetCipher([key.get_secret_value() for key in settings.encryption_secret_keys])


def equipment_services(settings: Settings, redis: Redis, clock: Clock) -> EquipmentServices:
    """The use-cases of equipment, with one cipher."""
    vault = Vault(cipher=cipher(settings))
    return EquipmentServices(
        equipment=EquipmentService(
            equipment=EquipmentRepository(),
            reveals=RevealRepository(),
            vault=vault,
            keyed_hash=KeyedHash(settings.jwt_secret_key.get_secret_value()),
            news=PersonHints(redis),
            clock=clock,
        ),
        spending=SpendingService(vault=vault),
    )
