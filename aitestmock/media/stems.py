"""A ZIP of stems, the same bytes for the same title every time."""

from __future__ import annotations

import io
import zipfile

from aitestmock.media.mp3 import silent_mp3

STEMS = ("vocals", "drums", "bass", "other")


def stems_zip(title: str, milliseconds: int) -> bytes:
    """One MP3 per stem."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as stems:
        for stem in STEMS:
            entry = zipfile.ZipInfo(f"{stem}.mp3", date_time=(1980, 1, 1, 0, 0, 0))
            stems.writestr(entry, silent_mp3(f"{title} {stem}", milliseconds))
    return archive.getvalue()
