"""One's own account: names, password, settings, sessions."""

from __future__ import annotations

from typing import Annotated

import strawberry

from app.domain.errors import Conflict
from app.resolvers.mutations import answers_mistakes
from app.schema.account import (
    ChangePasswordInput,
    ChangePasswordPayload,
    UpdateProfileInput,
    UpdateProfilePayload,
)
from app.schema.context import Info, find
from app.schema.errors import user_errors
from app.schema.ids import decode_id
from app.schema.sessions import SESSION, RevokeSessionInput, RevokeSessionPayload
from app.schema.user_settings import UpdateSettingsInput, UpdateSettingsPayload, UserSettings
from app.schema.users import User


@strawberry.type
class AccountMutation:
    """Changing one's own account."""

    @strawberry.mutation(description="Change one's names.")
    @answers_mistakes(UpdateProfilePayload)
    async def update_profile(
        self,
        info: Info,
        profile: Annotated[
            UpdateProfileInput, strawberry.argument(name="input", description="The new names.")
        ],
    ) -> UpdateProfilePayload:
        """Of the viewer."""
        owner = info.context.signed_in.user_id
        await info.context.services.account.update_profile(owner, profile.changes())
        return UpdateProfilePayload(user=await find(info, User, owner))

    @strawberry.mutation(
        description=(
            "Take another password. All other sessions of this person end at once, and their "
            "websockets close with 4403 within seconds."
        )
    )
    @answers_mistakes(ChangePasswordPayload)
    async def change_password(
        self,
        info: Info,
        passwords: Annotated[
            ChangePasswordInput, strawberry.argument(name="input", description="Both passwords.")
        ],
    ) -> ChangePasswordPayload:
        """The session that asks stays."""
        await info.context.services.account.change_password(
            info.context.signed_in,
            current=passwords.current_password,
            new=passwords.new_password,
            address=info.context.client_address,
        )
        return ChangePasswordPayload()

    @strawberry.mutation(description="Change how one wants to work.")
    @answers_mistakes(UpdateSettingsPayload)
    async def update_settings(
        self,
        info: Info,
        settings: Annotated[
            UpdateSettingsInput, strawberry.argument(name="input", description="The changes.")
        ],
    ) -> UpdateSettingsPayload:
        """Another language counts from the next request on."""
        owner = info.context.signed_in.user_id
        try:
            changed = await info.context.services.settings.update(
                owner, settings.changes(), expected_version=settings.expected_version
            )
        except Conflict as conflict:
            errors = user_errors(conflict, info.context.locale)
            return UpdateSettingsPayload.of_conflict(conflict, errors)
        return UpdateSettingsPayload(settings=UserSettings.of(changed))

    @strawberry.mutation(description="End one of one's own sessions.")
    @answers_mistakes(RevokeSessionPayload)
    async def revoke_session(
        self,
        info: Info,
        session: Annotated[
            RevokeSessionInput, strawberry.argument(name="input", description="Which one.")
        ],
    ) -> RevokeSessionPayload:
        """Also the current one."""
        key = decode_id(SESSION, session.id, "id")
        await info.context.services.account.revoke_session(info.context.signed_in.user_id, key)
        return RevokeSessionPayload(revoked_id=session.id)
