"""The use-cases of the studio, assembled once per process by `bootstrap`."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.activity.service import ActivityService
from app.domain.conversations.compression import CompressionService
from app.domain.conversations.export import ConversationExportService
from app.domain.conversations.reading import ReplyReading
from app.domain.conversations.sending import SendingService
from app.domain.conversations.service import ConversationService
from app.domain.costs.service import CostService
from app.domain.drafts.service import DraftService
from app.domain.equipment.exporting import ExportService
from app.domain.equipment.importing import ImportService
from app.domain.equipment.service import EquipmentService
from app.domain.equipment.spending import SpendingService
from app.domain.health.service import HealthService
from app.domain.images.deletion import ImageDeletion
from app.domain.images.service import ImageService
from app.domain.jobs.service import JobService
from app.domain.jobs.waiting import JobWaiting
from app.domain.language.service import ModelService
from app.domain.lyrics.architectures.service import ArchitectureService
from app.domain.lyrics.rules.service import LyricRuleService
from app.domain.lyrics.service import LyricToolService
from app.domain.overlay.service import OverlayService
from app.domain.settings.service import SettingsService
from app.domain.sketches.service import SketchService
from app.domain.songs.choices import ChoiceService
from app.domain.songs.deletion import SongDeletion
from app.domain.songs.ports import MusicAccounts
from app.domain.songs.service import SongService
from app.domain.songs.stems import StemService
from app.domain.templates.service import TemplateService
from app.domain.users.account import AccountService
from app.domain.users.service import UserService
from app.domain.writing.reading import TextReading
from app.domain.writing.service import WritingService
from app.domain.writing.titles import SketchTitleService


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """What resolvers may call."""

    users: UserService
    account: AccountService
    settings: SettingsService
    sketches: SketchService
    drafts: DraftService
    songs: SongService
    song_deletion: SongDeletion
    choices: ChoiceService
    stems: StemService
    images: ImageService
    image_deletion: ImageDeletion
    image_waiting: JobWaiting
    overlays: OverlayService
    lyric_rules: LyricRuleService
    lyric_tools: LyricToolService
    lyric_architectures: ArchitectureService
    conversations: ConversationService
    sending: SendingService
    reply_reading: ReplyReading
    compression: CompressionService
    exports: ConversationExportService
    templates: TemplateService
    writing: WritingService
    sketch_titles: SketchTitleService
    text_reading: TextReading
    text_waiting: JobWaiting
    models: ModelService
    costs: CostService
    music_accounts: MusicAccounts
    jobs: JobService
    equipment: EquipmentService
    equipment_import: ImportService
    equipment_export: ExportService
    spending: SpendingService
    activity: ActivityService
    health: HealthService
