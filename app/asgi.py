"""The web process: every route of the studio, and what lives as long as it runs."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette

from app.bootstrap import Studio, build_studio
from app.domain.costs.service import MOST_MONTHS
from app.domain.equipment.importing import MOST_TOLD
from app.domain.errors import StudioError
from app.domain.images.service import MOST_ALIKE
from app.domain.language.service import MOST_MODELS
from app.domain.lyrics.rules.model import MOST_RULES
from app.domain.templates.model import MOST_EDITIONS
from app.domain.users.sessions import MOST_SESSIONS
from app.http.direct.reads import DirectReads
from app.http.document_cache import DocumentCache
from app.http.files import files_routes
from app.http.fonts import fonts_routes
from app.http.graphiql import graphiql_routes
from app.http.graphql import graphql_endpoint
from app.http.live_connections import LiveConnections
from app.http.middleware import http_middleware
from app.http.persisted_documents import PersistedDocuments, load_trusted_documents
from app.http.policy import CostRules, TransportPolicy
from app.http.schema_extensions import schema_extensions
from app.http.site import Site
from app.http.visits import Recognition
from app.infra.jobs.heartbeat import MOST_WORKERS
from app.infra.logging import configure_logging
from app.infra.overlay.fonts import FILES as FONT_FILES
from app.infra.overlay.fonts import FOLDER as FONT_FOLDER
from app.infra.repositories.users import LANGUAGE, session_guard
from app.infra.settings import Settings
from app.infra.tracing import tracing
from app.infra.watchdog import watched
from app.monitoring import begin_tracing, operator_routes
from app.readpath.run import ReadPath
from app.resolvers.root import build_schema
from app.schema.messages.labels import LABELS

GARBAGE = 10_000
"""Objects that are made before the youngest are looked through; Python's own 700 suits scripts."""

MOST_CURRENCIES = 180
"""ISO 4217 knows about as many."""

LIST_BOUNDS: dict[str, int | str] = {
    "Query.nodes": "ids",
    "ApiCosts.months": MOST_MONTHS,
    "MonthlyCosts.lineItems": 40,
    "User.sessions": MOST_SESSIONS,
    "Query.lyricRules": MOST_RULES,
    "Query.chatModels": MOST_MODELS,
    "Query.overlayFonts": len(FONT_FILES),
    "Query.enumLabels": max(map(len, LABELS.values())),
    "EquipmentSpending.totals": MOST_CURRENCIES,
    "GenerateImagePayload.similar": MOST_ALIKE,
    "ImportReport.errors": MOST_TOLD,
    "ImportReport.skippedRows": MOST_TOLD,
    "ReorderLyricRulesPayload.rules": MOST_RULES,
    "HealthDetails.checks": 3,
    "HealthDetails.providers": 3,
    "HealthDetails.workers": MOST_WORKERS,
    # Together as many groups and templates as a person sees, however they are spread.
    "Query.promptTemplates": 10,
    "PromptTemplateGroup.templates": 15,
    "PromptTemplate.editions": MOST_EDITIONS,
}
"""Of plain lists that are no declared relations, which say theirs."""


def create_app(settings: Settings | None = None) -> Starlette:
    """The ASGI application; without settings it reads them from the environment."""
    settings = settings or Settings()
    configure_logging(settings.log_level, settings.log_format)
    begin_tracing(settings, "api")
    return assemble(build_studio(settings))


def assemble(studio: Studio, *, session_check_interval: float = 15) -> Starlette:
    """The ASGI application of an assembled studio.

    Between two looks at the session of an open connection lie `session_check_interval` seconds.
    """
    settings = studio.settings
    introspection = settings.introspection
    policy = TransportPolicy(
        introspection=True if introspection is None else introspection,
        cost=CostRules(list_bounds=LIST_BOUNDS),
        cors_origins=tuple(settings.cors_origins),
        trusted_proxies=tuple(settings.trusted_proxies),
        session_check_interval=session_check_interval,
    )
    cache = DocumentCache(policy)
    connections = LiveConnections(studio.draining)
    manifest = settings.trusted_documents
    documents = PersistedDocuments(
        trusted=load_trusted_documents(manifest) if manifest else {},
        trusted_only=settings.trusted_documents_only,
    )
    schema = build_schema(schema_extensions(cache))
    reads = (
        ReadPath(schema, expected=(StudioError,), language=LANGUAGE) if settings.readpath else None
    )
    users = studio.services.users

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        patience = studio.settings.liveness_patience
        async with watched(patience), studio.connected(), studio.listening():
            _leave_the_long_lived_alone()
            yield

    endpoint = graphql_endpoint(
        schema,
        cache=cache,
        services=studio.services,
        lanes=studio.lanes,
        reads=reads,
        authenticate=users.viewer_of,
        policy=policy,
        documents=documents,
        rate_limiter=studio.rate_limiter,
        connections=connections,
        recognition=Recognition(
            users.claims_of, lambda session_id: session_guard(session_id, users.clock.now())
        ),
    )
    app = Site(
        endpoint,
        # The short way has no place for spans.
        direct=None if tracing.on else DirectReads(endpoint.pipeline, studio.rate_limiter),
        routes=[
            *graphiql_routes(),
            *files_routes(
                find=studio.files,
                stores=studio.storage,
                authenticate=users.viewer_of,
                authenticate_ticket=users.viewer_of_ticket,
            ),
            *fonts_routes({style: FONT_FOLDER / name for style, name in FONT_FILES.items()}),
            *operator_routes(
                studio, reads=reads.counts if reads else None, connections=connections
            ),
        ],
        middleware=http_middleware(policy),
        lifespan=lifespan,
    )
    app.state.connections = connections
    app.state.reads = reads
    return app


def _leave_the_long_lived_alone() -> None:
    """Keep the garbage collector off what lives as long as the process: schema, rows, code."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE, 20, 50)
