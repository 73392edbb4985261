"""Every sentence the API says to people, by message key, in English and German."""

from __future__ import annotations

from typing import Literal

from app.domain.errors import Params

Locale = Literal["en", "de"]

MESSAGES: dict[str, tuple[str, str]] = {
    "auth.required": ("Please sign in.", "Bitte melde dich an."),
    "auth.invalid_token": (
        "Your session has ended. Please sign in again.",
        "Deine Sitzung ist beendet. Bitte melde dich erneut an.",
    ),
    "auth.bad_credentials": (
        "The email address or the password is wrong.",
        "Die E-Mail-Adresse oder das Passwort ist falsch.",
    ),
    "auth.busy": (
        "Too many people are signing in right now. Please try again in {retryAfter} s.",
        "Gerade melden sich zu viele an. Bitte versuche es in {retryAfter} s noch einmal.",
    ),
    "auth.email_taken": (
        "There is already an account with this email address.",
        "Zu dieser E-Mail-Adresse gibt es schon ein Konto.",
    ),
    "auth.invalid_email": (
        "This is not a valid email address.",
        "Das ist keine gültige E-Mail-Adresse.",
    ),
    "auth.password_characters": (
        "The password contains a character that is not text.",
        "Das Passwort enthält ein Zeichen, das kein Text ist.",
    ),
    "auth.password_length": (
        "The password must have {min} to {max} characters.",
        "Das Passwort muss {min} bis {max} Zeichen haben.",
    ),
    "auth.registration_closed": (
        "Registration is closed here.",
        "Die Registrierung ist hier geschlossen.",
    ),
    "auth.too_many_attempts": (
        "Too many failed logins. Please try again in {retryAfter} s.",
        "Zu viele fehlgeschlagene Anmeldungen. Bitte versuche es in {retryAfter} s noch einmal.",
    ),
    "id.malformed": ("This is not a valid id.", "Das ist keine gültige Kennung."),
    "id.wrong_type": (
        "This id is not the id of a {expected}.",
        "Diese Kennung gehört nicht zu {expected}.",
    ),
    "text.nul": (
        "This text contains a NUL character.",
        "Dieser Text enthält ein NUL-Zeichen.",
    ),
    "text.too_long": (
        "At most {max} characters are possible, these are {length}.",
        "Höchstens {max} Zeichen sind möglich, das sind {length}.",
    ),
    "provider.auth": (
        "The music provider does not accept the studio's key.",
        "Der Musikanbieter akzeptiert den Schlüssel des Studios nicht.",
    ),
    "provider.balance": (
        "The studio's account at the music provider has no money left.",
        "Das Konto des Studios beim Musikanbieter ist leer.",
    ),
    "provider.busy": (
        "The music provider is busy. Please try again in a moment.",
        "Der Musikanbieter ist ausgelastet. Bitte versuche es gleich noch einmal.",
    ),
    "provider.error": (
        "The music provider answered with an error.",
        "Der Musikanbieter hat mit einem Fehler geantwortet.",
    ),
    "provider.malformed": (
        "The music provider's answer makes no sense.",
        "Die Antwort des Musikanbieters ist unverständlich.",
    ),
    "provider.quota": (
        "The quota at the music provider is used up.",
        "Das Kontingent beim Musikanbieter ist aufgebraucht.",
    ),
    "provider.timeout": (
        "The music provider did not answer in time.",
        "Der Musikanbieter hat nicht rechtzeitig geantwortet.",
    ),
    "provider.unavailable": (
        "The music provider cannot be reached.",
        "Der Musikanbieter ist nicht erreichbar.",
    ),
    "media.refused": (
        "The provider's file is not acceptable.",
        "Die Datei des Anbieters ist nicht annehmbar.",
    ),
    "media.unavailable": (
        "The provider's file cannot be fetched at the moment.",
        "Die Datei des Anbieters lässt sich gerade nicht abrufen.",
    ),
    "storage.failed": (
        "The file could not be stored or read.",
        "Die Datei konnte nicht gespeichert oder gelesen werden.",
    ),
    "storage.full": (
        "There is no room left to store files.",
        "Es ist kein Platz mehr, um Dateien zu speichern.",
    ),
    "storage.missing": ("The stored file is gone.", "Die gespeicherte Datei ist weg."),
    "file.not_found": ("There is no such file.", "Diese Datei gibt es nicht."),
    "provider.refused": (
        "The music provider refused the order: {reason}",
        "Der Musikanbieter hat den Auftrag abgelehnt: {reason}",
    ),
    "provider.failed": (
        "The music provider gave up: {reason}",
        "Der Musikanbieter hat aufgegeben: {reason}",
    ),
    "provider.rate_limited": (
        "The music provider asked us to slow down too often. Please try again later.",
        "Der Musikanbieter hat uns zu oft gebremst. Bitte versuche es später noch einmal.",
    ),
    "provider.no_choices": (
        "The music provider finished without a recording.",
        "Der Musikanbieter hat keine Aufnahme geliefert.",
    ),
    "provider.no_balance": (
        "The studio's account at the music provider is empty. Nothing was ordered.",
        "Das Konto des Studios beim Musikanbieter ist leer. Es wurde nichts bestellt.",
    ),
    "job.outcome_unknown": (
        "It is unknown whether the provider took this order; it may have been charged.",
        "Es ist unbekannt, ob der Anbieter den Auftrag annahm; er kann berechnet worden sein.",
    ),
    "job.deadline": (
        "The music provider did not finish in time.",
        "Der Musikanbieter ist nicht rechtzeitig fertig geworden.",
    ),
    "job.too_many_polls": (
        "The music provider was asked as often as allowed and has not finished.",
        "Der Musikanbieter wurde so oft wie erlaubt gefragt und ist nicht fertig geworden.",
    ),
    "job.broken": (
        "This job kept failing because of a mistake on our side and was given up.",
        "Dieser Auftrag scheiterte wegen eines Fehlers bei uns immer wieder und wurde beendet.",
    ),
    "job.not_found": ("There is no such job.", "Diesen Auftrag gibt es nicht."),
    "job.already_ended": (
        "This job has already ended ({status}).",
        "Dieser Auftrag ist schon beendet ({status}).",
    ),
    "job.key_in_use": (
        "This idempotency key was used for another request.",
        "Dieser Idempotenzschlüssel wurde für eine andere Anfrage verwendet.",
    ),
    "song.not_found": ("There is no such song.", "Dieses Lied gibt es nicht."),
    "song.lyrics_missing": (
        "A song with vocals needs lyrics.",
        "Ein Lied mit Gesang braucht einen Text.",
    ),
    "song.lyrics_too_long": (
        "The music provider takes at most {max} characters of lyrics, these are {length}.",
        "Der Musikanbieter nimmt höchstens {max} Zeichen Liedtext, das sind {length}.",
    ),
    "song.instrumental_lyrics": (
        "An instrumental has no lyrics.",
        "Ein Instrumentalstück hat keinen Text.",
    ),
    "song.unknown_model": (
        "This model is not available here. There are: {models}",
        "Dieses Modell gibt es hier nicht. Es gibt: {models}",
    ),
    "sketch.not_found": ("There is no such sketch.", "Diese Skizze gibt es nicht."),
    "sketch.archived": (
        "This sketch is archived. Bring it back before you make a song from it.",
        "Diese Skizze ist archiviert. Hole sie zurück, bevor du ein Lied daraus machst.",
    ),
    "version.stale": (
        "Somebody changed this meanwhile (version {actual}, you had {expected}).",
        "Das wurde inzwischen geändert (Version {actual}, du hattest {expected}).",
    ),
    "input.empty": ("Nothing to change was sent.", "Es wurde keine Änderung gesendet."),
    "input.not_null": ("This cannot be cleared.", "Das lässt sich nicht leeren."),
    "text.blank": ("This must not be empty.", "Das darf nicht leer sein."),
    "text.too_short": (
        "At least {min} characters are needed, these are {length}.",
        "Mindestens {min} Zeichen sind nötig, das sind {length}.",
    ),
    "number.out_of_range": (
        "This must be from {min} to {max}, not {value}.",
        "Das muss zwischen {min} und {max} liegen, nicht {value}.",
    ),
    "number.too_small": ("This must be at least {min}.", "Das muss mindestens {min} sein."),
    "list.too_long": (
        "At most {max} entries are possible, these are {length}.",
        "Höchstens {max} Einträge sind möglich, das sind {length}.",
    ),
    "page.first_and_last": (
        "A page has either a `first` or a `last`.",
        "Eine Seite hat entweder `first` oder `last`.",
    ),
    "page.offset_and_cursor": (
        "`offset` goes with neither `last` nor a cursor.",
        "`offset` passt weder zu `last` noch zu einem Cursor.",
    ),
    "page.bad_cursor": ("This is not a valid cursor.", "Das ist kein gültiger Cursor."),
    "internal": (
        "Something went wrong on our side. Please quote {requestId} when you report it.",
        "Bei uns ist etwas schiefgegangen. Bitte nenne {requestId}, wenn du es meldest.",
    ),
}


