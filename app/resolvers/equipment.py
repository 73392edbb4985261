"""Equipment: lists, look-up, create, change, copy, delete and the telling of secrets."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import strawberry

from app.domain.equipment.reveals import Asker
from app.readpath.declare import Order
from app.resolvers.bulk import delete_each
from app.resolvers.mutations import answers_mistakes
from app.resolvers.spending import spending_of
from app.schema.connections import Connection, connection
from app.schema.context import Info, find
from app.schema.equipment import (
    Equipment,
    EquipmentFilter,
    EquipmentOrder,
    EquipmentSpending,
    SecretReveal,
)
from app.schema.equipment_edits import (
    CreateEquipmentInput,
    CreateEquipmentPayload,
    DeleteEquipmentInput,
    DeleteEquipmentPayload,
    DuplicateEquipmentInput,
    DuplicateEquipmentPayload,
    UpdateEquipmentInput,
    UpdateEquipmentPayload,
)
from app.schema.equipment_secrets import (
    RevealEquipmentSecretsInput,
    RevealEquipmentSecretsPayload,
)
from app.schema.ids import decode_id
from app.schema.messages import say
from app.schema.node import by_id


@strawberry.type
class EquipmentQuery:
    """Reading equipment, of the viewer only."""

    equipment: Equipment | None = by_id(
        "Equipment", description="A piece of equipment by its id; null when there is none."
    )
    equipment_items: Connection[Equipment] = connection(
        filter=EquipmentFilter,
        order=EquipmentOrder,
        unordered=Order("name", descending=False),
        description="The viewer's equipment, by its names unless asked otherwise.",
    )
    secret_reveals: Connection[SecretReveal] = connection(
        description=(
            "When secrets of the viewer's equipment were told, newest first; also of what is "
            "deleted by now."
        )
    )

    @strawberry.field(description="What the viewer has spent on equipment.")
    async def equipment_spending(
        self,
        info: Info,
        filter: Annotated[  # noqa: A002 - the API's name
            EquipmentFilter | None, strawberry.argument(description="On which equipment.")
        ] = None,
    ) -> EquipmentSpending:
        """Decrypted and added up for this answer."""
        return await spending_of(info, filter)


@strawberry.type
class EquipmentMutation:
    """Writing equipment."""

    @strawberry.mutation(description="Keep new equipment.")
    @answers_mistakes(CreateEquipmentPayload)
    async def create_equipment(
        self,
        info: Info,
        new: Annotated[
            CreateEquipmentInput,
            strawberry.argument(name="input", description="The new equipment."),
        ],
    ) -> CreateEquipmentPayload:
        """For the viewer."""
        created = await info.context.services.equipment.create(
            info.context.signed_in.user_id, new.changes(), idempotency_key=new.idempotency_key
        )
        return CreateEquipmentPayload(equipment=await find(info, Equipment, created.id))

    @strawberry.mutation(description="Change equipment.")
    @answers_mistakes(UpdateEquipmentPayload, current="equipment", of=Equipment)
    async def update_equipment(
        self,
        info: Info,
        changes: Annotated[
            UpdateEquipmentInput, strawberry.argument(name="input", description="The changes.")
        ],
    ) -> UpdateEquipmentPayload:
        """Of the viewer only."""
        changed = await info.context.services.equipment.update(
            info.context.signed_in.user_id,
            decode_id("Equipment", changes.id, "id"),
            changes.changes(),
            expected_version=changes.expected_version,
        )
        return UpdateEquipmentPayload(equipment=await find(info, Equipment, changed.id))

    @strawberry.mutation(
        description=(
            "Copy equipment: type, keywords, manufacturer, address, requirements and, if wished, "
            "credentials."
        )
    )
    @answers_mistakes(DuplicateEquipmentPayload)
    async def duplicate_equipment(
        self,
        info: Info,
        wish: Annotated[
            DuplicateEquipmentInput, strawberry.argument(name="input", description="The copy.")
        ],
    ) -> DuplicateEquipmentPayload:
        """Of the viewer only."""
        copy = await info.context.services.equipment.duplicate(
            info.context.signed_in.user_id,
            decode_id("Equipment", wish.id, "id"),
            name=wish.name,
            mark=say("equipment.copy_mark", info.context.locale, {}),
            credentials=wish.copy_credentials,
            idempotency_key=wish.idempotency_key,
        )
        return DuplicateEquipmentPayload(equipment=await find(info, Equipment, copy.id))

    @strawberry.mutation(
        description="Delete equipment with its secrets. The trail of what was told stays."
    )
    @answers_mistakes(DeleteEquipmentPayload)
    async def delete_equipment(
        self,
        info: Info,
        which: Annotated[
            DeleteEquipmentInput, strawberry.argument(name="input", description="Which equipment.")
        ],
    ) -> DeleteEquipmentPayload:
        """Of the viewer only."""
        delete = partial(info.context.services.equipment.delete, info.context.signed_in.user_id)
        deletions = await delete_each(info, "Equipment", which.ids, delete)
        return DeleteEquipmentPayload(deletions=deletions)

    @strawberry.mutation(
        description=(
            "Tell the secrets of one piece of equipment. Each time is noted in its `reveals`."
        )
    )
    @answers_mistakes(RevealEquipmentSecretsPayload)
    async def reveal_equipment_secrets(
        self,
        info: Info,
        which: Annotated[
            RevealEquipmentSecretsInput,
            strawberry.argument(name="input", description="Whose secrets."),
        ],
    ) -> RevealEquipmentSecretsPayload:
        """Of the viewer only."""
        revealed = await info.context.services.equipment.reveal(
            Asker(viewer=info.context.signed_in, address=info.context.client_address),
            decode_id("Equipment", which.id, "id"),
        )
        return RevealEquipmentSecretsPayload.of(revealed, info.context.locale)
