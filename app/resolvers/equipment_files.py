"""Equipment from files and to files."""

from __future__ import annotations

from typing import Annotated

import strawberry

from app.domain.equipment.reveals import Asker
from app.domain.equipment.tables import MOST_BYTES
from app.resolvers.mutations import answers_mistakes
from app.schema.context import Info
from app.schema.equipment_files import (
    ExportEquipmentInput,
    ExportEquipmentPayload,
    ImportEquipmentInput,
    ImportEquipmentPayload,
    ImportReport,
)


@strawberry.type
class EquipmentFileMutation:
    """Taking an inventory in, and giving it out."""

    @strawberry.mutation(
        description=(
            "Take an inventory from a file (a multipart upload). Rows that are right are kept "
            "together, unless it is a dry run; each other row is told."
        )
    )
    @answers_mistakes(ImportEquipmentPayload)
    async def import_equipment(
        self,
        info: Info,
        wish: Annotated[
            ImportEquipmentInput, strawberry.argument(name="input", description="The file.")
        ],
    ) -> ImportEquipmentPayload:
        """For the viewer."""
        file = wish.file
        await file.seek(0)  # type: ignore[attr-defined] # one part may be named at several places
        report = await info.context.services.equipment_import.run(
            info.context.signed_in.user_id,
            await file.read(MOST_BYTES + 1),  # type: ignore[attr-defined] # a NewType of bytes
            wish.format,
            dry_run=wish.dry_run,
            allow_duplicates=wish.allow_duplicates,
        )
        return ImportEquipmentPayload(report=ImportReport.of(report, info.context.locale))

    @strawberry.mutation(
        description=(
            "Write all equipment to a file; with secrets only when asked for and for whoever knows "
            "the account's password."
        )
    )
    @answers_mistakes(ExportEquipmentPayload)
    async def export_equipment(
        self,
        info: Info,
        wish: Annotated[
            ExportEquipmentInput, strawberry.argument(name="input", description="How.")
        ],
    ) -> ExportEquipmentPayload:
        """Of the viewer only."""
        exported = await info.context.services.equipment_export.run(
            Asker(viewer=info.context.signed_in, address=info.context.client_address),
            wish.format,
            secrets=wish.include_secrets,
            password=wish.password,
        )
        return ExportEquipmentPayload.of(exported, info.context.locale)
