"""A conversation in the terminal: lines in, replies out as they are written."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing, contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Final, Self
from uuid import uuid4

from app.cli.song_progress import Patience, patiently
from studio_client import Studio, following, given
from studio_client.errors import Refused
from studio_client.generated.enums import ChatRole, MessageStatus
from studio_client.generated.input_types import (
    CompressConversationInput,
    CreateConversationInput,
    RestoreConversationInput,
    RetryReplyInput,
    SendMessageInput,
    StopReplyInput,
)
from studio_client.generated.reply_stream import (
    ReplyStreamReplyStreamReplyFinished as ReplyFinished,
)
from studio_client.generated.reply_stream import (
    ReplyStreamReplyStreamReplyFinishedMessage as FinishedMessage,
)
from studio_client.generated.reply_stream import (
    ReplyStreamReplyStreamReplySnapshot as ReplySnapshot,
)
from studio_client.generated.reply_stream import ReplyStreamReplyStreamReplyToken as ReplyToken
from studio_client.generated.reply_stream import ReplyStreamReplyStreamReplyUsage as ReplyUsage

ReplyEvent = ReplySnapshot | ReplyToken | ReplyUsage | ReplyFinished

_PATIENCE: Final = Patience(first=0.5, longest=0.5, total=10)
_PROMPT: Final = "\nyou> "
_HELP: Final = """\
Say something, and the reply comes as it is written. Ctrl-C stops it, Ctrl-D ends the chat.
  /retry      have the last reply written again
  /compress   make room: a summary takes the place of older messages
  /restore    take that back
  /quit       end the chat
"""


@dataclass(slots=True)
class ChatRoom:
    """One conversation of a signed-in person."""

    studio: Studio
    conversation: str
    last_reply: str | None = None
    _interrupted: asyncio.Event = field(default_factory=asyncio.Event)

    @classmethod
    async def entered(cls, studio: Studio, *, resume: str | None, wish: Mapping[str, Any]) -> Self:
        """A new conversation, or the one to resume. Raises Refused and Unreachable."""
        if resume is None:
            known = {name: value for name, value in wish.items() if value is not None}
            made = await studio.create_conversation(CreateConversationInput(**known))
            found = given(made.create_conversation.conversation)
        else:
            known_room = (await studio.conversation(resume)).conversation
            if known_room is None:
                raise Refused(f"There is no conversation {resume}.", code="NOT_FOUND")
            found = known_room
        room = cls(studio, found.id)
        last = found.messages.nodes
        room.last_reply = last[-1].id if last and last[-1].role is ChatRole.ASSISTANT else None
        _write(f"{found.title}, with {found.model}. /help tells more.\n")
        return room

    async def talk(self) -> None:
        """Until the input ends. Raises Refused and Unreachable where nothing can go on."""
        with self._hearing_ctrl_c():
            while (line := await self._line()) is not None:
                if line.strip() == "/quit":
                    return
                await self._answer(line)

    async def _answer(self, line: str) -> None:
        """A mistake is told; a studio that is away ends the chat."""
        commands = {"/retry": self._retry, "/compress": self._compress, "/restore": self._restore}
        said = line.strip()
        try:
            if said == "/help" or (said.startswith("/") and said not in commands):
                _write(_HELP)
            elif said in commands:
                await commands[said]()
            elif said:
                await self._say(line)
        except Refused as refusal:
            _write(f"! {refusal}\n")

    async def _say(self, line: str) -> None:
        wish = SendMessageInput(
            conversation_id=self.conversation, content=line, client_message_id=str(uuid4())
        )
        sent = await patiently(lambda: self.studio.send_message(wish), _PATIENCE, _in_silence)
        await self._read(given(sent.send_message.reply).id)

    async def _retry(self) -> None:
        if self.last_reply is None:
            _write("! There is nothing to write again.\n")
            return
        await self.studio.retry_reply(RetryReplyInput(message_id=self.last_reply))
        await self._read(self.last_reply)

    async def _compress(self) -> None:
        wish = CompressConversationInput(id=self.conversation)
        done = (await self.studio.compress_conversation(wish)).compress_conversation
        percent = given(done.conversation).usage_percent
        _write(f"({done.archived_count} messages summed up; {percent:.1f} % full.)\n")

    async def _restore(self) -> None:
        wish = RestoreConversationInput(id=self.conversation)
        done = (await self.studio.restore_conversation(wish)).restore_conversation
        percent = given(done.conversation).usage_percent
        _write(f"({done.restored_count} messages are back; {percent:.1f} % full.)\n")

    async def _read(self, reply: str) -> None:
        """Show a reply as it is written, and stop it at Ctrl-C."""
        self.last_reply = reply
        self._interrupted.clear()
        showing = asyncio.create_task(self._show(reply))
        interrupted = asyncio.create_task(self._interrupted.wait())
        try:
            await asyncio.wait((showing, interrupted), return_when=asyncio.FIRST_COMPLETED)
            if interrupted.done() and not showing.done():
                with suppress(Refused):  # it has just ended by itself
                    await self.studio.stop_reply(StopReplyInput(message_id=reply))
            await showing
        finally:
            interrupted.cancel()
            showing.cancel()

    async def _show(self, reply: str) -> None:
        held = ""
        async with aclosing(self._events(reply)) as events:
            async for event in events:
                match event:
                    case ReplySnapshot():
                        held = _replaced(held, event.text)
                    case ReplyToken():
                        held += event.text
                        _write(event.text)
                    case ReplyFinished():
                        _write(_ending(event.message))

    def _events(self, reply: str) -> AsyncGenerator[ReplyEvent, None]:
        """What happens to a reply, over as many connections as it takes."""

        async def listen(after_seq: int | None) -> AsyncGenerator[ReplyEvent, None]:
            async for event in self.studio.reply_stream(reply, after_seq):
                yield event.reply_stream

        return following(
            listen,
            seq=lambda event: getattr(event, "seq", None),
            ended=lambda event: isinstance(event, ReplyFinished),
            patience=_PATIENCE,
            interrupted=_in_silence,
        )

    async def _line(self) -> str | None:
        """The next line of the input, None at its end."""
        if sys.stdin.isatty():
            try:
                return await asyncio.to_thread(input, _PROMPT)
            except EOFError:
                _write("\n")
                return None
        line = await asyncio.to_thread(sys.stdin.readline)
        return line.removesuffix("\n") if line else None

    @contextmanager
    def _hearing_ctrl_c(self) -> Any:
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGINT, self._interrupted.set)
        try:
            yield
        finally:
            loop.remove_signal_handler(signal.SIGINT)


def _replaced(held: str, text: str) -> str:
    """Show the rest of a text that goes on from what is shown, else all of it anew."""
    if text.startswith(held):
        _write(text[len(held) :])
    else:
        _write(f"\n(from the beginning:)\n{text}")
    return text


def _ending(message: FinishedMessage | None) -> str:
    if message is None:
        return "\n! The conversation is gone.\n"
    if message.status is MessageStatus.STOPPED:
        return "\n(stopped)\n"
    if message.status is MessageStatus.FAILED:
        why = message.error.message if message.error else ""
        return f"\n! {why} /retry asks again.\n"
    used = message.conversation.usage_percent if message.conversation else 0
    return f"\n({used:.1f} % of the window)\n"


def _in_silence(_: Exception) -> None:
    """The reply is what is shown; what becomes of the connection shows when patience ends."""


def _write(text: str) -> None:
    """Show what a model says, without its being able to steer the terminal."""
    shown = "".join(each for each in text if each in "\n\t" or each.isprintable())
    sys.stdout.write(shown)
    sys.stdout.flush()
