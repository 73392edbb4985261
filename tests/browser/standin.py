"""A small service with the shape of the real one, to drive the GraphiQL page without it.

`python -m tests.browser.standin [PORT]` prints its base URL and serves until it is interrupted.
"""

from __future__ import annotations

import asyncio
import secrets
import socket
import sys
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import strawberry
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.exceptions import ConnectionRejectionError
from strawberry.subscriptions import GRAPHQL_TRANSPORT_WS_PROTOCOL

from app.http.graphiql import graphiql_routes

EMAIL = "ada@example.org"
PASSWORD = "correct horse"

_tokens: set[str] = set()


@dataclass(slots=True)
class Context:
    """Who asks; on a websocket only known once the connection is initialised."""

    viewer: bool
    connection_params: dict[str, object] | None = None


Info = strawberry.Info[Context, None]


@strawberry.type
class UserError:
    message: str
    code: str


@strawberry.type
class User:
    email: str


@strawberry.type
class LoginPayload:
    token: str | None
    expires_at: datetime | None
    user: User | None
    user_errors: list[UserError]


@strawberry.type
class LogoutPayload:
    user_errors: list[UserError]


@strawberry.type
class Sketch:
    id: strawberry.ID
    title: str | None


@strawberry.type
class CreateSketchPayload:
    sketch: Sketch | None
    user_errors: list[UserError]


@strawberry.type
class Identified:
    id: strawberry.ID


@strawberry.type
class GenerateSongPayload:
    song: Identified | None
    job: Identified | None
    user_errors: list[UserError]


@strawberry.type
class SongProgress:
    seq: int
    stage: str
    status: str
    progress: int


@strawberry.input
class LoginInput:
    email: str
    password: str


@strawberry.input
class LogoutInput:
    all_devices: bool = False


@strawberry.input
class CreateSketchInput:
    prompt: str


@strawberry.input
class GenerateSongInput:
    prompt: str
    lyrics: str


class NotSignedIn(Exception):
    """Carries the code that makes the page ask for a new sign-in."""

    extensions = {"code": "UNAUTHENTICATED"}  # noqa: RUF012 - graphql-core reads an instance dict


def _require_viewer(info: Info) -> None:
    if not info.context.viewer:
        raise NotSignedIn("Please sign in.")


@strawberry.type
class Query:
    @strawberry.field
    def me(self, info: Info) -> User:
        _require_viewer(info)
        return User(email=EMAIL)


@strawberry.type
class Mutation:
    @strawberry.mutation
    def login(self, input: LoginInput) -> LoginPayload:  # noqa: A002 - the argument's name
        if (input.email, input.password) != (EMAIL, PASSWORD):
            wrong = UserError(message="E-mail or password is wrong.", code="UNAUTHENTICATED")
            return LoginPayload(token=None, expires_at=None, user=None, user_errors=[wrong])
        token = secrets.token_urlsafe()
        _tokens.add(token)
        expires_at = datetime.now(UTC) + timedelta(hours=1)
        return LoginPayload(
            token=token, expires_at=expires_at, user=User(email=EMAIL), user_errors=[]
        )

    @strawberry.mutation
    def logout(self, input: LogoutInput) -> LogoutPayload:  # noqa: A002
        _tokens.clear()
        return LogoutPayload(user_errors=[])

    @strawberry.mutation
    def create_sketch(self, info: Info, input: CreateSketchInput) -> CreateSketchPayload:  # noqa: A002
        _require_viewer(info)
        sketch = Sketch(id=strawberry.ID("U2tldGNoOjE="), title=input.prompt)
        return CreateSketchPayload(sketch=sketch, user_errors=[])

    @strawberry.mutation
    def generate_song(self, info: Info, input: GenerateSongInput) -> GenerateSongPayload:  # noqa: A002
        _require_viewer(info)
        return GenerateSongPayload(
            song=Identified(id=strawberry.ID("U29uZzox")),
            job=Identified(id=strawberry.ID("Sm9iOjE=")),
            user_errors=[],
        )


@strawberry.type
class Subscription:
    @strawberry.subscription
    async def song_progress(self, song_id: strawberry.ID) -> AsyncGenerator[SongProgress]:
        for seq, progress in enumerate((0, 40, 80, 100), start=1):
            status = "SUCCEEDED" if progress == 100 else "RUNNING"
            yield SongProgress(seq=seq, stage="GENERATING", status=status, progress=progress)
            await asyncio.sleep(0.25)


class Endpoint(GraphQL[Context, None]):
    """Strawberry's endpoint with the real service's way to sign in."""

    async def get_context(
        self, request: Request | WebSocket, response: Response | WebSocket
    ) -> Context:
        del response
        return Context(viewer=_knows(request.headers.get("authorization")))

    async def on_ws_connect(self, context: Context) -> Any:
        context.viewer = _knows((context.connection_params or {}).get("authorization"))
        if not context.viewer:
            raise ConnectionRejectionError
        return await super().on_ws_connect(context)


def _knows(authorization: object) -> bool:
    return isinstance(authorization, str) and authorization.removeprefix("Bearer ") in _tokens


def create_app() -> Starlette:
    """The stand-in: `/graphql` over HTTP and websocket, and the real page at `/graphiql`."""
    schema = strawberry.Schema(Query, Mutation, Subscription)
    endpoint = Endpoint(
        schema, graphql_ide=None, subscription_protocols=[GRAPHQL_TRANSPORT_WS_PROTOCOL]
    )
    return Starlette(
        routes=[
            Route("/graphql", endpoint, methods=None),
            WebSocketRoute("/graphql", endpoint),
            *graphiql_routes(),
        ]
    )


def main() -> None:
    """Serve on 127.0.0.1 until interrupted; port 0 takes a free one."""
    listener = socket.create_server(("127.0.0.1", int(sys.argv[1]) if len(sys.argv) > 1 else 0))
    print(f"http://127.0.0.1:{listener.getsockname()[1]}", flush=True)  # noqa: T201 - its answer
    server = uvicorn.Server(uvicorn.Config(create_app(), log_level="warning"))
    asyncio.run(server.serve(sockets=[listener]))


if __name__ == "__main__":
    main()
