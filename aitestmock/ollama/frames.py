"""Ollama's spelling of an answer: NDJSON, one object for each token."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import orjson

from aitestmock.talk.scenarios import Finish
from aitestmock.talk.stream import Reply

_NANOSECONDS = 1_000_000_000


class OllamaFrames:
    """The parts of an answer of `/api/chat`, or of `/api/generate` (`as_chat` False).

    Never more than `context` tokens of a prompt are counted: the others were cut off unread.
    """

    media_type = "application/x-ndjson"

    def __init__(self, model: str, now: float, *, context: int, as_chat: bool) -> None:
        at = datetime.fromtimestamp(now, UTC).isoformat().replace("+00:00", "Z")
        self._head: dict[str, object] = {"model": model, "created_at": at}
        self._context = context
        self._as_chat = as_chat
        # Every token has the same bytes around it.
        self._before, self._after = _line(self._head | self._said("\0") | {"done": False}).split(
            b'"\\u0000"'
        )

    def opening(self) -> bytes:
        """Nothing."""
        return b""

    def token(self, text: str) -> bytes:
        """A line."""
        return b"".join((self._before, orjson.dumps(text), self._after))

    def garbage(self) -> bytes:
        """A line that stops in the middle."""
        return b'{"model": "mock", "mess\n'

    @property
    def error(self) -> Mapping[str, object]:
        """What Ollama says when a model's process dies."""
        return {"error": "an error was encountered while running the model: unexpected EOF"}

    def failure(self) -> bytes:
        """A line that is an error."""
        return _line(self.error)

    def ending(self, reply: Reply) -> bytes:
        """The line with the counts."""
        return _line(self._last("", reply))

    def whole(self, reply: Reply) -> bytes:
        """All of it in one object."""
        return orjson.dumps(self._last(reply.text, reply))

    def loaded(self) -> dict[str, object]:
        """What is said where nothing was asked: the model is in memory now."""
        return self._head | self._said("") | {"done": True, "done_reason": "load"}

    def _said(self, text: str) -> dict[str, object]:
        if self._as_chat:
            return {"message": {"role": "assistant", "content": text}}
        return {"response": text}

    def _last(self, text: str, reply: Reply) -> dict[str, object]:
        reason = "length" if reply.finish is Finish.LENGTH else "stop"
        took = int((len(reply.tokens) * reply.pace) * _NANOSECONDS)
        context = {} if self._as_chat else {"context": [1, 2, 3]}
        counts = {} if reply.prompt_tokens is None else self._counts(reply.prompt_tokens, reply)
        durations = {"total_duration": took, "load_duration": 0}
        return {
            **self._head,
            **self._said(text),
            "done": True,
            "done_reason": reason,
            **context,
            **durations,
            **counts,
        }

    def _counts(self, prompt_tokens: int, reply: Reply) -> dict[str, object]:
        return {
            "prompt_eval_count": min(prompt_tokens, self._context),
            "prompt_eval_duration": 0,
            "eval_count": len(reply.tokens),
            "eval_duration": int(len(reply.tokens) * reply.pace * _NANOSECONDS),
        }


def _line(content: Mapping[str, object]) -> bytes:
    return orjson.dumps(content) + b"\n"
