"""Prompt templates: look-up, list, preview, create, change and delete."""

from __future__ import annotations

from typing import Annotated

import strawberry

from app.resolvers.mutations import answers_mistakes
from app.schema.context import Info
from app.schema.ids import decode_id
from app.schema.prompt_template_edits import (
    CreatePromptTemplateInput,
    CreatePromptTemplatePayload,
    DeletePromptTemplateInput,
    DeletePromptTemplatePayload,
    UpdatePromptTemplateInput,
    UpdatePromptTemplatePayload,
)
from app.schema.prompt_templates import (
    PromptTemplate,
    PromptTemplateGroup,
    RenderedPrompt,
    histories,
)

Category = Annotated[
    str,
    strawberry.argument(
        description=(
            "What the template is about, in upper or lower case. `images`, `songs` and `title` "
            "mean `image`, `music` and `titel`."
        )
    ),
]
Action = Annotated[
    str, strawberry.argument(description="What the template does, in upper or lower case.")
]
IncludeInactive = Annotated[bool, strawberry.argument(description="Also what is switched off.")]


@strawberry.type
class PromptTemplateQuery:
    """Reading templates: the viewer's own, and everybody's where there is no own one."""

    @strawberry.field(description="The template in effect for something; null when there is none.")
    async def prompt_template(
        self,
        info: Info,
        category: Category,
        action: Action,
        *,
        include_inactive: IncludeInactive = False,
    ) -> PromptTemplate | None:
        """Of the viewer, or everybody's."""
        viewer, templates = info.context.signed_in, info.context.services.templates
        found = await templates.find(
            viewer.user_id, category, action, include_inactive=include_inactive
        )
        return PromptTemplate.of(found, histories(info)) if found else None

    @strawberry.field(description="All templates in effect, by category, then action.")
    async def prompt_templates(
        self, info: Info, *, include_inactive: IncludeInactive = False
    ) -> list[PromptTemplateGroup]:
        """At most 100 own ones, and everybody's."""
        viewer, templates = info.context.signed_in, info.context.services.templates
        found = await templates.all_of(viewer.user_id, include_inactive=include_inactive)
        return PromptTemplateGroup.all_of(found, info)

    @strawberry.field(
        description=(
            "What a model would be told by the template in effect, and which defaults stand for "
            "what it leaves open; null when there is no active one."
        )
    )
    async def render_prompt_template(
        self,
        info: Info,
        category: Category,
        action: Action,
        input: Annotated[  # noqa: A002 - the API's name
            str, strawberry.argument(description="The person's text: up to 10,000 characters.")
        ] = "",
        instructions: Annotated[
            str | None,
            strawberry.argument(
                description="What the person wants besides: up to 2,000 characters."
            ),
        ] = None,
    ) -> RenderedPrompt | None:
        """Of the viewer, or everybody's."""
        viewer, templates = info.context.signed_in, info.context.services.templates
        shown = await templates.preview(
            viewer.user_id, category, action, input=input, instructions=instructions
        )
        return RenderedPrompt.of(shown, info) if shown else None


@strawberry.type
class PromptTemplateMutation:
    """Writing templates, of the viewer only."""

    @strawberry.mutation(description="Keep a new prompt template.")
    @answers_mistakes(CreatePromptTemplatePayload, current="template", of=PromptTemplate)
    async def create_prompt_template(
        self,
        info: Info,
        wish: Annotated[
            CreatePromptTemplateInput,
            strawberry.argument(name="input", description="The template."),
        ],
    ) -> CreatePromptTemplatePayload:
        """For the viewer."""
        viewer = info.context.signed_in
        new = await info.context.services.templates.create(viewer.user_id, wish.wish())
        return CreatePromptTemplatePayload(template=await PromptTemplate.look_up(info, new.id))

    @strawberry.mutation(
        description=(
            "Change a prompt template of one's own. Changing everybody's makes an own copy with "
            "the changes."
        )
    )
    @answers_mistakes(UpdatePromptTemplatePayload, current="template", of=PromptTemplate)
    async def update_prompt_template(
        self,
        info: Info,
        changes: Annotated[
            UpdatePromptTemplateInput,
            strawberry.argument(name="input", description="The changes."),
        ],
    ) -> UpdatePromptTemplatePayload:
        """Of the viewer only."""
        changed = await info.context.services.templates.update(
            info.context.signed_in.user_id,
            decode_id("PromptTemplate", changes.id, "id"),
            changes.changes(),
            expected_version=changes.expected_version,
        )
        return UpdatePromptTemplatePayload(template=await PromptTemplate.look_up(info, changed.id))

    @strawberry.mutation(
        description="Delete a prompt template of one's own; everybody's is in effect again."
    )
    @answers_mistakes(DeletePromptTemplatePayload)
    async def delete_prompt_template(
        self,
        info: Info,
        wish: Annotated[
            DeletePromptTemplateInput,
            strawberry.argument(name="input", description="Which template."),
        ],
    ) -> DeletePromptTemplatePayload:
        """Of the viewer only."""
        back = await info.context.services.templates.delete(
            info.context.signed_in.user_id, decode_id("PromptTemplate", wish.id, "id")
        )
        shown = PromptTemplate.of(back, histories(info)) if back else None
        return DeletePromptTemplatePayload(deleted_id=wish.id, template=shown)
