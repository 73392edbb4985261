"""Reading a text as it is written, as clients see it."""

from __future__ import annotations

from typing import Annotated

import strawberry

from app.domain.language.ports import Snapshot, Token
from app.domain.writing import reading
from app.schema.context import Info, find
from app.schema.jobs import Job
from app.schema.writing import TextUsage


@strawberry.type(
    description=(
        "The whole text so far: it replaces whatever the client holds. It comes first, after any "
        "gap, and at the end where the text that is kept differs from its pieces."
    )
)
class TextSnapshot:
    """`seq` may be lower than what the client holds."""

    seq: int = strawberry.field(description="The number of the last piece in it, 0 for none.")
    text: str = strawberry.field(description="All pieces up to there.")


@strawberry.type(description="The next piece of a text.")
class TextToken:
    """Right behind the piece before."""

    seq: int = strawberry.field(description="The piece's number; numbers rise without gaps.")
    text: str = strawberry.field(description="The piece.")


@strawberry.type(description="The text has ended; nothing follows.")
class TextFinished:
    """However it ended."""

    finished: strawberry.Private[reading.TextFinished]

    @strawberry.field(description="What the provider said of the text; null without one.")
    def usage(self) -> TextUsage | None:
        """Counts, and whether it is whole."""
        return TextUsage.of(self.finished.job)

    @strawberry.field(description="The job as it ended, with its text or error.")
    async def job(self, info: Info) -> Job | None:
        """Null if it was deleted meanwhile."""
        found: Job | None = await find(info, Job, self.finished.job.id)
        return found


TextEvent = Annotated[
    TextSnapshot | TextToken | TextFinished,
    strawberry.union("TextEvent", description="What happens to a text."),
]


def text_event(event: reading.TextEvent) -> TextEvent:
    """The client's view of an event."""
    match event:
        case Snapshot():
            return TextSnapshot(seq=event.seq, text=event.text)
        case Token():
            return TextToken(seq=event.seq, text=event.text)
        case reading.TextFinished():
            return TextFinished(finished=event)
