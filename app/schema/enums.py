"""Domain enums as clients see them: names in upper case, stored values unchanged."""

from __future__ import annotations

import strawberry

from app.domain.conversations.export import ExportFormat
from app.domain.conversations.model import MessageStatus, UsageLevel
from app.domain.costs.model import CostCategory, CostProvider
from app.domain.equipment.model import EquipmentStatus, EquipmentType, LicenseManagement
from app.domain.equipment.reminders import ReminderKind
from app.domain.equipment.reveals import RevealPurpose
from app.domain.equipment.tables import TableFormat
from app.domain.errors import ErrorCode
from app.domain.health.model import CheckStatus, HealthStatus
from app.domain.images.model import EnhanceMode
from app.domain.images.styles import (
    ArtisticStyle,
    ColorPalette,
    Composition,
    DetailLevel,
    Lighting,
)
from app.domain.jobs.model import JobKind, JobStage, JobStatus
from app.domain.language.model import Provider, Role
from app.domain.lyrics.labels import SectionType
from app.domain.lyrics.ports import RuleType, SkipReason
from app.domain.overlay.model import FontStyle, GridPosition
from app.domain.paging import Direction
from app.domain.sketches.model import SketchWorkflow
from app.domain.songs.model import Rating, SongStatus, SongWorkflow
from app.domain.templates.generation import TemplateParameter
from app.domain.users.model import Language


def _described(
    enum: type, description: str, values: dict[str, str], *, name: str | None = None
) -> None:
    strawberry.enum(enum, name=name, description=description)  # type: ignore[call-overload] # any Enum
    definition = enum.__strawberry_definition__  # type: ignore[attr-defined] # just attached
    for value in definition.values:
        value.description = values[value.name]


