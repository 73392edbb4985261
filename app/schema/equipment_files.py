"""Inventories as files, as clients ask for them."""

from __future__ import annotations

from typing import Self

import strawberry
from strawberry.file_uploads import Upload
from strawberry.scalars import JSON

from app.domain.equipment import importing
from app.domain.equipment.exporting import ExportedFile
from app.domain.equipment.tables import TableFormat
from app.domain.errors import DecryptionFailed, ErrorCode
from app.schema.equipment_edits import concealed
from app.schema.errors import UserError, error_at, user_errors
from app.schema.jobs import MISTAKES
from app.schema.messages import Locale


@strawberry.input(
    description=(
        "An inventory to be taken in. A CSV has commas or semicolons, and headings in English or "
        "German, `type` and `name` at least; a JSON is a list of objects, or an object with the "
        "list `equipment`. Both are UTF-8."
    )
)
class ImportEquipmentInput:
    """Nothing is kept unless `dryRun` is false."""

    file: Upload = concealed(description="The file: up to 2 MiB and 2,000 rows.")
    format: TableFormat = strawberry.field(description="How it is written.")
    dry_run: bool = strawberry.field(
        default=True, description="Only tell what would become of the rows."
    )
    allow_duplicates: bool = strawberry.field(
        default=False,
        description=(
            "Take rows, too, whose name, manufacturer and version are there already, without "
            "regard to case."
        ),
    )


@strawberry.type(description="A row that was skipped, since its product is there already.")
class SkippedRow:
    """It is there in the inventory, or in a row before it."""

    row: int = strawberry.field(description="The number of the row.")
    name: str = strawberry.field(description="The name of the product.")


@strawberry.type(description="Something that is wrong with a row, which was therefore not taken.")
class ImportRowError:
    """A row may have several."""

    row: int = strawberry.field(
        description=(
            "The number of the row: 2 is the first one below the headings of a CSV, 1 the first "
            "object of a JSON."
        )
    )
    path: list[str] = strawberry.field(
        description="The field it is about; empty when it is the whole row."
    )
    code: ErrorCode = strawberry.field(description="What went wrong, for programs.")
    message: str = strawberry.field(description="What went wrong, in the reader's language.")
    params: JSON | None = strawberry.field(description="The values named in the message.")


@strawberry.type(description="What became of the rows of a file, or would become.")
class ImportReport:
    """`rows` is the sum of `created`, `skipped` and `failed`."""

    dry_run: bool = strawberry.field(description="Whether nothing was kept.")
    rows: int = strawberry.field(description="How many rows the file has that are not blank.")
    created: int = strawberry.field(description="How many became equipment.")
    skipped: int = strawberry.field(description="How many were there already.")
    failed: int = strawberry.field(description="How many have something wrong with them.")
    skipped_rows: list[SkippedRow] = strawberry.field(
        description="The rows that were skipped, the first 100."
    )
    errors: list[ImportRowError] = strawberry.field(
        description="What is wrong with the rows that failed, the first 100 rows."
    )
    ignored_columns: list[str] = strawberry.field(
        description="The headings that mean nothing here, the first 50."
    )

    @classmethod
    def of(cls, report: importing.ImportReport, locale: Locale) -> Self:
        """In the words of the reader."""
        return cls(
            dry_run=report.dry_run,
            rows=report.rows,
            created=report.created,
            skipped=report.skipped,
            failed=report.failed,
            skipped_rows=[SkippedRow(row=each.row, name=each.name) for each in report.skipped_rows],
            errors=[
                ImportRowError(
                    row=each.row,
                    path=said.path[1:],
                    code=said.code,
                    message=said.message,
                    params=said.params,
                )
                for each in report.errors
                for said in user_errors(each.error, locale)
            ],
            ignored_columns=report.ignored_columns,
        )


@strawberry.type(description="What became of a file.")
class ImportEquipmentPayload:
    """The report, or why the file cannot be read."""

    report: ImportReport | None = strawberry.field(
        default=None, description="What became of the rows; null for a file that cannot be read."
    )
    user_errors: list[UserError] = strawberry.field(default_factory=list, description=MISTAKES)


@strawberry.input(description="How the viewer's equipment is written to a file.")
class ExportEquipmentInput:
    """Secrets stay out of `repr`."""

    format: TableFormat = strawberry.field(description="How it is written.")
    include_secrets: bool = strawberry.field(
        default=False,
        description=(
            "Whether passwords, licence keys and prices are in it; each record is noted in its "
            "`reveals`."
        ),
    )
    password: str | None = concealed(
        default=None, description="The account's password, which secrets need."
    )


@strawberry.type(description="A file to be saved.")
class ExportedEquipment:
    """The content stays out of `repr`."""

    filename: str = strawberry.field(description="How it may be called.")
    content_type: str = strawberry.field(description="What it is.")
    content: str = concealed(
        description=(
            "What is in it, to be written as UTF-8. In a CSV, cells that a spreadsheet could run "
            "as formulas have an apostrophe before them, which an import takes away."
        )
    )
    count: int = strawberry.field(description="How many pieces of equipment are in it.")
    unreadable: int = strawberry.field(
        description="How many secrets could not be decrypted, and are missing."
    )


@strawberry.type(description="The file, or why there is none.")
class ExportEquipmentPayload:
    """Where secrets are missing because they cannot be read, that is a mistake beside the file."""

    file: ExportedEquipment | None = concealed(default=None, description="The file.")
    user_errors: list[UserError] = strawberry.field(
        default_factory=list,
        description=(
            "What went wrong. DECRYPTION_FAILED at `file` says that secrets are missing in it."
        ),
    )

    @classmethod
    def of(cls, exported: ExportedFile, locale: Locale) -> Self:
        """The file, and a mistake where something is missing in it."""
        missing = DecryptionFailed("export.unreadable", count=exported.unreadable)
        return cls(
            file=ExportedEquipment(
                filename=exported.filename,
                content_type=exported.content_type,
                content=exported.content,
                count=exported.count,
                unreadable=exported.unreadable,
            ),
            user_errors=[error_at(missing, locale, "file")] if exported.unreadable else [],
        )