TRANSPORT_MESSAGES: dict[str, tuple[str, str]] = {
    "documents.not_found": (
        "This persisted document is not known here.",
        "Dieses gespeicherte Dokument ist hier nicht bekannt.",
    ),
    "documents.not_supported": (
        "This version of persisted queries is not supported.",
        "Diese Version gespeicherter Abfragen wird nicht unterstützt.",
    ),
    "documents.trusted_only": (
        "Only registered documents are accepted here.",
        "Hier werden nur hinterlegte Dokumente angenommen.",
    ),
    "documents.wrong_hash": (
        "The hash does not belong to this document.",
        "Die Prüfsumme gehört nicht zu diesem Dokument.",
    ),
    "graphql.introspection_off": (
        "Introspection is switched off here.",
        "Die Introspektion ist hier abgeschaltet.",
    ),
    "graphql.operation_name_missing": (
        "The document has no single operation; please name one.",
        "Das Dokument hat nicht genau eine Operation; bitte nenne eine.",
    ),
    "graphql.operation_unknown": (
        "The document has no operation of this name.",
        "Das Dokument hat keine Operation dieses Namens.",
    ),
    "graphql.syntax": (
        "The GraphQL document could not be read.",
        "Das GraphQL-Dokument konnte nicht gelesen werden.",
    ),
    "graphql.validation": (
        "The operation does not fit the schema.",
        "Die Operation passt nicht zum Schema.",
    ),
    "limits.aliases": (
        "The operation has more than {limit} aliases.",
        "Die Operation hat mehr als {limit} Aliasse.",
    ),
    "limits.cost": (
        "The operation costs {requested}; at most {limit} are allowed.",
        "Die Operation kostet {requested}; erlaubt sind höchstens {limit}.",
    ),
    "limits.depth": (
        "The operation is nested deeper than {limit} fields.",
        "Die Operation ist tiefer als {limit} Felder verschachtelt.",
    ),
    "limits.directives": (
        "The operation has more than {limit} directives.",
        "Die Operation hat mehr als {limit} Direktiven.",
    ),
    "limits.document": (
        "The GraphQL document is too large or too intricate.",
        "Das GraphQL-Dokument ist zu groß oder zu verwickelt.",
    ),
    "limits.introspection_depth": (
        "The introspection is nested deeper than {limit} fields.",
        "Die Introspektion ist tiefer als {limit} Felder verschachtelt.",
    ),
    "limits.introspection_selections": (
        "The introspection selects more than {limit} fields.",
        "Die Introspektion wählt mehr als {limit} Felder aus.",
    ),
    "limits.nesting": (
        "The document is nested deeper than {limit} levels.",
        "Das Dokument ist tiefer als {limit} Ebenen verschachtelt.",
    ),
    "limits.rate": (
        "Too many requests. Please try again in {retryAfter} s.",
        "Zu viele Anfragen. Bitte versuche es in {retryAfter} s erneut.",
    ),
    "limits.root_fields": (
        "The operation has more than {limit} fields at the top.",
        "Die Operation hat mehr als {limit} Felder auf oberster Ebene.",
    ),
    "limits.selections": (
        "The operation selects more than {limit} fields.",
        "Die Operation wählt mehr als {limit} Felder aus.",
    ),
    "limits.subscriptions": (
        "One connection may run {limit} operations at a time.",
        "Eine Verbindung darf {limit} Operationen gleichzeitig ausführen.",
    ),
    "limits.variable_values": (
        "The variables hold more than {limit} values.",
        "Die Variablen enthalten mehr als {limit} Werte.",
    ),
    "request.batch": (
        "Several operations in one request are not supported.",
        "Mehrere Operationen in einer Anfrage werden nicht unterstützt.",
    ),
    "request.content_type": (
        "The request must be application/json or multipart/form-data, in UTF-8.",
        "Die Anfrage muss application/json oder multipart/form-data in UTF-8 sein.",
    ),
    "request.method": ("Please use GET or POST.", "Bitte verwende GET oder POST."),
    "request.multipart": (
        "The upload does not follow the GraphQL multipart request specification.",
        "Der Upload folgt nicht der GraphQL-Multipart-Spezifikation.",
    ),
    "request.mutation_by_get": (
        "A mutation must be sent by POST.",
        "Eine Mutation muss mit POST gesendet werden.",
    ),
    "request.no_document": (
        "The request needs a query or a documentId.",
        "Die Anfrage braucht query oder documentId.",
    ),
    "request.not_acceptable": (
        "Please accept application/graphql-response+json, application/json or text/event-stream.",
        "Erlaubt sind application/graphql-response+json, application/json, text/event-stream.",
    ),
    "request.not_json": (
        "This is not valid JSON in UTF-8.",
        "Das ist kein gültiges JSON in UTF-8.",
    ),
    "request.not_map": ("{parameter} must be an object.", "{parameter} muss ein Objekt sein."),
    "request.not_object": (
        "The request must be a JSON object.",
        "Die Anfrage muss ein JSON-Objekt sein.",
    ),
    "request.not_text": ("{parameter} must be a string.", "{parameter} muss ein Text sein."),
    "request.origin": (
        "Pages of this origin may not connect.",
        "Seiten dieser Herkunft dürfen sich nicht verbinden.",
    ),
    "request.preflight": (
        "This request needs the header {header}.",
        "Diese Anfrage braucht den Header {header}.",
    ),
    "request.subscription_transport": (
        "Subscriptions need graphql-transport-ws or text/event-stream.",
        "Abonnements brauchen graphql-transport-ws oder text/event-stream.",
    ),
    "request.too_large": (
        "The request is longer than {limit} bytes.",
        "Die Anfrage ist länger als {limit} Bytes.",
    ),
    "request.two_documents": (
        "Please send either a query or a documentId.",
        "Bitte sende entweder query oder documentId.",
    ),
}

MESSAGES |= TRANSPORT_MESSAGES


def say(key: str, locale: Locale, params: Params) -> str:
    """The message in the reader's language; `params` fill its placeholders."""
    english, german = MESSAGES[key]
    return (german if locale == "de" else english).format(**params)


def locale_of(accept_language: str | None) -> Locale:
    """The best of our languages for an Accept-Language header; English when none fits."""
    best: Locale = "en"
    highest = 0.0
    for entry in (accept_language or "").split(","):
        tag, _, parameters = entry.strip().partition(";")
        language = tag.strip().lower().partition("-")[0]
        quality = _quality(parameters)
        if language in ("en", "de") and quality > highest:
            best, highest = ("de" if language == "de" else "en"), quality
    return best


def _quality(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
