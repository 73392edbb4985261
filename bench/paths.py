"""Where the bench keeps what it makes and finds what it measures."""

from __future__ import annotations

from pathlib import Path

BENCH = Path(__file__).resolve().parent
ROOT = BENCH.parent
PEERS = BENCH / "peers"
CACHE = BENCH / ".cache"
OUT = BENCH / "out"
