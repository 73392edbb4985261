"""The one place of the API that tells secrets, as clients see it."""

from __future__ import annotations

from decimal import Decimal
from typing import Self

import strawberry

from app.domain.equipment.secrets import Revealed
from app.domain.errors import DecryptionFailed
from app.schema.equipment_edits import concealed
from app.schema.errors import UserError, error_at
from app.schema.messages import Locale


@strawberry.type(description="An amount of money.")
class Price:
    """As it was kept."""

    amount: Decimal = concealed(description="The amount.")
    currency: str = strawberry.field(description="A code of ISO 4217.")


@strawberry.type(description="The secrets of one piece of equipment; null for what is not kept.")
class EquipmentSecrets:
    """Secrets stay out of `repr`."""

    password: str | None = concealed(description="The password.")
    license_key: str | None = concealed(description="The licence key.")
    price: Price | None = concealed(description="What it cost.")

    @classmethod
    def of(cls, revealed: Revealed) -> Self:
        """What could be read."""
        price = revealed.price
        return cls(
            password=revealed.password,
            license_key=revealed.license_key,
            price=None if price is None else Price(amount=price.amount, currency=price.currency),
        )


@strawberry.input(description="Whose secrets are told.")
class RevealEquipmentSecretsInput:
    """One piece of equipment of the viewer."""

    id: strawberry.ID = strawberry.field(description="Which equipment.")


@strawberry.type(description="The secrets, or why they are not told.")
class RevealEquipmentSecretsPayload:
    """A secret that cannot be read is null, and a mistake; the others are told all the same."""

    secrets: EquipmentSecrets | None = concealed(
        default=None, description="The secrets; null when none may be told."
    )
    user_errors: list[UserError] = strawberry.field(
        default_factory=list,
        description=(
            "What went wrong. A secret that cannot be decrypted is DECRYPTION_FAILED at "
            "`secrets` and its name; the others are there."
        ),
    )

    @classmethod
    def of(cls, revealed: Revealed, locale: Locale) -> Self:
        """The secrets, and a mistake for each that cannot be read."""
        return cls(
            secrets=EquipmentSecrets.of(revealed),
            user_errors=[
                error_at(DecryptionFailed("equipment.unreadable"), locale, "secrets", name)
                for name in revealed.unreadable
            ],
        )
