"""About requests, documents and their limits. English, then German."""

from __future__ import annotations

MESSAGES: dict[str, tuple[str, str]] = {
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
    "internal": (
        "Something went wrong on our side. Please quote {requestId} when you report it.",
        "Bei uns ist etwas schiefgegangen. Bitte nenne {requestId}, wenn du es meldest.",
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
