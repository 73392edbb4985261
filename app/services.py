"""The use-cases of the studio, assembled once per process by `bootstrap`."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.activity.service import ActivityService
from app.domain.drafts.service import DraftService
from app.domain.equipment.exporting import ExportService
from app.domain.equipment.importing import ImportService
from app.domain.equipment.service import EquipmentService
from app.domain.equipment.spending import SpendingService
from app.domain.images.deletion import ImageDeletion
from app.domain.images.service import ImageService
from app.domain.jobs.service import JobService
from app.domain.jobs.waiting import JobWaiting
from app.domain.lyrics.architectures.service import ArchitectureService
from app.domain.lyrics.rules.service import LyricRuleService
from app.domain.lyrics.service import LyricToolService
from app.domain.overlay.service import OverlayService
from app.domain.sketches.service import SketchService
from app.domain.songs.choices import ChoiceService
from app.domain.songs.deletion import SongDeletion
from app.domain.songs.service import SongService
from app.domain.songs.stems import StemService
from app.domain.users.service import UserService


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """What resolvers may call."""

    users: UserService
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
    jobs: JobService
    equipment: EquipmentService
    equipment_import: ImportService
    equipment_export: ExportService
    spending: SpendingService
    activity: ActivityService
