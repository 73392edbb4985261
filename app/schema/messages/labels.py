"""What the values of enums are called, for people. English, then German."""

from __future__ import annotations

from collections.abc import Mapping

Labels = Mapping[str, tuple[str, str]]

_ON = ("Being worked on", "In Arbeit")
_USE = ("In use", "In Verwendung")
_ASIDE = ("Put aside", "Zur Seite gelegt")
_BAD = ("Turned out badly", "Misslungen")
_CREATED = ("Date of creation", "Erstellungsdatum")
_UPDATED = ("Last change", "Letzte Änderung")
_TITLE = ("Title", "Titel")
_AUTO = ("Automatic", "Automatisch")

LABELS: Mapping[str, Labels] = {
    "ArtisticStyle": {
        "AUTO": _AUTO,
        "PHOTOREALISTIC": ("Photorealistic", "Fotorealistisch"),
        "DIGITAL_ART": ("Digital art", "Digitale Kunst"),
        "OIL_PAINTING": ("Oil painting", "Ölgemälde"),
        "WATERCOLOR": ("Watercolour", "Aquarell"),
        "CARTOON": ("Cartoon", "Cartoon"),
        "ANIME": ("Anime", "Anime"),
        "SKETCH": ("Sketch", "Skizze"),
        "RENDER_3D": ("3D rendering", "3D-Rendering"),
    },
    "ChatProvider": {
        "INTERNAL": ("One's own models (Ollama)", "Eigene Modelle (Ollama)"),
        "EXTERNAL": ("OpenAI", "OpenAI"),
    },
    "ChatRole": {
        "SYSTEM": ("Context", "Kontext"),
        "USER": ("You", "Du"),
        "ASSISTANT": ("Model", "Modell"),
    },
    "CheckStatus": {
        "OK": ("Well", "In Ordnung"),
        "DOWN": ("Away", "Nicht erreichbar"),
        "UNCONFIGURED": ("Not set up", "Nicht eingerichtet"),
    },
    "ColorPalette": {
        "AUTO": _AUTO,
        "VIBRANT": ("Vibrant", "Leuchtend"),
        "MUTED": ("Muted", "Gedämpft"),
        "MONOCHROME": ("Monochrome", "Einfarbig"),
        "HIGH_CONTRAST": ("High contrast", "Kontrastreich"),
        "WARM": ("Warm", "Warm"),
        "COOL": ("Cool", "Kühl"),
        "PASTEL": ("Pastel", "Pastell"),
    },
    "Composition": {
        "AUTO": _AUTO,
        "PORTRAIT": ("Portrait", "Porträt"),
        "LANDSCAPE": ("Landscape", "Landschaft"),
        "WIDE_ANGLE": ("Wide angle", "Weitwinkel"),
        "CLOSE_UP": ("Close-up", "Nahaufnahme"),
        "RULE_OF_THIRDS": ("Rule of thirds", "Drittelregel"),
        "CENTERED": ("Centred", "Zentriert"),
        "ALBUM_COVER": ("Album cover", "Albumcover"),
    },
    "ConversationOrderField": {
        "UPDATED_AT": ("Last activity", "Letzte Aktivität"),
        "CREATED_AT": _CREATED,
        "TITLE": _TITLE,
    },
    "ConversationState": {
        "ACTIVE": ("Active", "Aktiv"),
        "ARCHIVED": ("Archived", "Archiviert"),
        "ALL": ("All", "Alle"),
    },
    "CostCategory": {
        "IMAGE": ("Pictures", "Bilder"),
        "CHAT": ("Texts", "Texte"),
        "OTHER": ("Other", "Sonstiges"),
    },
    "CostProvider": {"OPENAI": ("OpenAI", "OpenAI"), "MUREKA": ("Mureka", "Mureka")},
    "DetailLevel": {
        "AUTO": _AUTO,
        "MINIMAL": ("Minimal", "Minimal"),
        "MODERATE": ("Moderate", "Mittel"),
        "HIGHLY_DETAILED": ("Highly detailed", "Sehr detailliert"),
    },
    "Direction": {"ASC": ("Ascending", "Aufsteigend"), "DESC": ("Descending", "Absteigend")},
    "EnhanceMode": {
        "OFF": ("As typed", "Wie eingegeben"),
        "FAST": ("Quickly improved", "Schnell verbessert"),
        "QUALITY": ("Carefully improved", "Sorgfältig verbessert"),
        "COVER": ("Improved for a cover", "Für ein Cover verbessert"),
    },
    "EquipmentOrderField": {
        "NAME": ("Name", "Name"),
        "CREATED_AT": _CREATED,
        "UPDATED_AT": _UPDATED,
        "PURCHASE_DATE": ("Date of purchase", "Kaufdatum"),
        "EXPIRES_ON": ("Expiry", "Ablauf"),
        "MANUFACTURER": ("Manufacturer", "Hersteller"),
        "STATUS": ("Status", "Status"),
    },
    "EquipmentStatus": {
        "ACTIVE": ("Active", "Aktiv"),
        "TRIAL": ("Trial", "Testversion"),
        "EXPIRED": ("Expired", "Abgelaufen"),
        "ARCHIVED": ("Archived", "Archiviert"),
    },
    "EquipmentType": {"SOFTWARE": ("Software", "Software"), "PLUGIN": ("Plugin", "Plugin")},
    "ExportFormat": {"MARKDOWN": ("Markdown", "Markdown"), "JSON": ("JSON", "JSON")},
    "FontStyle": {
        "BOLD": ("Bold", "Kräftig"),
        "ELEGANT": ("Elegant", "Elegant"),
        "LIGHT": ("Light", "Leicht"),
    },
    "GridPosition": {
        "TOP_LEFT": ("Top left", "Oben links"),
        "TOP_CENTER": ("Top centre", "Oben Mitte"),
        "TOP_RIGHT": ("Top right", "Oben rechts"),
        "MIDDLE_LEFT": ("Middle left", "Mitte links"),
        "CENTER": ("Centre", "Mitte"),
        "MIDDLE_RIGHT": ("Middle right", "Mitte rechts"),
        "BOTTOM_LEFT": ("Bottom left", "Unten links"),
        "BOTTOM_CENTER": ("Bottom centre", "Unten Mitte"),
        "BOTTOM_RIGHT": ("Bottom right", "Unten rechts"),
    },
    "HealthStatus": {
        "OK": ("All is well", "Alles in Ordnung"),
        "DEGRADED": ("Something is missing", "Etwas fehlt"),
        "DOWN": ("Out of order", "Außer Betrieb"),
    },
    "ImageOrderField": {
        "CREATED_AT": _CREATED,
        "TITLE": _TITLE,
        "PROMPT": ("Prompt", "Prompt"),
    },
    "JobKind": {
        "SONG": ("Song", "Lied"),
        "INSTRUMENTAL": ("Instrumental", "Instrumentalstück"),
        "STEM": ("Stems", "Einzelspuren"),
        "IMAGE": ("Picture", "Bild"),
        "OVERLAY": ("Title over a picture", "Titel auf einem Bild"),
        "CHAT": ("Reply", "Antwort"),
        "LYRIC_AI": ("Text", "Text"),
        "STORAGE_MIGRATION": ("Moving files", "Umzug von Dateien"),
    },
    "JobOrderField": {"CREATED_AT": _CREATED, "FINISHED_AT": ("End", "Ende")},
    "JobStage": {
        "ACCEPTED": ("Accepted", "Angenommen"),
        "SLOT_WAIT": ("Waiting for its turn", "Wartet auf einen Platz"),
        "SUBMITTING": ("Being handed over", "Wird übergeben"),
        "RETRY_WAIT": ("Tried again soon", "Wird bald erneut versucht"),
        "GENERATION_STARTED": ("Begun", "Begonnen"),
        "POLLING": ("Being made", "Wird erstellt"),
        "WRITING": ("Being written", "Wird geschrieben"),
        "OUTCOME_UNKNOWN": ("Outcome unknown", "Ausgang unbekannt"),
        "STORING": ("Being stored", "Wird gespeichert"),
        "DONE": ("Ended", "Beendet"),
    },
    "JobStatus": {
        "QUEUED": ("Queued", "Eingereiht"),
        "RUNNING": ("Running", "Läuft"),
        "WAITING": ("Waiting", "Wartet"),
        "SUCCEEDED": ("Succeeded", "Gelungen"),
        "FAILED": ("Failed", "Gescheitert"),
        "CANCELLED": ("Cancelled", "Abgebrochen"),
    },
    "Language": {"EN": ("English", "Englisch"), "DE": ("German", "Deutsch")},
    "LicenseManagement": {
        "ONLINE": ("Online account", "Online-Konto"),
        "ILOK": ("iLok", "iLok"),
        "LICENSE_KEY": ("Licence key", "Lizenzschlüssel"),
        "OTHER": ("Other", "Sonstige"),
    },
    "Lighting": {
        "AUTO": _AUTO,
        "NATURAL": ("Natural", "Natürlich"),
        "STUDIO": ("Studio", "Studio"),
        "DRAMATIC": ("Dramatic", "Dramatisch"),
        "GOLDEN_HOUR": ("Golden hour", "Goldene Stunde"),
        "NIGHT": ("Night", "Nacht"),
    },
    "MessageStatus": {
        "COMPLETE": ("Complete", "Vollständig"),
        "STREAMING": ("Being written", "Wird geschrieben"),
        "STOPPED": ("Stopped", "Angehalten"),
        "FAILED": ("Failed", "Gescheitert"),
    },
    "Rating": {"DOWN": ("Thumbs down", "Daumen runter"), "UP": ("Thumbs up", "Daumen hoch")},
    "ReminderKind": {
        "TRIAL": ("Trial ends", "Testversion endet"),
        "LICENSE": ("Licence ends", "Lizenz endet"),
    },
    "RevealPurpose": {"REVEAL": ("Shown", "Angezeigt"), "EXPORT": ("Exported", "Exportiert")},
    "RuleType": {"CLEANUP": ("Cleanup", "Bereinigung"), "SECTION": ("Sections", "Abschnitte")},
    "SectionType": {
        "INTRO": ("Intro", "Intro"),
        "VERSE": ("Verse", "Strophe"),
        "PRE_CHORUS": ("Pre-chorus", "Pre-Chorus"),
        "CHORUS": ("Chorus", "Refrain"),
        "BRIDGE": ("Bridge", "Bridge"),
        "OUTRO": ("Outro", "Outro"),
    },
    "SketchOrderField": {"CREATED_AT": _CREATED, "UPDATED_AT": _UPDATED, "TITLE": _TITLE},
    "SketchWorkflow": {
        "DRAFT": ("Draft", "Entwurf"),
        "USED": ("Used", "Verwendet"),
        "ARCHIVED": ("Archived", "Archiviert"),
    },
    "SkipReason": {
        "INVALID": ("Invalid pattern", "Ungültiges Muster"),
        "TIMEOUT": ("Too slow", "Zu langsam"),
        "TOO_MUCH": ("Result too long", "Ergebnis zu lang"),
        "UNDECODABLE": ("Damaged", "Beschädigt"),
    },
    "SongOrderField": {
        "CREATED_AT": _CREATED,
        "UPDATED_AT": _UPDATED,
        "COMPLETED_AT": ("Completion", "Fertigstellung"),
        "TITLE": _TITLE,
        "LYRICS": ("Lyrics", "Liedtext"),
        "STATUS": ("Status", "Status"),
    },
    "SongStatus": {
        "PENDING": ("Accepted", "Angenommen"),
        "PROGRESS": ("Being made", "Wird erstellt"),
        "SUCCESS": ("Finished", "Fertig"),
        "FAILURE": ("Failed", "Gescheitert"),
        "CANCELLED": ("Cancelled", "Abgebrochen"),
    },
    "SongWorkflow": {"ON_WORK": _ON, "IN_USE": _USE, "NOT_USED": _ASIDE, "FAIL": _BAD},
    "SongWorkflowFilter": {
        "ON_WORK": _ON,
        "IN_USE": _USE,
        "NOT_USED": _ASIDE,
        "FAIL": _BAD,
        "ALL": ("All that are worth a look", "Alle, die einen Blick wert sind"),
    },
    "TableFormat": {"CSV": ("CSV", "CSV"), "JSON": ("JSON", "JSON")},
    "TemplateParameter": {
        "MODEL": ("Model", "Modell"),
        "TEMPERATURE": ("Temperature", "Temperatur"),
        "MAX_TOKENS": ("Longest answer", "Längste Antwort"),
    },
    "UsageLevel": {
        "FINE": ("Plenty of room", "Viel Platz"),
        "NOTICE": ("Getting full", "Wird voll"),
        "COMPRESS": ("Should be compressed", "Sollte komprimiert werden"),
        "WARNING": ("Nearly full", "Fast voll"),
    },
}
"""By the name of the enum in the schema, then by that of its value."""
