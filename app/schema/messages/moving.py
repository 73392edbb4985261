"""About moving files between stores. English, then German."""

from __future__ import annotations

MESSAGES: dict[str, tuple[str, str]] = {
    "storage.not_all_moved": (
        "{moved} files were moved; {left} could not be moved and stay where they are.",
        "{moved} Dateien wurden verschoben; {left} nicht: sie bleiben, wo sie sind.",
    ),
}
