"""Documents a client names instead of sending: trusted ones and Apollo's automatic ones."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Final, Protocol

import orjson

from app.http.lru import Lru
from app.http.refusals import ClientProtocolError, InvalidOperation, Refused
from app.http.requests import GraphQLRequest

_PREFIX: Final = "sha256:"
_APOLLO_VERSION: Final = 1
_REGISTERED_CHARACTERS: Final = 1_000_000

# Apollo Client and urql recognise these two by their exact message or code.
_NOT_FOUND: Final = ClientProtocolError(
    "PersistedQueryNotFound", "PERSISTED_QUERY_NOT_FOUND", "documents.not_found"
)
_NOT_SUPPORTED: Final = ClientProtocolError(
    "PersistedQueryNotSupported", "PERSISTED_QUERY_NOT_SUPPORTED", "documents.not_supported"
)


class DocumentStore(Protocol):
    """Documents shared between processes, by the lower-case hex SHA-256 of their text.

    A cache: it may forget. It never raises; what it cannot reach it does not have.
    """

    async def get(self, digest: str) -> str | None:
        """The document, or None."""
        ...

    async def put(self, digest: str, document: str) -> None:
        """Keep the document for a while."""
        ...


class PersistedDocuments:
    """Turns a request into the text of its document.

    `trusted` maps ids (usually hex SHA-256) to documents. With `trusted_only`, nothing else
    runs: neither other texts nor automatically persisted ones.
    """

    def __init__(
        self,
        *,
        trusted: Mapping[str, str] | None = None,
        trusted_only: bool = False,
        store: DocumentStore | None = None,
    ) -> None:
        self._trusted = {name.removeprefix(_PREFIX): text for name, text in (trusted or {}).items()}
        self._trusted_texts = frozenset(self._trusted.values())
        self._trusted_only = trusted_only
        self._store = store
        self._registered: Lru[str] = Lru(_REGISTERED_CHARACTERS)

    @property
    def any_text(self) -> bool:
        """Whether every text may be sent."""
        return not self._trusted_only

    async def find(self, request: GraphQLRequest) -> str:
        """The document's text.

        Raises Refused: 400 for contradicting parameters, 404 for an unknown id, 422 for a
        document that is not trusted where only trusted ones run.
        """
        digest = _apollo_digest(request)
        if request.query is not None:
            return self._sent(request.query, digest, request.document_id)
        name = digest or (request.document_id or "").removeprefix(_PREFIX)
        text = self._trusted.get(name)
        if text is None and not self._trusted_only:
            text = self._registered.get(name) or await self._shared(name)
        if text is None:
            raise Refused(_NOT_FOUND, status=404, legacy_status=200)
        return text

    async def remember(self, request: GraphQLRequest) -> None:
        """Register the document of a valid request that asked for it (Apollo's hash beside it)."""
        digest = _apollo_digest(request)
        text = request.query
        if digest is None or text is None or self._trusted_only or self._registered.get(digest):
            return
        self._registered.put(digest, text, weight=len(text))
        if self._store is not None:
            await self._store.put(digest, text)

    def _sent(self, text: str, digest: str | None, document_id: str | None) -> str:
        if document_id is not None:
            raise Refused.malformed("request.two_documents")
        if digest is not None and digest != _digest_of(text):
            raise Refused.malformed("documents.wrong_hash")
        if self._trusted_only and text not in self._trusted_texts:
            raise Refused.operation(InvalidOperation("documents.trusted_only"))
        return text

    async def _shared(self, digest: str) -> str | None:
        if self._store is None:
            return None
        text = await self._store.get(digest)
        if text is None or _digest_of(text) != digest:
            return None
        self._registered.put(digest, text, weight=len(text))
        return text


def load_trusted_documents(manifest: Path) -> dict[str, str]:
    """The documents of a JSON file `{id: document}`. Raises ValueError for any other content."""
    content = orjson.loads(manifest.read_bytes())
    if not isinstance(content, dict) or not all(isinstance(v, str) for v in content.values()):
        raise ValueError(f"{manifest} must be a JSON object of documents by their id")
    return content


def _digest_of(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _apollo_digest(request: GraphQLRequest) -> str | None:
    persisted = request.extensions.get("persistedQuery")
    if persisted is None:
        return None
    digest = persisted.get("sha256Hash") if isinstance(persisted, dict) else None
    if not isinstance(digest, str) or not digest:
        raise Refused.malformed("request.not_map", parameter="persistedQuery")
    if persisted.get("version") != _APOLLO_VERSION:
        raise Refused(_NOT_SUPPORTED, status=400, legacy_status=200)
    return digest
