"""OpenAI's spelling of a text: server-sent events, or one object."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Final

import orjson

from aitestmock.talk.scenarios import Finish
from aitestmock.talk.stream import Reply

_REASONS: Final = {
    Finish.STOP: "stop",
    Finish.LENGTH: "length",
    Finish.CONTENT_FILTER: "content_filter",
}


class ChatFrames:
    """The parts of a completion; `usage` asks for an event with the counts."""

    media_type = "text/event-stream"

    def __init__(self, model: str, now: float, *, words: str, usage: bool) -> None:
        digest = hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()
        self._head: dict[str, object] = {
            "id": f"chatcmpl-{digest[:24]}",
            "created": int(now),
            "model": model,
            "service_tier": "default",
            "system_fingerprint": None,
        }
        self._usage = usage
        # Every token has the same bytes around it.
        self._before, self._after = self._choice({"content": "\0"}).split(b'"\\u0000"')

    def opening(self) -> bytes:
        """Who speaks."""
        return self._choice({"role": "assistant", "content": "", "refusal": None})

    def token(self, text: str) -> bytes:
        """An event."""
        return b"".join((self._before, orjson.dumps(text), self._after))

    def garbage(self) -> bytes:
        """A line that stops in the middle."""
        return b'data: {"id": "chatcmpl-1", "choi\n\n'

    @property
    def error(self) -> Mapping[str, object]:
        """What OpenAI says when something breaks."""
        message = "The server had an error while processing your request. Sorry about that!"
        error = {"message": message, "type": "server_error", "param": None, "code": None}
        return {"error": error}

    def failure(self) -> bytes:
        """An event that is an error."""
        return _event(self.error)

    def ending(self, reply: Reply) -> bytes:
        """Why it stopped, the counts where they are wanted, and the mark of the end."""
        counted = b""
        if self._usage and reply.prompt_tokens is not None:
            counted = self._chunk(choices=[], usage=_usage(reply.prompt_tokens, reply))
        return self._choice({}, _REASONS[reply.finish]) + counted + b"data: [DONE]\n\n"

    def whole(self, reply: Reply) -> bytes:
        """The completion as one object."""
        choice = {
            "index": 0,
            "message": {
                "role": "assistant",
                "content": reply.text,
                "refusal": None,
                "annotations": [],
            },
            "logprobs": None,
            "finish_reason": _REASONS[reply.finish],
        }
        counted = reply.prompt_tokens is not None
        usage = {"usage": _usage(reply.prompt_tokens or 0, reply)} if counted else {}
        return orjson.dumps(
            {**self._head, "object": "chat.completion", "choices": [choice], **usage}
        )

    def _choice(self, delta: Mapping[str, object], reason: str | None = None) -> bytes:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": reason}
        return self._chunk(choices=[choice], **({"usage": None} if self._usage else {}))

    def _chunk(self, **fields: object) -> bytes:
        return _event({**self._head, "object": "chat.completion.chunk", **fields})


def _usage(prompt_tokens: int, reply: Reply) -> dict[str, object]:
    completion_tokens = len(reply.tokens)
    return {
        "prompt_tokens": prompt_tokens,
        "completion_tokens": completion_tokens,
        "total_tokens": prompt_tokens + completion_tokens,
        "prompt_tokens_details": {"cached_tokens": 0, "audio_tokens": 0},
        "completion_tokens_details": {"reasoning_tokens": 0, "audio_tokens": 0},
    }


def _event(content: Mapping[str, object]) -> bytes:
    return b"data: " + orjson.dumps(content) + b"\n\n"
