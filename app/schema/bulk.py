"""What deleting many things at once answers."""

from __future__ import annotations

import strawberry

from app.schema.errors import UserError


@strawberry.type(description="An entry that could not be deleted.")
class DeletionFailure:
    """It is still there, or its id is malformed."""

    id: strawberry.ID = strawberry.field(description="The id as it was sent.")
    error: UserError = strawberry.field(description="Why it was not deleted.")


@strawberry.type(description="How a deletion of many went; an id that was sent twice counts once.")
class DeletionSummary:
    """`requested` is the sum of the others."""

    requested: int = strawberry.field(description="How many different ids were sent.")
    deleted: int = strawberry.field(description="How many were deleted.")
    not_found: int = strawberry.field(description="How many were not there.")
    failed: int = strawberry.field(description="How many could not be deleted.")


@strawberry.type(description="What became of each id, in the order of the ids.")
class Deletions:
    """One id that fails never keeps the others."""

    deleted: list[strawberry.ID] = strawberry.field(description="What was deleted.")
    not_found: list[strawberry.ID] = strawberry.field(
        description="What was not there, or belongs to somebody else."
    )
    failed: list[DeletionFailure] = strawberry.field(description="What could not be deleted.")

    @strawberry.field(description="The same as numbers.")
    def summary(self) -> DeletionSummary:
        """Counted from the lists."""
        deleted, not_found = len(self.deleted), len(self.not_found)
        failed = len(self.failed)
        return DeletionSummary(
            requested=deleted + not_found + failed,
            deleted=deleted,
            not_found=not_found,
            failed=failed,
        )
