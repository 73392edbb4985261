"""What the studio pays for; everybody who is signed in may know."""

from __future__ import annotations

from typing import Annotated

import strawberry

from app.domain.costs.model import CostProvider
from app.schema.context import Info
from app.schema.costs import ApiCosts, MusicAccount


@strawberry.type
class CostQuery:
    """Bills and accounts of the studio."""

    @strawberry.field(description="What a provider charged the studio, month by month.")
    async def api_costs(
        self,
        provider: Annotated[
            CostProvider, strawberry.argument(description="Who charged.")
        ] = CostProvider.OPENAI,
    ) -> ApiCosts:
        """Nobody is asked before a field needs it."""
        return ApiCosts(provider=provider)

    @strawberry.field(
        description="The studio's account at Mureka; null with an error when it is not known."
    )
    async def music_account(self, info: Info) -> MusicAccount | None:
        """The same that orders of songs are checked against."""
        return MusicAccount.of(await info.context.services.music_accounts.account())
