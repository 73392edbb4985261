"""JSON Web Tokens: HS256 and nothing else."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

import jwt

from app.domain.users.ports import Claims, Purpose

ALGORITHM: Final = "HS256"
SHORTEST_SECRET: Final = 32
LONGEST_TOKEN: Final = 2048
"""Characters; ours have about 300."""

CLOCK_SKEW: Final = 10
"""Seconds by which the clocks of two machines may differ. A session ends by its row anyway."""


class JwtSigner:
    """Signs and reads tokens with one secret of at least 32 bytes (else ValueError)."""

    def __init__(self, secret: str) -> None:
        self._key = secret.encode()
        if len(self._key) < SHORTEST_SECRET:
            raise ValueError(f"the token secret needs at least {SHORTEST_SECRET} bytes")

    def sign(
        self, claims: Claims, purpose: Purpose, *, issued_at: datetime, expires_at: datetime
    ) -> str:
        """A token whose `sub` is the person, `jti` the session and `aud` the purpose."""
        payload = {
            "sub": str(claims.user_id),
            "jti": str(claims.session_id),
            "aud": purpose.value,
            "iat": int(issued_at.timestamp()),
            "exp": int(expires_at.timestamp()),
        }
        return jwt.encode(payload, self._key, algorithm=ALGORITHM)

    def read(self, token: str, purpose: Purpose) -> Claims | None:
        """The claims of a token that `sign` made for this purpose and that has not expired."""
        if len(token) > LONGEST_TOKEN:
            return None
        try:
            payload = jwt.decode(
                token,
                self._key,
                algorithms=[ALGORITHM],
                audience=purpose.value,
                leeway=CLOCK_SKEW,
                options={"require": ["exp", "iat", "sub", "jti", "aud"], "strict_aud": True},
            )
            return Claims(user_id=UUID(payload["sub"]), session_id=UUID(payload["jti"]))
        except (jwt.PyJWTError, ValueError):
            return None
