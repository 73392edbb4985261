"""A typed, asynchronous client of the studio's API; docs/clients.md tells how it is used."""

from studio_client.errors import Refused, Setback, Unreachable
from studio_client.following import Patience, following
from studio_client.studio import Studio, given

__all__ = ["Patience", "Refused", "Setback", "Studio", "Unreachable", "following", "given"]
