"""What a person may have: one of each type."""

from __future__ import annotations

from datetime import UTC, datetime

from app.schema.ids import encode_id
from tests.api import equipment as inventory
from tests.api.conversations import create as begin
from tests.api.conversations import read as conversation
from tests.api.songs import finished, generate
from tests.api.test_image_lists import a_row
from tests.api.test_lyric_architectures import kept
from tests.api.test_lyric_revisions import revised
from tests.api.test_lyric_rules import rules
from tests.api.test_prompt_templates import own_version
from tests.api.test_sketches import create
from tests.studio import Person


async def one_of_each(person: Person) -> dict[str, str]:
    """The id of one of each type that has ids, all of them this person's; a worker must run.

    `mp3` is the address of a recording.
    """
    sketch = (await create(person, lyrics="la", prompt="2s"))["sketch"]
    revision = await revised(person, sketch["id"])
    started = await generate(person, sketchId=sketch["id"], prompt=None, lyrics=None)
    song = await finished(person, started["song"]["id"])
    me = (await person.get("{ me { id sessions { id } } }"))["me"]
    architecture = await kept(person, name="a")
    talk = await begin(person, systemContext="Be brief.")
    [context] = (await conversation(person, talk["id"]))["messages"]["nodes"]
    equipment = await inventory.kept(
        person, password="pw", expiresOn=datetime.now(UTC).date().isoformat()
    )
    await inventory.reveal(person, equipment["id"])
    return {
        "User": me["id"],
        "Sketch": sketch["id"],
        "LyricRevision": revision,
        "Song": song["id"],
        "SongChoice": song["choices"][0]["id"],
        "Image": encode_id("Image", await a_row(person, "cover")),
        "Job": started["job"]["id"],
        "Conversation": talk["id"],
        "Message": context["id"],
        "LyricArchitecture": architecture["id"],
        "LyricRule": (await rules(person))[0]["id"],
        "PromptTemplate": (await own_version(person))["id"],
        "Equipment": equipment["id"],
        "SecretReveal": (await inventory.trail(person))[0]["id"],
        "Session": me["sessions"][0]["id"],
        "mp3": song["choices"][0]["mp3Url"],
    }
