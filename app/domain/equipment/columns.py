"""The columns of an inventory in a file, and what people call them and what is in them."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from app.domain.equipment.model import EquipmentStatus, EquipmentType, LicenseManagement

COLUMNS: Final = (
    "type",
    "name",
    "product_version",
    "description",
    "software_tags",
    "plugin_tags",
    "manufacturer",
    "url",
    "username",
    "password",
    "license_management",
    "license_key",
    "license_description",
    "purchase_date",
    "expires_on",
    "price",
    "currency",
    "system_requirements",
    "status",
)
"""All of them, in the order of an export; `price` is the amount alone."""

SECRET_COLUMNS: Final = frozenset({"password", "license_key", "price", "currency"})
"""Those that are only there when secrets are asked for."""

_ALIASES: Final[Mapping[str, tuple[str, ...]]] = {
    "type": ("Typ", "Art"),
    "name": ("Bezeichnung",),
    "product_version": ("Version", "Produktversion"),
    "description": ("Beschreibung",),
    "software_tags": ("Software-Schlagwörter",),
    "plugin_tags": ("Plugin-Schlagwörter",),
    "manufacturer": ("Vendor", "Maker", "Hersteller"),
    "url": ("Website", "Web", "Link", "Webseite"),
    "username": ("User", "Login", "Benutzername", "Benutzer"),
    "password": ("Passwort", "Kennwort"),
    "license_management": ("License", "Licence management", "Lizenzverwaltung", "Lizenzart"),
    "license_key": (
        "Licence key",
        "Serial",
        "Serial number",
        "Lizenzschlüssel",
        "Seriennummer",
    ),
    "license_description": ("Licence description", "Lizenzbeschreibung"),
    "purchase_date": ("Purchased", "Purchased on", "Kaufdatum", "Gekauft am"),
    "expires_on": ("Expires", "Expiry", "Expiry date", "Ablaufdatum", "Gültig bis"),
    "price": ("Amount", "Preis", "Betrag"),
    "currency": ("Währung",),
    "system_requirements": ("Requirements", "Systemanforderungen"),
}

_WORDS: Final[Mapping[StrEnum, tuple[str, ...]]] = {
    EquipmentType.SOFTWARE: ("Programm",),
    EquipmentType.PLUGIN: ("Plug-in",),
    EquipmentStatus.ACTIVE: ("Aktiv",),
    EquipmentStatus.TRIAL: ("Testversion", "Test"),
    EquipmentStatus.EXPIRED: ("Abgelaufen",),
    EquipmentStatus.ARCHIVED: ("Archiviert",),
    LicenseManagement.ONLINE: (),
    LicenseManagement.ILOK: (),
    LicenseManagement.LICENSE_KEY: ("Licence key", "Lizenzschlüssel"),
    LicenseManagement.OTHER: ("Andere", "Sonstige"),
}


def plain(text: str) -> str:
    """A heading or word without regard to case, white space and punctuation."""
    composed = unicodedata.normalize("NFC", text).casefold()
    return "".join(letter for letter in composed if letter.isalnum())


_BY_HEADING: Final[Mapping[str, str]] = {
    plain(heading): column for column in COLUMNS for heading in (column, *_ALIASES.get(column, ()))
}


def column_of(heading: str) -> str | None:
    """The column that a heading means, in English or German; None for an unknown one."""
    return _BY_HEADING.get(plain(heading))


def member(kind: type[StrEnum], text: str) -> StrEnum | None:
    """The member of an enum that a word means, in English or German."""
    wanted = plain(text)
    for each in kind:
        if wanted in {plain(word) for word in (each.value, each.name, *_WORDS.get(each, ()))}:
            return each
    return None
