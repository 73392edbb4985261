"""About equipment and its secrets. English, then German."""

from __future__ import annotations

MESSAGES: dict[str, tuple[str, str]] = {
    "equipment.bad_amount": (
        "An amount is 0 or more, with up to {digits} digits and {places} decimal places.",
        "Ein Betrag ist mindestens 0, mit bis zu {digits} Stellen und {places} Nachkommastellen.",
    ),
    "equipment.bad_currency": (
        "A currency is a code of three capitals, such as EUR.",
        "Eine Währung ist ein Code aus drei Großbuchstaben, etwa EUR.",
    ),
    "equipment.bad_day": (
        "A day must be from {first} to {last}.",
        "Ein Tag muss zwischen {first} und {last} liegen.",
    ),
    "equipment.bad_url": (
        "This is not an address that begins with http:// or https://.",
        "Das ist keine Adresse, die mit http:// oder https:// beginnt.",
    ),
    "equipment.copy_mark": (" (copy)", " (Kopie)"),
    "equipment.license_description_missing": (
        "This kind of licence needs to be described.",
        "Diese Art von Lizenz muss beschrieben werden.",
    ),
    "equipment.license_key_missing": (
        "This kind of licence needs a licence key.",
        "Diese Art von Lizenz braucht einen Lizenzschlüssel.",
    ),
    "equipment.no_key": (
        "The studio has no encryption key, so secrets can neither be kept nor told.",
        "Das Studio hat keinen Schlüssel; Geheimnisse lassen sich weder ablegen noch zeigen.",
    ),
    "equipment.not_found": (
        "There is no such equipment.",
        "Dieses Equipment gibt es nicht.",
    ),
    "equipment.type_fixed": (
        "The type of equipment cannot be changed.",
        "Der Typ von Equipment lässt sich nicht ändern.",
    ),
    "equipment.unreadable": (
        "This cannot be decrypted: the studio no longer has its key, or it was damaged.",
        "Das lässt sich nicht entschlüsseln: Der Schlüssel fehlt, oder es ist beschädigt.",
    ),
}
