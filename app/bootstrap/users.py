"""Accounts, sessions and their limits."""

from __future__ import annotations

from datetime import timedelta

from arq.connections import ArqRedis

from app.domain.users.ports import Welcome
from app.domain.users.service import UserService
from app.domain.users.throttle import (
    FAILURE_WINDOW,
    FAILURES_PER_ACCOUNT,
    FAILURES_PER_ADDRESS,
    LoginThrottle,
)
from app.infra.clock import SystemClock
from app.infra.database import transaction
from app.infra.passwords import PasslibHasher
from app.infra.rate_limit import GcraLimiter
from app.infra.repositories.users import TortoiseSessions, TortoiseUsers
from app.infra.settings import Settings
from app.infra.tokens import JwtSigner
from app.readpath.lanes import Lanes


def user_service(
    settings: Settings, redis: ArqRedis, lanes: Lanes, clock: SystemClock, *, welcome: Welcome
) -> UserService:
    """What people do with their accounts; `welcome` is part of every registration."""

    def failures(name: str, most: int) -> GcraLimiter:
        return GcraLimiter(redis, name=name, burst=most, per_second=most / FAILURE_WINDOW)

    return UserService(
        users=TortoiseUsers(),
        sessions=TortoiseSessions(lanes),
        hasher=PasslibHasher(),
        signer=JwtSigner(settings.jwt_secret_key.get_secret_value()),
        throttle=LoginThrottle(
            accounts=failures("login-account", FAILURES_PER_ACCOUNT),
            addresses=failures("login-address", FAILURES_PER_ADDRESS),
        ),
        transaction=transaction,
        welcome=welcome,
        clock=clock,
        session_lifetime=timedelta(hours=settings.jwt_expiration_hours),
        allow_registration=settings.allow_registration,
    )
