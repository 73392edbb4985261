"""Accounts, sessions and their limits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from arq.connections import ArqRedis

from app.domain.settings.service import SettingsService
from app.domain.users.account import AccountService
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
from app.infra.repositories.user_settings import UserSettingsRepository
from app.infra.repositories.users import TortoiseSessions, TortoiseUsers
from app.infra.session_visits import SessionVisits
from app.infra.settings import Settings
from app.infra.tokens import JwtSigner
from app.readpath.lanes import Lanes


@dataclass(frozen=True, slots=True, kw_only=True)
class UserServices:
    """The use-cases of accounts."""

    users: UserService
    account: AccountService
    settings: SettingsService
    visits: SessionVisits


def user_services(
    settings: Settings, redis: ArqRedis, lanes: Lanes, clock: SystemClock, *, welcome: Welcome
) -> UserServices:
    """What people do with their accounts; `welcome` is part of every registration."""

    def failures(name: str, most: int) -> GcraLimiter:
        return GcraLimiter(redis, name=name, burst=most, per_second=most / FAILURE_WINDOW)

    users, sessions, visits = TortoiseUsers(), TortoiseSessions(lanes), SessionVisits()
    hasher = PasslibHasher()
    throttle = LoginThrottle(
        accounts=failures("login-account", FAILURES_PER_ACCOUNT),
        addresses=failures("login-address", FAILURES_PER_ADDRESS),
    )
    return UserServices(
        users=UserService(
            users=users,
            sessions=sessions,
            hasher=hasher,
            signer=JwtSigner(settings.jwt_secret_key.get_secret_value()),
            throttle=throttle,
            transaction=transaction,
            welcome=welcome,
            visits=visits,
            clock=clock,
            session_lifetime=timedelta(hours=settings.jwt_expiration_hours),
            allow_registration=settings.allow_registration,
        ),
        account=AccountService(
            users=users,
            sessions=sessions,
            hasher=hasher,
            throttle=throttle,
            visits=visits,
            transaction=transaction,
            clock=clock,
        ),
        settings=SettingsService(settings=UserSettingsRepository()),
        visits=visits,
    )
