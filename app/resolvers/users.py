"""Who is signed in, registration, login and logout."""

from __future__ import annotations

from typing import Annotated

import strawberry

from app.resolvers.mutations import answers_mistakes
from app.schema.context import Info
from app.schema.node import own
from app.schema.users import (
    LoginInput,
    LoginPayload,
    LogoutInput,
    LogoutPayload,
    RegisterInput,
    RegisterPayload,
    User,
)


@strawberry.type
class UserQuery:
    """Questions about oneself."""

    me: User | None = own(description="Who is signed in; null when nobody is.")


@strawberry.type
class UserMutation:
    """Coming and going."""

    @strawberry.mutation(description="Open an account and sign in.")
    @answers_mistakes(RegisterPayload)
    async def register(
        self,
        info: Info,
        new: Annotated[
            RegisterInput, strawberry.argument(name="input", description="The new account.")
        ],
    ) -> RegisterPayload:
        """Anybody may, where registration is open."""
        signed_in = await info.context.services.users.register(
            email=new.email,
            password=new.password,
            first_name=new.first_name,
            last_name=new.last_name,
            artist_name=new.artist_name,
            device=info.context.device,
        )
        return await RegisterPayload.of(signed_in, info)

    @strawberry.mutation(description="Sign in with an address and a password.")
    @answers_mistakes(LoginPayload)
    async def login(
        self,
        info: Info,
        credentials: Annotated[
            LoginInput, strawberry.argument(name="input", description="Who signs in.")
        ],
    ) -> LoginPayload:
        """One answer for every kind of wrong credentials."""
        signed_in = await info.context.services.users.login(
            email=credentials.email,
            password=credentials.password,
            address=info.context.client_address,
            device=info.context.device,
        )
        return await LoginPayload.of(signed_in, info)

    @strawberry.mutation(description="End this session, or all sessions of this person.")
    @answers_mistakes(LogoutPayload)
    async def logout(
        self,
        info: Info,
        sessions: Annotated[
            LogoutInput, strawberry.argument(name="input", description="Which sessions end.")
        ],
    ) -> LogoutPayload:
        """Their tokens are worth nothing from now on."""
        viewer = info.context.signed_in
        await info.context.services.users.logout(viewer, everywhere=sessions.everywhere)
        return LogoutPayload()
