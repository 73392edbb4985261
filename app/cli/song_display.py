"""What a person sees while a song is made: a moving bar, or a line per change in a log."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Final, Protocol

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, SpinnerColumn, Task, TextColumn
from rich.text import Text

from app.cli.song_files import Recording
from app.cli.studio_answers import SongEvent

STAGES: Final = {
    "ACCEPTED": "Accepted",
    "SLOT_WAIT": "Waiting while others are served",
    "SUBMITTING": "Handing it to the provider",
    "RETRY_WAIT": "The provider is busy, trying again soon",
    "GENERATION_STARTED": "The provider has taken it",
    "POLLING": "The provider works on it",
    "OUTCOME_UNKNOWN": "Nobody knows whether the provider took it, waiting for news",
    "STORING": "Storing the recordings",
    "DONE": "Ended",
}
STEM_STAGES: Final = {
    **STAGES,
    "SUBMITTING": "The provider takes it apart",
    "STORING": "Storing the stems",
}
_WHOLE: Final = 1000
_MEGABYTE: Final = 1_000_000
_KILOBYTE: Final = 1_000


class SongDisplay(Protocol):
    """Hears what happens."""

    def accepted(self, at: datetime) -> None:
        """The song was ordered then: the clock starts there."""

    def happened(self, event: SongEvent) -> None:
        """The song has come to another step."""

    def separating(self, event: SongEvent) -> None:
        """Its stems have come to another step."""

    def interrupted(self, reason: Exception) -> None:
        """Nothing is heard at the moment."""

    def arriving(self, name: str, share: float | None) -> None:
        """A file is being downloaded; so much of it is there, None where nobody knows."""


@contextmanager
def song_display(console: Console) -> Iterator[SongDisplay]:
    """A bar on a terminal, lines elsewhere."""
    if not console.is_terminal:
        yield LineDisplay(console)
        return
    bar = BarDisplay(console)
    with bar.progress:
        yield bar


class LineDisplay:
    """A line per change."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._clock = _Clock()
        self._last = ""

    def accepted(self, at: datetime) -> None:
        """See `SongDisplay`."""
        self._clock.start = at

    def happened(self, event: SongEvent) -> None:
        """See `SongDisplay`."""
        share = _share(event)
        percent = "" if share is None else f" {share:.0%}"
        self._say(f"{STAGES.get(event.stage, event.stage)}{percent}")

    def separating(self, event: SongEvent) -> None:
        """See `SongDisplay`."""
        self._say(f"Stems: {STEM_STAGES.get(event.stage, event.stage)}")

    def interrupted(self, reason: Exception) -> None:
        """See `SongDisplay`."""
        self._say(f"{_one_line(reason)}; trying again")

    def arriving(self, name: str, share: float | None) -> None:  # noqa: ARG002 - not in a log
        """See `SongDisplay`."""
        self._say(f"Downloading {name}")

    def _say(self, text: str) -> None:
        if text != self._last:
            self._last = text
            write(self._console, f"{self._clock}  {text}")


class BarDisplay:
    """A bar that moves to and fro while nobody knows how much is done."""

    def __init__(self, console: Console) -> None:
        self._clock = _Clock()
        self.progress = Progress(
            SpinnerColumn(),
            _Elapsed(self._clock),
            BarColumn(bar_width=24),
            TextColumn("{task.description}", markup=False),
            console=console,
            transient=True,
        )
        self._known = False
        self._task = self.progress.add_task("Signing in", total=None)

    def accepted(self, at: datetime) -> None:
        """See `SongDisplay`."""
        self._clock.start = at

    def happened(self, event: SongEvent) -> None:
        """See `SongDisplay`."""
        self._show(STAGES.get(event.stage, event.stage), _share(event))

    def separating(self, event: SongEvent) -> None:
        """See `SongDisplay`."""
        self._show(f"Stems: {STEM_STAGES.get(event.stage, event.stage)}", None)

    def interrupted(self, reason: Exception) -> None:
        """See `SongDisplay`."""
        self._show(f"{_one_line(reason)}; trying again", None)

    def arriving(self, name: str, share: float | None) -> None:
        """See `SongDisplay`."""
        self._show(f"Downloading {name}", share)

    def _show(self, text: str, share: float | None) -> None:
        done = round((share or 0) * _WHOLE)
        if self._known is (share is not None):
            self.progress.update(self._task, description=text, completed=done)
            return
        # A task cannot go back to an unknown total.
        self.progress.remove_task(self._task)
        self._known = share is not None
        total = _WHOLE if self._known else None
        self._task = self.progress.add_task(text, total=total, completed=done)


def summary(recordings: Sequence[Recording]) -> list[str]:
    """A line for each file: where it is, how long it lasts, how large it is."""
    return [
        "  ".join(
            [str(each.path), *_duration(each.duration_ms), _size(each.byte_size)],
        )
        for each in recordings
    ]


def write(console: Console, text: str) -> None:
    """Write a text as it is, without control characters, for the terminal to wrap."""
    visible = "".join(letter for letter in text if letter.isprintable() or letter == "\n")
    console.print(visible, markup=False, highlight=False, emoji=False, soft_wrap=True)


class _Clock:
    """The time since `start`, as minutes and seconds."""

    def __init__(self) -> None:
        self.start = datetime.now(UTC)

    def __str__(self) -> str:
        return _minutes((datetime.now(UTC) - self.start).total_seconds())


class _Elapsed(ProgressColumn):
    def __init__(self, clock: _Clock) -> None:
        super().__init__()
        self._clock = clock

    def render(self, task: Task) -> Text:  # noqa: ARG002 - one clock for all
        return Text(str(self._clock))


def _share(event: SongEvent) -> float | None:
    return event.progress if event.stage == "STORING" else None


def _one_line(reason: Exception) -> str:
    return " ".join(str(reason).split())


def _minutes(seconds: float) -> str:
    minutes, rest = divmod(max(0, round(seconds)), 60)
    return f"{minutes}:{rest:02}"


def _duration(milliseconds: float | None) -> list[str]:
    return [] if milliseconds is None else [_minutes(milliseconds / 1000)]


def _size(size: int) -> str:
    if size < _MEGABYTE:
        return f"{size / _KILOBYTE:.1f} kB"
    return f"{size / _MEGABYTE:.1f} MB"
