from __future__ import annotations

import json

from app.domain.conversations.export import ExportFormat, as_json, as_markdown
from app.domain.language.model import Role
from tests.domain.conversations.things import a_conversation, a_message


def test_markdown_has_a_heading_for_each_message() -> None:
    messages = [
        a_message(0, "Be brief.", Role.SYSTEM),
        a_message(1, "Grüß dich!"),
        a_message(2, "*Hello*", Role.ASSISTANT, model="gpt-5"),
        a_message(3, "Old", Role.ASSISTANT),
    ]
    speakers = {Role.SYSTEM: "System", Role.USER: "You"}
    assert as_markdown(a_conversation(title="Two\nlines"), messages, speakers) == (
        "# Two lines\n\n"
        "## System, 2026-03-01 12:30\n\nBe brief.\n\n"
        "## You, 2026-03-01 12:30\n\nGrüß dich!\n\n"
        "## gpt-5, 2026-03-01 12:30\n\n*Hello*\n\n"
        "## llama3.2:3b, 2026-03-01 12:30\n\nOld\n"
    )


def test_json_has_everything_in_order() -> None:
    document = json.loads(as_json(a_conversation(), [a_message(1, "ä"), a_message(2, "b")]))
    assert document["title"] == "Harbour songs"
    assert [each["content"] for each in document["messages"]] == ["ä", "b"]
    assert document["messages"][0]["createdAt"] == "2026-03-01T12:30:00+00:00"


def test_each_format_has_its_media_type() -> None:
    assert (ExportFormat.MARKDOWN.ending, ExportFormat.JSON.ending) == ("md", "json")
    assert ExportFormat.JSON.content_type == "application/json"
