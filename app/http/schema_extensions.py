"""What the schema needs so that a document is parsed and validated once, by our rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from strawberry.extensions import SchemaExtension

from app.http.document_cache import DocumentCache


class ValidatedDocuments(SchemaExtension):
    """Takes the document from the cache, in place of Strawberry's parser and validation.

    So whatever runs through the schema keeps the limits, also without the HTTP endpoint.
    """

    def __init__(self, cache: DocumentCache) -> None:
        super().__init__()
        self._cache = cache

    def on_parse(self) -> Iterator[None]:
        """Raises Refused for a document that is not valid."""
        execution = self.execution_context
        document = self._cache.get(execution.schema, execution.query or "")
        execution.graphql_document = document.ast
        yield

    def on_validate(self) -> Iterator[None]:
        """The cache holds valid documents only."""
        self.execution_context.pre_execution_errors = []
        yield


def schema_extensions(cache: DocumentCache) -> list[Callable[[], SchemaExtension]]:
    """For `strawberry.Schema(extensions=…)`; the endpoint gets the same cache."""
    return [lambda: ValidatedDocuments(cache)]
