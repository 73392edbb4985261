"""The whole schema, and the one place that decides who may use it without signing in."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import strawberry
from graphql import GraphQLError, GraphQLField, GraphQLObjectType, GraphQLResolveInfo
from strawberry.extensions import SchemaExtension
from strawberry.schema.config import StrawberryConfig

import app.schema.enums  # noqa: F401 - describes the enums before a type uses them
from app.domain.errors import Unauthenticated
from app.resolvers.account import AccountMutation
from app.resolvers.activity import ActivitySubscription
from app.resolvers.chat_models import ChatModelQuery
from app.resolvers.conversations import ConversationMutation, ConversationQuery
from app.resolvers.costs import CostQuery
from app.resolvers.drafts import DraftMutation, DraftQuery
from app.resolvers.enum_labels import EnumLabelQuery
from app.resolvers.equipment import EquipmentMutation, EquipmentQuery
from app.resolvers.equipment_files import EquipmentFileMutation
from app.resolvers.health import HealthQuery
from app.resolvers.images import ImageMutation, ImageQuery
from app.resolvers.jobs import JobMutation, JobQuery, JobSubscription
from app.resolvers.lyric_architectures import (
    LyricArchitectureMutation,
    LyricArchitectureQuery,
)
from app.resolvers.lyric_rules import LyricRuleMutation, LyricRuleQuery
from app.resolvers.lyric_tools import LyricToolQuery
from app.resolvers.nodes import NodeQuery
from app.resolvers.overlay import OverlayMutation, OverlayQuery
from app.resolvers.prompt_templates import PromptTemplateMutation, PromptTemplateQuery
from app.resolvers.replies import ReplyMutation, ReplySubscription
from app.resolvers.sketches import SketchMutation, SketchQuery
from app.resolvers.song_choices import SongChoiceMutation
from app.resolvers.songs import SongMutation, SongQuery, SongSubscription
from app.resolvers.users import UserMutation, UserQuery
from app.resolvers.writing import TextSubscription, WritingMutation
from app.schema.node import Node
from app.schema.scalars import SCALARS
from app.schema.song_choices import SongChoice

PUBLIC_FIELDS = frozenset({"me", "health", "register", "login"})


@strawberry.type(description="Reading. Everything needs a viewer, except `me` and `health`.")
class Query(
    UserQuery,
    NodeQuery,
    SketchQuery,
    DraftQuery,
    SongQuery,
    ImageQuery,
    OverlayQuery,
    LyricToolQuery,
    LyricRuleQuery,
    LyricArchitectureQuery,
    ConversationQuery,
    PromptTemplateQuery,
    ChatModelQuery,
    EquipmentQuery,
    CostQuery,
    EnumLabelQuery,
    JobQuery,
    HealthQuery,
):
    """All questions."""


@strawberry.type(
    description=(
        "Writing. Everything needs a viewer, except `register` and `login`. What a person can "
        "mend is in `userErrors`; a payload without them succeeded."
    )
)
class Mutation(
    UserMutation,
    AccountMutation,
    SketchMutation,
    DraftMutation,
    SongMutation,
    SongChoiceMutation,
    ImageMutation,
    OverlayMutation,
    LyricArchitectureMutation,
    LyricRuleMutation,
    ConversationMutation,
    ReplyMutation,
    PromptTemplateMutation,
    WritingMutation,
    EquipmentMutation,
    EquipmentFileMutation,
    JobMutation,
):
    """All commands."""


@strawberry.type(
    description="Watching. A subscription never starts or pays for anything. Needs a viewer."
)
class Subscription(
    SongSubscription, JobSubscription, ReplySubscription, TextSubscription, ActivitySubscription
):
    """All live streams."""


class _QuietSchema(strawberry.Schema):
    """Leaves logging to the transport: Strawberry would log what people sent."""

    def process_errors(self, errors: list[GraphQLError], execution_context: Any = None) -> None:
        """Errors are logged where they are answered."""


def build_schema(
    extensions: Iterable[type[SchemaExtension] | Callable[[], SchemaExtension]] = (),
) -> strawberry.Schema:
    """The schema; `extensions` come from whoever serves it.

    Every root field that is not public refuses to run without a viewer, whatever its resolver
    does, so that a new field is closed unless it is opened here.
    """
    schema = _QuietSchema(
        query=Query,
        mutation=Mutation,
        subscription=Subscription,
        types=[Node, SongChoice],
        extensions=list(extensions),
        config=StrawberryConfig(scalar_map=SCALARS),
    )
    for root in (
        schema._schema.query_type,  # noqa: SLF001 - the only way to the executable fields
        schema._schema.mutation_type,  # noqa: SLF001
        schema._schema.subscription_type,  # noqa: SLF001
    ):
        _close(root)
    return schema


def _close(root: GraphQLObjectType | None) -> None:
    fields: Mapping[str, GraphQLField] = root.fields if root else {}
    for name, field in fields.items():
        if name in PUBLIC_FIELDS:
            continue
        if field.subscribe:
            field.subscribe = _with_viewer(field.subscribe)
        elif field.resolve:
            field.resolve = _with_viewer(field.resolve)


def _with_viewer(resolve: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(resolve)
    def guarded(source: Any, info: GraphQLResolveInfo[Any], **arguments: Any) -> Any:
        if info.context.viewer is None:
            raise Unauthenticated("auth.required")
        return resolve(source, info, **arguments)

    return guarded
