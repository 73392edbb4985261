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

from app.cli.chat_answers import (
    COMPRESS,
    CONVERSATION,
    CREATE,
    RESTORE,
    RETRY,
    SEND,
    STOP,
    STREAM,
)
from app.cli.studio_client import StudioClient
from app.cli.studio_errors import Refused, Unreachable

_TRIES: Final = 20
_PAUSE: Final = 0.5
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

    studio: StudioClient
    conversation: str
    last_reply: str | None = None
    _interrupted: asyncio.Event = field(default_factory=asyncio.Event)

    @classmethod
    async def entered(
        cls, studio: StudioClient, *, resume: str | None, wish: Mapping[str, Any]
    ) -> Self:
        """A new conversation, or the one to resume. Raises Refused and Unreachable."""
        if resume is None:
            known = {name: value for name, value in wish.items() if value is not None}
            made = await studio.mutate(CREATE, "createConversation", known)
            found = made["conversation"]
        else:
            found = (await studio.ask(CONVERSATION, {"id": resume}))["conversation"]
            if found is None:
                raise Refused(f"There is no conversation {resume}.", code="NOT_FOUND")
        room = cls(studio, found["id"])
        last = found["messages"]["nodes"]
        room.last_reply = last[-1]["id"] if last and last[-1]["role"] == "ASSISTANT" else None
        _write(f"{found['title']}, with {found['model']}. /help tells more.\n")
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
        wish = {
            "conversationId": self.conversation,
            "content": line,
            "clientMessageId": str(uuid4()),
        }
        sent = await self._insisting(SEND, "sendMessage", wish)
        await self._read(sent["reply"]["id"])

    async def _retry(self) -> None:
        if self.last_reply is None:
            _write("! There is nothing to write again.\n")
            return
        await self.studio.mutate(RETRY, "retryReply", {"messageId": self.last_reply})
        await self._read(self.last_reply)

    async def _compress(self) -> None:
        done = await self.studio.mutate(COMPRESS, "compressConversation", {"id": self.conversation})
        percent = done["conversation"]["usagePercent"]
        _write(f"({done['archivedCount']} messages summed up; {percent:.1f} % full.)\n")

    async def _restore(self) -> None:
        done = await self.studio.mutate(RESTORE, "restoreConversation", {"id": self.conversation})
        percent = done["conversation"]["usagePercent"]
        _write(f"({done['restoredCount']} messages are back; {percent:.1f} % full.)\n")

    async def _insisting(self, document: str, name: str, wish: Mapping[str, Any]) -> dict[str, Any]:
        """The payload of what may be repeated, through short absences of the studio."""
        for _ in range(_TRIES):
            try:
                return await self.studio.mutate(document, name, wish)
            except Unreachable as reason:
                if not reason.retryable:
                    raise
                await asyncio.sleep(_PAUSE)
        return await self.studio.mutate(document, name, wish)

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
                    await self.studio.mutate(STOP, "stopReply", {"messageId": reply})
            await showing
        finally:
            interrupted.cancel()
            showing.cancel()

    async def _show(self, reply: str) -> None:
        held = ""
        async with aclosing(self._events(reply)) as events:
            async for event in events:
                match event["__typename"]:
                    case "ReplySnapshot":
                        held = _replaced(held, event["text"])
                    case "ReplyToken":
                        held += event["text"]
                        _write(event["text"])
                    case "ReplyFinished":
                        _write(_ending(event["message"]))

    async def _events(self, reply: str) -> AsyncGenerator[dict[str, Any], None]:
        """What happens to a reply, over as many connections as it takes."""
        seq, tries = None, 0
        while True:
            wish = {"id": reply, "after": seq}
            try:
                async with aclosing(self.studio.follow(STREAM, "replyStream", wish)) as events:
                    async for event in events:
                        seq, tries = event.get("seq", seq), 0
                        yield event
                        if event["__typename"] == "ReplyFinished":
                            return
            except Unreachable as reason:
                tries += 1
                if not reason.retryable or tries > _TRIES:
                    raise
            await asyncio.sleep(_PAUSE)

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


def _ending(message: Mapping[str, Any] | None) -> str:
    if message is None:
        return "\n! The conversation is gone.\n"
    match message["status"]:
        case "STOPPED":
            return "\n(stopped)\n"
        case "FAILED":
            return f"\n! {message['error']['message']} /retry asks again.\n"
    used = (message["conversation"] or {}).get("usagePercent") or 0
    return f"\n({used:.1f} % of the window)\n"


def _write(text: str) -> None:
    """Show what a model says, without its being able to steer the terminal."""
    shown = "".join(each for each in text if each in "\n\t" or each.isprintable())
    sys.stdout.write(shown)
    sys.stdout.flush()
