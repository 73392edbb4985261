"""The Content-Disposition header (RFC 6266): under which name a browser keeps a file."""

from __future__ import annotations

import unicodedata
from urllib.parse import quote

_LONGEST = 100  # leaves room for the extension within the 255 bytes of common file systems
_FORBIDDEN = frozenset('<>:"/\\|?*%')


def content_disposition(
    title: str | None,
    extension: str,
    *,
    download: bool,
    suffix: str = "",
    untitled: str = "song",
) -> str:
    """The header for a file named after its title, as a download or to be shown in place.

    `suffix` (plain letters) tells it from other files of the same title; `untitled` (the same)
    names what has no title.
    """
    name = file_name(title, extension, suffix, untitled)
    end = f"{suffix}.{extension}"
    # Compatible letters may be reserved ones: the wide quotation mark becomes the plain one.
    letters = _without_reserved(unicodedata.normalize("NFKD", name.removesuffix(end)))
    words = " ".join(letters.encode("ascii", "ignore").decode().split())
    plain = f"{words.strip(' .') or untitled}{end}"
    kind = "attachment" if download else "inline"
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def file_name(title: str | None, extension: str, suffix: str = "", untitled: str = "song") -> str:
    """A file name that every common system accepts, and that shows what it is.

    Control and direction characters are dropped, separators and reserved characters become
    spaces; at most 200 bytes of UTF-8 before the suffix and the extension.
    """
    visible = "".join(
        letter
        for letter in title or ""
        if letter.isspace() or not unicodedata.category(letter).startswith("C")
    )
    words = " ".join(_without_reserved(visible).split()).lstrip(". ")
    stem = words[:_LONGEST].encode()[: 2 * _LONGEST].decode(errors="ignore").rstrip(". ")
    return f"{stem or untitled}{suffix}.{extension}"


def _without_reserved(text: str) -> str:
    return "".join(" " if letter in _FORBIDDEN else letter for letter in text)
