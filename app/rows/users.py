"""People and their sessions."""

from __future__ import annotations

from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from app.domain.identity import new_id
from app.domain.users.model import User
from app.domain.users.sessions import LONGEST_ADDRESS, LONGEST_USER_AGENT, Device, Session


class UserRow(Model):
    """A person with an account; `email` is kept in lower case."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    email = fields.CharField(max_length=255, unique=True)
    password_hash = fields.CharField(max_length=255, null=True)
    first_name = fields.CharField(max_length=100, null=True)
    last_name = fields.CharField(max_length=100, null=True)
    artist_name = fields.CharField(max_length=100, null=True)
    oauth_provider = fields.CharField(max_length=50, null=True)
    oauth_id = fields.CharField(max_length=255, null=True)
    is_active = fields.BooleanField(default=True)
    is_verified = fields.BooleanField(default=False)
    created_at = fields.DatetimeField(auto_now_add=True)
    updated_at = fields.DatetimeField(null=True)
    last_login = fields.DatetimeField(null=True)

    class Meta(Model.Meta):
        table = "users"

    def to_domain(self) -> User:
        """The person, without the password hash."""
        return User(
            id=self.id,
            email=self.email,
            first_name=self.first_name,
            last_name=self.last_name,
            artist_name=self.artist_name,
            is_active=self.is_active,
            created_at=self.created_at,
            last_login=self.last_login,
        )


class SessionRow(Model):
    """One issued token: `id` is its `jti`. A revoked or missing row ends the token."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    user: fields.ForeignKeyRelation[UserRow] = fields.ForeignKeyField(
        "models.UserRow", related_name="sessions", on_delete=fields.CASCADE
    )
    user_id: UUID
    created_at = fields.DatetimeField(auto_now_add=True)
    expires_at = fields.DatetimeField(db_index=True)
    revoked_at = fields.DatetimeField(null=True)
    last_seen_at = fields.DatetimeField(null=True)
    user_agent = fields.CharField(max_length=LONGEST_USER_AGENT, null=True)
    address = fields.CharField(max_length=LONGEST_ADDRESS, null=True)

    class Meta(Model.Meta):
        table = "sessions"
        indexes = (Index(fields=("user_id", "created_at", "id"), name="ix_sessions_newest"),)

    def to_domain(self) -> Session:
        """The session, as its owner sees it."""
        return Session(
            id=self.id,
            created_at=self.created_at,
            last_seen_at=self.last_seen_at,
            expires_at=self.expires_at,
            device=Device(user_agent=self.user_agent, address=self.address),
        )
