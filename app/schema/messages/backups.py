"""About backups. English, then German."""

from __future__ import annotations

MESSAGES: dict[str, tuple[str, str]] = {
    "backup.tables": ("Tables", "Tabellen"),
    "backup.objects": ("Files", "Dateien"),
    "backup.checking": ("Reading all of it again", "Alles noch einmal lesen"),
    "backup.loading": ("Loading into a database", "In eine Datenbank laden"),
    "backup.made": (
        "{name} in {directory}: {rows} rows, {objects} files; {removed} old backups removed.",
        (
            "{name} in {directory}: {rows} Zeilen, {objects} Dateien; "
            "{removed} alte Sicherungen entfernt."
        ),
    ),
    "backup.whole": (
        "{name} is whole: {rows} rows, {objects} files. It was not loaded.",
        "{name} ist vollständig: {rows} Zeilen, {objects} Dateien. Geladen wurde sie nicht.",
    ),
    "backup.loadable": (
        "{name} can be restored: {rows} rows and {objects} files were read, and loaded.",
        (
            "{name} lässt sich wiederherstellen: {rows} Zeilen und {objects} Dateien wurden "
            "gelesen und geladen."
        ),
    ),
    "backup.restored": (
        "{name} was restored: {rows} rows, {objects} files, {copied} of them copied.",
        "{name} wurde wiederhergestellt: {rows} Zeilen, {objects} Dateien, davon {copied} kopiert.",
    ),
    "backup.replaced": (
        "The former database is kept as {database}; drop it when you miss nothing.",
        "Die bisherige Datenbank bleibt als {database}; lösche sie, wenn nichts fehlt.",
    ),
    "backup.polled_on": (
        "{count} jobs are with their provider, who is asked again.",
        "{count} Aufträge sind beim Anbieter, der wieder gefragt wird.",
    ),
    "backup.outcome_unknown": (
        "{count} orders may have been paid after the backup: they are not repeated.",
        (
            "{count} Bestellungen wurden vielleicht nach der Sicherung bezahlt: "
            "sie werden nicht wiederholt."
        ),
    ),
    "backup.interrupted": (
        "{count} texts may have been asked for after the backup: they end as interrupted.",
        "{count} Texte wurden vielleicht nach der Sicherung angefragt: sie gelten als abgebrochen.",
    ),
    "backup.signed_out": (
        "{count} sessions ended: whoever was signed in signs in again.",
        "{count} Sitzungen beendet: wer angemeldet war, meldet sich neu an.",
    ),
    "backup.object_deleted": (
        "{key}: deleted while the backup was made",
        "{key}: während der Sicherung gelöscht",
    ),
    "backup.object_missing": (
        "{key}: missing in the store",
        "{key}: fehlt im Speicher",
    ),
    "backup.object_damaged": (
        "{key}: the store has other bytes than were once kept",
        "{key}: im Speicher liegen andere Bytes als die einst gesicherten",
    ),
    "backup.object_unreadable": (
        "{key}: the store cannot be read",
        "{key}: der Speicher ist nicht lesbar",
    ),
    "backup.object_absent": (
        "{key}: was not there when the backup was made",
        "{key}: war nicht da, als die Sicherung entstand",
    ),
    "backup.unreadable_secrets": (
        "{count} secrets cannot be read with any key of ENCRYPTION_SECRET_KEYS.",
        "{count} Geheimnisse lassen sich mit keinem Schlüssel aus ENCRYPTION_SECRET_KEYS lesen.",
    ),
    "backup.say_yes": (
        "This replaces the studio's database by that of the backup: say --yes.",
        "Das ersetzt die Datenbank des Studios durch die der Sicherung: bestätige mit --yes.",
    ),
    "backup.none": (
        "There is no backup yet; BACKUP_DIR says where they are looked for.",
        "Es gibt noch keine Sicherung; BACKUP_DIR sagt, wo gesucht wird.",
    ),
    "backup.missing": ("There is no backup {name}.", "Es gibt keine Sicherung {name}."),
    "backup.nothing": (
        "There is no database of a studio to make a backup of.",
        "Es gibt keine Datenbank eines Studios, die gesichert werden könnte.",
    ),
    "backup.damaged": (
        "{name} is damaged, {count} files are missing or changed: {files}",
        "{name} ist beschädigt, {count} Dateien fehlen oder sind verändert: {files}",
    ),
    "backup.unfit": (
        "The backup's files are right, but cannot be loaded: {reason}",
        "Die Dateien der Sicherung stimmen, lassen sich aber nicht laden: {reason}",
    ),
    "backup.disk": (
        "The disk of the backups cannot be used: {reason}",
        "Die Platte der Sicherungen ist nicht benutzbar: {reason}",
    ),
    "backup.busy": (
        "Another backup or restore is at work.",
        "Es läuft schon eine Sicherung oder Wiederherstellung.",
    ),
    "backup.wrong_key": (
        (
            "{secrets} secrets of this backup need the key {needed}; ENCRYPTION_SECRET_KEYS has "
            "{present}. Put the missing key there, after the newest one, and try again."
        ),
        (
            "{secrets} Geheimnisse dieser Sicherung brauchen den Schlüssel {needed}; "
            "ENCRYPTION_SECRET_KEYS enthält {present}. Ergänze den fehlenden hinter dem neuesten "
            "und versuche es erneut."
        ),
    ),
    "backup.newer": (
        "The backup is of a newer studio ({version}) than this one: update it first.",
        (
            "Die Sicherung stammt von einem neueren Studio ({version}) als diesem: "
            "aktualisiere es zuerst."
        ),
    ),
    "backup.in_use": (
        (
            "The studio's database is in use ({connections} connections): stop the API and all "
            "workers first, or say --force to cut them off."
        ),
        (
            "Die Datenbank des Studios ist in Gebrauch ({connections} Verbindungen): beende erst "
            "die API und alle Worker, oder trenne sie mit --force."
        ),
    ),
    "backup.may_not_create": (
        "The user of DATABASE_URL may not create databases: give it CREATEDB.",
        "Der Benutzer in DATABASE_URL darf keine Datenbanken anlegen: gib ihm CREATEDB.",
    ),
    "backup.no_server": (
        "There is no PostgreSQL to load it into: set DATABASE_URL, or say --files-only.",
        "Es gibt kein PostgreSQL zum Laden: setze DATABASE_URL oder sage --files-only.",
    ),
    "backup.database_away": (
        "The database is out of reach.",
        "Die Datenbank ist nicht erreichbar.",
    ),
}