_described(
    Direction,
    "Which end of a list comes first.",
    {"ASC": "Smallest or oldest first.", "DESC": "Largest or newest first."},
)
_described(
    Language,
    "In which language the studio speaks to people.",
    {"EN": "English.", "DE": "German."},
)
_described(
    CostProvider,
    "Who charges the studio.",
    {"OPENAI": "OpenAI, for pictures and texts.", "MUREKA": "Mureka, for songs."},
)
_described(
    CostCategory,
    "What was bought.",
    {"IMAGE": "Pictures.", "CHAT": "Texts of chat models.", "OTHER": "Something else."},
)
_described(
    SketchWorkflow,
    "How far a sketch has come.",
    {
        "DRAFT": "Being written.",
        "USED": "A song was made from it.",
        "ARCHIVED": "Put away; lists leave it out unless it is asked for.",
    },
)
_described(
    SectionType,
    "The sections that a song is built of.",
    {
        "INTRO": "Opens the song; once at most.",
        "VERSE": "Tells the story; verses are numbered.",
        "PRE_CHORUS": "Leads to the chorus.",
        "CHORUS": "Comes back with the same words.",
        "BRIDGE": "Something else, before the end.",
        "OUTRO": "Closes the song; once at most.",
    },
)
_described(
    RuleType,
    "What a rule for lyrics is for.",
    {
        "CLEANUP": "Replaces what its pattern finds.",
        "SECTION": "Finds the lines that are labels of sections.",
    },
)
_described(
    SkipReason,
    "Why a rule for lyrics could not be applied.",
    {
        "INVALID": "Its pattern is not valid.",
        "TIMEOUT": "It took too long, or the rules before it did.",
        "TOO_MUCH": "Its result would be too long.",
        "UNDECODABLE": "Its replacement is not stored the way it should be.",
    },
)
_described(
    SongStatus,
    "Where a song stands. The last three never change.",
    {
        "PENDING": "Accepted, waiting for its turn.",
        "PROGRESS": "Being made.",
        "SUCCESS": "Finished; its choices can be heard.",
        "FAILURE": "It will not come; `error` says why.",
        "CANCELLED": "Cancelled before it was finished.",
    },
)
_described(
    SongWorkflow,
    "What its owner made of a song.",
    {
        "ON_WORK": "Still being worked on.",
        "IN_USE": "In use.",
        "NOT_USED": "Put aside.",
        "FAIL": "Turned out badly.",
    },
)
_described(
    Rating,
    "What a person thinks of a choice.",
    {"DOWN": "It is not worth keeping.", "UP": "It is good."},
)
_described(
    EnhanceMode,
    "Which words a language model finds for a picture, before it is ordered.",
    {
        "OFF": "None: what was typed is ordered.",
        "FAST": "A few more words, soon.",
        "QUALITY": "A full description.",
        "COVER": "The description of an album cover, made from title, artist and what was typed.",
    },
)
_described(
    ArtisticStyle,
    "How a picture is made.",
    {
        "AUTO": "Left to the provider.",
        "PHOTOREALISTIC": "Like a photograph.",
        "DIGITAL_ART": "A digital painting.",
        "OIL_PAINTING": "An oil painting.",
        "WATERCOLOR": "A watercolour.",
        "CARTOON": "A cartoon.",
        "ANIME": "A picture of an anime film.",
        "SKETCH": "A pencil sketch.",
        "RENDER_3D": "A 3D rendering.",
    },
)
_described(
    Composition,
    "How a picture is laid out.",
    {
        "AUTO": "Left to the provider.",
        "PORTRAIT": "A portrait.",
        "LANDSCAPE": "A landscape.",
        "WIDE_ANGLE": "Through a wide-angle lens.",
        "CLOSE_UP": "Close up.",
        "RULE_OF_THIRDS": "By the rule of thirds.",
        "CENTERED": "With the subject in the centre.",
        "ALBUM_COVER": "An album cover, laid out by its prompt alone.",
    },
)
_described(
    Lighting,
    "Where the light of a picture comes from.",
    {
        "AUTO": "Left to the provider.",
        "NATURAL": "Daylight.",
        "STUDIO": "Even studio light.",
        "DRAMATIC": "Dramatic light with deep shadows.",
        "GOLDEN_HOUR": "The low light of the golden hour.",
        "NIGHT": "The lights of the night.",
    },
)
_described(
    ColorPalette,
    "Which colours prevail in a picture.",
    {
        "AUTO": "Left to the provider.",
        "VIBRANT": "Vibrant colours.",
        "MUTED": "Muted colours.",
        "MONOCHROME": "Shades of a single colour.",
        "HIGH_CONTRAST": "Strong contrasts.",
        "WARM": "Warm colours.",
        "COOL": "Cool colours.",
        "PASTEL": "Pastel colours.",
    },
)
_described(
    DetailLevel,
    "How much there is to see in a picture.",
    {
        "AUTO": "Left to the provider.",
        "MINIMAL": "The essential only.",
        "MODERATE": "Some detail.",
        "HIGHLY_DETAILED": "Fine detail everywhere.",
    },
)
_described(
    FontStyle,
    "Which letters are drawn over a picture.",
    {
        "BOLD": "Tall and heavy.",
        "ELEGANT": "With serifs.",
        "LIGHT": "Thin and plain.",
    },
)
_described(
    GridPosition,
    "The nine places of a picture, a tenth of it away from its edges.",
    {
        "TOP_LEFT": "At the top, beginning at the left.",
        "TOP_CENTER": "At the top, in the middle.",
        "TOP_RIGHT": "At the top, ending at the right.",
        "MIDDLE_LEFT": "Halfway down, beginning at the left.",
        "CENTER": "In the middle of the picture.",
        "MIDDLE_RIGHT": "Halfway down, ending at the right.",
        "BOTTOM_LEFT": "At the bottom, beginning at the left.",
        "BOTTOM_CENTER": "At the bottom, in the middle.",
        "BOTTOM_RIGHT": "At the bottom, ending at the right.",
    },
)
_described(
    Provider,
    "Where a language model runs.",
    {
        "INTERNAL": "On machines of one's own, by Ollama.",
        "EXTERNAL": "At OpenAI, for money.",
    },
    name="ChatProvider",
)
_described(
    Role,
    "Who speaks in a conversation.",
    {
        "SYSTEM": "The conversation's context.",
        "USER": "The person.",
        "ASSISTANT": "The model.",
    },
    name="ChatRole",
)
_described(
    MessageStatus,
    "Where a message stands.",
    {
        "COMPLETE": "It is whole.",
        "STREAMING": "It is being written.",
        "STOPPED": "It was stopped; what was written is there.",
        "FAILED": "It broke off; `error` says why.",
    },
)
_described(
    UsageLevel,
    "How full a model's context window is.",
    {
        "FINE": "Less than 70 percent.",
        "NOTICE": "From 70 percent on.",
        "COMPRESS": "From 85 percent on: it should be compressed.",
        "WARNING": "From 90 percent on.",
    },
)
_described(
    ExportFormat,
    "How a conversation is written down.",
    {"MARKDOWN": "To be read.", "JSON": "To be processed."},
)
_described(
    TemplateParameter,
    "What a prompt template may leave open.",
    {
        "MODEL": "Which model is asked.",
        "TEMPERATURE": "How freely it writes.",
        "MAX_TOKENS": "How long its answer may be.",
    },
)
_described(
    JobKind,
    "What a job does.",
    {
        "SONG": "Makes a song with vocals.",
        "INSTRUMENTAL": "Makes a song without vocals.",
        "STEM": "Takes a recording apart into stems.",
        "IMAGE": "Makes a picture.",
        "OVERLAY": "Writes a title over a picture.",
        "CHAT": "Writes a reply in a conversation.",
        "LYRIC_AI": "Has a language model write a text by a template.",
        "STORAGE_MIGRATION": "Moves files to another store.",
    },
)
_described(
    JobStatus,
    "Where a job stands. The last three never change.",
    {
        "QUEUED": "Accepted, waiting for its turn.",
        "RUNNING": "A worker is busy with it.",
        "WAITING": "Waiting for the provider.",
        "SUCCEEDED": "Done.",
        "FAILED": "Given up; `error` says why.",
        "CANCELLED": "Cancelled by its owner or by the provider.",
    },
)
_described(
    JobStage,
    "The step a job is at.",
    {
        "ACCEPTED": "Kept; it can no longer be lost.",
        "SLOT_WAIT": "Others are being served first.",
        "SUBMITTING": "Being handed to the provider, exactly once.",
        "RETRY_WAIT": "The provider could not take it; it is offered again soon.",
        "GENERATION_STARTED": "The provider took it.",
        "POLLING": "The provider works on it.",
        "WRITING": "A language model is writing.",
        "OUTCOME_UNKNOWN": "Nobody knows whether the provider took it; a late answer may tell.",
        "STORING": "The results are being stored.",
        "DONE": "Ended.",
    },
)
_described(
    EquipmentType,
    "What a piece of equipment is.",
    {"SOFTWARE": "A program.", "PLUGIN": "A plugin of a program."},
)
_described(
    EquipmentStatus,
    "Whether a piece of equipment can be used.",
    {
        "ACTIVE": "It can be used.",
        "TRIAL": "It is being tried; `expiresOn` is the end of the trial.",
        "EXPIRED": "Its licence or trial has ended.",
        "ARCHIVED": "Put away; nobody is reminded of its end.",
    },
)
_described(
    LicenseManagement,
    "What proves that a piece of equipment may be used.",
    {
        "ONLINE": "An account of its maker.",
        "ILOK": "An iLok.",
        "LICENSE_KEY": "A licence key, which must be there.",
        "OTHER": "What `licenseDescription` says, which must be there.",
    },
)
_described(
    ReminderKind,
    "What ends.",
    {"TRIAL": "A trial.", "LICENSE": "A licence."},
)
_described(
    TableFormat,
    "How an inventory is written to a file.",
    {"CSV": "Comma-separated values, for spreadsheets.", "JSON": "JSON, for programs."},
)
_described(
    RevealPurpose,
    "Why secrets were told.",
    {"REVEAL": "They were looked at.", "EXPORT": "They were exported."},
)
_described(
    HealthStatus,
    "How the studio is.",
    {
        "OK": "All is well.",
        "DEGRADED": "It works, but something is missing: a provider, files, or a worker.",
        "DOWN": "It cannot do its work: the database or Redis is away.",
    },
)
_described(
    CheckStatus,
    "What a look found.",
    {
        "OK": "It answered.",
        "DOWN": "It gave no right answer within two seconds.",
        "UNCONFIGURED": "Nobody looked: the settings do not name it.",
    },
)
_described(
    ErrorCode,
    "What went wrong, for programs. It never changes with the language.",
    {
        "UNAUTHENTICATED": "Nobody is signed in, or the credentials are wrong.",
        "VALIDATION": "The input cannot be right.",
        "NOT_FOUND": "There is no such thing for this person.",
        "CONFLICT": "Somebody was faster, or the key was used for something else.",
        "INVALID_STATE": "Not possible at this moment.",
        "INSUFFICIENT_BALANCE": "The provider account has no money left.",
        "RATE_LIMITED": "Too many requests; try again later.",
        "QUOTA_EXCEEDED": "The provider's quota is used up.",
        "PROVIDER_AUTH": "The provider does not accept the studio's key.",
        "PROVIDER_ERROR": "The provider answered with an error.",
        "PROVIDER_TIMEOUT": "The provider did not finish in time.",
        "PROVIDER_UNAVAILABLE": "The provider cannot be reached.",
        "OUTCOME_UNKNOWN": "Nobody knows whether the provider took the order; it may be charged.",
        "INTERRUPTED": "A reply broke off when its worker ended; what was written is kept.",
        "TEMPLATE_NOT_FOUND": "There is no template for this.",
        "TEMPLATE_INCOMPLETE": "The template lacks what a model needs; `params` names it.",
        "STORAGE_ERROR": "Files could not be kept or read.",
        "DECRYPTION_FAILED": "A secret cannot be read with the keys that there are.",
        "TOO_COMPLEX": "The operation asks for too much at once.",
        "BAD_REQUEST": "The request is not a GraphQL request.",
        "FORBIDDEN_ORIGIN": "This web site may not use the API.",
        "INTERNAL": "A mistake of the server; quote the request id.",
    },
)
