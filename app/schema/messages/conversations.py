"""About conversations and language models. English, then German."""

from __future__ import annotations

MESSAGES: dict[str, tuple[str, str]] = {
    "conversation.busy": (
        "A reply is still being written here. Wait for it, or stop it.",
        "Hier wird noch eine Antwort geschrieben. Warte auf sie, oder halte sie an.",
    ),
    "conversation.changed": (
        "Something was said here meanwhile. Nothing was changed; please try again.",
        "Hier wurde inzwischen etwas gesagt. Es wurde nichts geändert; versuche es noch einmal.",
    ),
    "conversation.speaker_system": ("System", "Kontext"),
    "conversation.speaker_user": ("You", "Du"),
    "conversation.model_missing": (
        "Another provider needs one of its models.",
        "Ein anderer Anbieter braucht eines seiner Modelle.",
    ),
    "conversation.not_found": (
        "There is no such conversation.",
        "Dieses Gespräch gibt es nicht.",
    ),
    "message.not_found": ("There is no such message.", "Diese Nachricht gibt es nicht."),
    "model.auth": (
        "The provider of this model does not accept the studio's key.",
        "Der Anbieter dieses Modells akzeptiert den Schlüssel des Studios nicht.",
    ),
    "model.broke_off": (
        "The model broke off: {reason}",
        "Das Modell ist abgebrochen: {reason}",
    ),
    "model.connection_broke": (
        "The connection to the model broke off. Please try again.",
        "Die Verbindung zum Modell ist abgerissen. Bitte versuche es noch einmal.",
    ),
    "model.empty": (
        "The model answered nothing.",
        "Das Modell hat nichts geantwortet.",
    ),
    "model.endless": (
        "The model's answer does not come to an end.",
        "Die Antwort des Modells nimmt kein Ende.",
    ),
    "model.filtered": (
        "The provider's content filter stopped the answer.",
        "Der Inhaltsfilter des Anbieters hat die Antwort abgebrochen.",
    ),
    "model.quota": (
        "The quota at the provider of this model is used up.",
        "Das Kontingent beim Anbieter dieses Modells ist aufgebraucht.",
    ),
    "model.rate_limited": (
        "The provider of this model asks us to slow down. Please try again in a moment.",
        "Der Anbieter dieses Modells bremst uns. Bitte versuche es gleich noch einmal.",
    ),
    "model.refused": (
        "The model refused: {reason}",
        "Das Modell hat abgelehnt: {reason}",
    ),
    "model.stopped_short": (
        "The model's answer stopped before its end.",
        "Die Antwort des Modells endete mitten im Text.",
    ),
    "model.timeout": (
        "The model fell silent for too long.",
        "Das Modell hat zu lange geschwiegen.",
    ),
    "model.unreadable": (
        "The model's answer cannot be read.",
        "Die Antwort des Modells ist nicht lesbar.",
    ),
    "model.unavailable": (
        "The provider of this model cannot be reached.",
        "Der Anbieter dieses Modells ist nicht erreichbar.",
    ),
    "reply.ended": (
        "This reply has already ended.",
        "Diese Antwort ist schon zu Ende.",
    ),
    "reply.interrupted": (
        "The reply was interrupted on our side. What was written is kept; ask for it again.",
        "Die Antwort wurde bei uns unterbrochen. Das Geschriebene bleibt; fordere sie neu an.",
    ),
    "reply.none": (
        "This message is not a reply.",
        "Diese Nachricht ist keine Antwort.",
    ),
    "reply.not_last": (
        "Only the last reply of a conversation can be written again.",
        "Nur die letzte Antwort eines Gesprächs kann neu geschrieben werden.",
    ),
}
