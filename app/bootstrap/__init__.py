"""The only place where adapters meet ports: settings in, an assembled studio out."""

from __future__ import annotations

from app.bootstrap.build import build_studio
from app.bootstrap.studio import Studio

__all__ = ["Studio", "build_studio"]
