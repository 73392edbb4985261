"""About sketches, songs, jobs and files. English, then German."""

from __future__ import annotations

MESSAGES: dict[str, tuple[str, str]] = {
    "job.unworded": (
        "It failed for a reason that this version of the studio has no words for: {key}.",
        "Es ist misslungen; diese Version des Studios hat für den Grund keine Worte: {key}.",
    ),
    "file.not_found": ("There is no such file.", "Diese Datei gibt es nicht."),
    "job.already_ended": (
        "This job has already ended.",
        "Dieser Auftrag ist schon beendet.",
    ),
    "job.broken": (
        "This job kept failing because of a mistake on our side and was given up.",
        "Dieser Auftrag scheiterte wegen eines Fehlers bei uns immer wieder und wurde beendet.",
    ),
    "job.deadline": (
        "The music provider did not finish in time.",
        "Der Musikanbieter ist nicht rechtzeitig fertig geworden.",
    ),
    "job.not_found": ("There is no such job.", "Diesen Auftrag gibt es nicht."),
    "job.outcome_unknown": (
        "It is unknown whether the provider took this order; it may have been charged.",
        "Es ist unbekannt, ob der Anbieter den Auftrag annahm; er kann berechnet worden sein.",
    ),
    "job.too_many_polls": (
        "The music provider was asked as often as allowed and has not finished.",
        "Der Musikanbieter wurde so oft wie erlaubt gefragt und ist nicht fertig geworden.",
    ),
    "sketch.archived": (
        "This sketch is archived. Bring it back before you make a song from it.",
        "Diese Skizze ist archiviert. Hole sie zurück, bevor du ein Lied daraus machst.",
    ),
    "sketch.not_found": ("There is no such sketch.", "Diese Skizze gibt es nicht."),
    "song.instrumental_lyrics": (
        "An instrumental has no lyrics.",
        "Ein Instrumentalstück hat keinen Text.",
    ),
    "song.lyrics_missing": (
        "A song with vocals needs lyrics.",
        "Ein Lied mit Gesang braucht einen Text.",
    ),
    "song.lyrics_too_long": (
        "The music provider takes at most {max} characters of lyrics, these are {length}.",
        "Der Musikanbieter nimmt höchstens {max} Zeichen Liedtext, das sind {length}.",
    ),
    "song.not_found": ("There is no such song.", "Dieses Lied gibt es nicht."),
    "song.unknown_model": (
        "This model is not available here. There are: {models}",
        "Dieses Modell gibt es hier nicht. Es gibt: {models}",
    ),
    "storage.failed": (
        "The file could not be stored or read.",
        "Die Datei konnte nicht gespeichert oder gelesen werden.",
    ),
    "storage.full": (
        "There is no room left to store files.",
        "Es ist kein Platz mehr, um Dateien zu speichern.",
    ),
    "storage.not_configured": (
        "The file is in a store that this studio has no access to ({backend}).",
        "Die Datei liegt in einem Speicher, zu dem dieses Studio keinen Zugang hat ({backend}).",
    ),
    "storage.missing": ("The stored file is gone.", "Die gespeicherte Datei ist weg."),
    "version.stale": (
        "Somebody changed this meanwhile (version {actual}, you had {expected}).",
        "Das wurde inzwischen geändert (Version {actual}, du hattest {expected}).",
    ),
}
