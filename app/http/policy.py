"""What a request may ask for: the numbers of the transport, with their defaults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

ListBound = int | str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLimits:
    """The shape a document may have, and how many values its variables.

    `tokens`, `comments` and `characters` bound the parser. The rest is counted per operation
    with its fragments spread out; what lies below `__schema` and `__type` counts apart, so
    that code generators pass. `nesting` counts every brace and spread on the way down.
    """

    tokens: int = 3000
    comments: int = 1000
    characters: int = 100_000
    depth: int = 15
    aliases: int = 30
    root_fields: int = 20
    directives: int = 30
    selections: int = 1000
    nesting: int = 100
    introspection_depth: int = 20
    introspection_selections: int = 500
    variable_values: int = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class CostRules:
    """How an operation is priced, and the most it may cost.

    An object costs 1, a scalar nothing. A connection multiplies its nodes by `first` or
    `last` (`page` when neither is sent, `largest_page` at most: the resolver refuses more
    before it reads anything). A plain list of objects multiplies by its bound.

    `list_bounds` maps `Type.field` to the most items of a plain list, or to the name of the
    list argument that decides how many there are; declared relations say it themselves;
    `unlisted` stands for every other list.
    """

    maximum: int = 10_000
    page: int = 20
    largest_page: int = 100
    unlisted: int = 20
    list_bounds: Mapping[str, ListBound] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class TransportPolicy:
    """Every choice the transport leaves to the operator; durations in seconds."""

    introspection: bool = True
    limits: DocumentLimits = DocumentLimits()
    cost: CostRules = CostRules()
    max_body: int = 1_000_000
    max_upload: int = 20_000_000
    max_files: int = 10
    max_errors: int = 10
    cors_origins: tuple[str, ...] = ()
    trusted_proxies: tuple[str, ...] = ()
    websocket_init_timeout: float = 3
    websocket_operations: int = 100
    session_check_interval: float = 15
    heartbeat: float = 15
    document_cache_characters: int = 250_000
    """Room for parsed documents; one character of a document costs about 200 bytes."""
