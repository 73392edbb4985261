"""A table with a column of every kind, read by SQL and by Python."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, Final, cast
from uuid import UUID

import asyncpg
import orjson
import strawberry
from graphql import GraphQLLeafType, GraphQLObjectType, get_nullable_type
from strawberry.schema.config import StrawberryConfig
from tortoise import fields
from tortoise.models import Model

from app.infra.database import credentials
from app.readpath import wire
from app.readpath.declare import Order, Position, Row, RowType
from app.schema.scalars import SCALARS

KEY: Final = UUID("0190a5b2-7c11-7000-8000-00000000cafe")


@strawberry.enum
class Mood(Enum):
    """Stored values that need quoting, and are not the names."""

    GLAD = "glad"
    TORN = 'it\'s "torn" \\ or:so'
    WARM = "wärm ☀️"


class WiredRow(Model):
    id = fields.UUIDField(primary_key=True)
    text: str | None = fields.TextField(null=True)
    short = fields.CharField(max_length=300, null=True)
    title = fields.CharField(max_length=300, default="")
    yes = fields.BooleanField(null=True)
    small = fields.SmallIntField(null=True)
    count = fields.IntField(default=0)
    big = fields.BigIntField(null=True)
    ratio: float | None = fields.FloatField(null=True)
    at = fields.DatetimeField(auto_now_add=True)
    ended_at = fields.DatetimeField(null=True)
    day = fields.DateField(null=True)
    price = fields.DecimalField(max_digits=12, decimal_places=3, null=True)
    key = fields.UUIDField(null=True)
    mood = fields.CharEnumField(Mood, max_length=50, null=True)

    class Meta(Model.Meta):
        table = "wired"


_TABLE = """
CREATE TEMP TABLE wired (
    id uuid PRIMARY KEY, text text, short varchar(300), title varchar(300) NOT NULL DEFAULT '',
    yes bool, small int2, count int4 NOT NULL DEFAULT 0, big int8, ratio float8,
    at timestamptz NOT NULL DEFAULT '2026-03-01Z', ended_at timestamptz, day date,
    price numeric(12, 3), key uuid, mood varchar(50)
)
"""


@strawberry.type
class Wired:
    text: str | None
    short: str | None
    title: str | None
    yes: bool | None
    small: int | None
    count: int | None
    big: int | None
    ratio: float | None
    at: datetime | None
    ended_at: datetime | None = strawberry.field(name="ended_at")
    day: date | None
    price: Decimal | None
    key: UUID | None
    mood: Mood | None


_SCHEMA = strawberry.Schema(Wired, config=StrawberryConfig(scalar_map=SCALARS))
_FIELDS = cast("GraphQLObjectType", _SCHEMA._schema.type_map["Wired"]).fields
ROWS = RowType("Wired", WiredRow, "id")


def kind_of(column: str) -> GraphQLLeafType:
    return cast("GraphQLLeafType", get_nullable_type(_FIELDS[column].type))


class Table:
    """The table with at most one row in it."""

    def __init__(self, connection: asyncpg.Connection) -> None:
        self.connection = connection

    async def keep(self, column: str, value: str | None) -> None:
        """Store a value, given as PostgreSQL reads it."""
        stored = f"(SELECT CAST($2::text AS {await self._type(column)}))"
        await self.connection.execute("DELETE FROM wired")
        insert = f"INSERT INTO wired (id, {wire.name(column)}) VALUES ($1, {stored})"  # noqa: S608
        await self.connection.execute(insert, KEY, value)

    async def _type(self, column: str) -> str:
        query = (
            "SELECT format_type(atttypid, atttypmod) FROM pg_attribute "
            "WHERE attrelid = 'wired'::regclass AND attname = $1"
        )
        return str(await self.connection.fetchval(query, column))

    async def by_sql(self, column: str) -> bytes:
        """The JSON that the compiled statement writes."""
        spelled = wire.spell(kind_of(column), ROWS.column(column), f"o.{wire.name(column)}")
        return await self.json(spelled)

    async def json(self, spelled: str) -> bytes:
        select = f'SELECT {spelled} AS "v" FROM wired o'  # noqa: S608
        row = f"SELECT convert_to(row_to_json(r)::text, 'UTF8') FROM ({select}) r"  # noqa: S608
        return bytes(await self.connection.fetchval(row))

    async def by_python(self, column: str) -> bytes:
        """The JSON that the resolvers' way writes."""
        row = Row(ROWS, await self.connection.fetchrow("SELECT o.* FROM wired o"))
        value = getattr(row, column)
        shown: Any = None if value is None else kind_of(column).serialize(value)
        return orjson.dumps({"v": shown})

    async def cursor(self, order: Order) -> str:
        """The cursor of the row."""
        spelled = wire.cursor(order, ROWS.column(order.column), "o")
        return str(await self.connection.fetchval(f"SELECT {spelled} FROM wired o"))  # noqa: S608

    async def position(self, order: Order) -> Position:
        """Where the row is in a list."""
        key = wire.sort_key(order, ROWS.column(order.column), "o")
        value = await self.connection.fetchval(f"SELECT {key} FROM wired o")  # noqa: S608
        return Position(KEY, value)


@asynccontextmanager
async def wired_table(url: str) -> AsyncIterator[Table]:
    """An empty table of a connection of its own."""
    connection = await asyncpg.connect(**credentials(url))
    try:
        await connection.execute(_TABLE)
        yield Table(connection)
    finally:
        await connection.close()
