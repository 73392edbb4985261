"""About songs that are changed, deleted or asked after. English, then German."""

from __future__ import annotations

MESSAGES: dict[str, tuple[str, str]] = {
    "song.deleted": (
        "The song that was ordered with this key has been deleted.",
        "Das Lied, das mit diesem Schlüssel bestellt wurde, ist gelöscht.",
    ),
    "song.never_ordered": (
        "The music provider never took this order, or has not taken it yet.",
        "Der Musikanbieter hat diesen Auftrag nie oder noch nicht angenommen.",
    ),
}
