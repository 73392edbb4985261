"""What `import-images` does, and what it says of it."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Final
from uuid import UUID

from app.bootstrap.importing import image_import
from app.cli.person import active_person
from app.cli.picture_folder import NotTaken, files_below, picture_at
from app.domain.errors import StorageFailure
from app.domain.images.importing import ImageImport, Imported, ImportFate
from app.infra.database import DATABASE_AWAY
from app.infra.logging import configure_logging
from app.infra.settings import Settings

FAILED: Final = 1
WRONG: Final = 2
_SKIPPED: Final = "skipped"


def import_images_work(parsed: argparse.Namespace) -> int:
    """Run the command; answers its exit status, see `app.cli.import_images`."""
    settings = Settings()
    configure_logging(settings.log_level, settings.log_format)
    if not settings.database_url:
        return _say("DATABASE_URL is not set", WRONG)
    own = settings.data_dir.resolve() / "files"
    folder = parsed.folder.resolve()
    if own == folder or own in folder.parents:
        return _say("the studio's own files are in its library already", WRONG)
    return asyncio.run(_run(parsed, settings, own))


async def _run(parsed: argparse.Namespace, settings: Settings, own: Path) -> int:
    try:
        async with image_import(settings) as importing:
            user_id = await active_person(parsed.email)
            if user_id is None:
                return _say(f"nobody with the address {parsed.email} is active here", WRONG)
            return await _import(parsed, importing, user_id, own)
    except StorageFailure as failure:
        return _say(f"the disk failed ({failure.key}); run this again to go on", FAILED)
    except DATABASE_AWAY:
        return _say("the database is out of reach; run this again to go on", WRONG)


async def _import(
    parsed: argparse.Namespace, importing: ImageImport, user_id: UUID, own: Path
) -> int:
    results: Counter[str] = Counter()
    for path, not_entered in files_below(parsed.folder, without=own):
        outcome = not_entered or await _outcome(parsed, importing, user_id, path)
        result = _result(outcome)
        results[result] += 1
        _show(parsed, path, outcome, result)
    counts = {name: results[name] for name in (*ImportFate, _SKIPPED)}
    if parsed.json:
        sys.stdout.write(json.dumps({"summary": counts}) + "\n")
    else:
        sys.stdout.write("".join(f"{name}: {count}\n" for name, count in counts.items()))
    return FAILED if results[ImportFate.REFUSED] else 0


async def _outcome(
    parsed: argparse.Namespace, importing: ImageImport, user_id: UUID, path: Path
) -> Imported | NotTaken:
    picture = await asyncio.to_thread(picture_at, path)
    if isinstance(picture, NotTaken):
        return picture
    return await importing.bring(user_id, picture, title_from_name=parsed.title_from_name)


def _result(outcome: Imported | NotTaken) -> str:
    if isinstance(outcome, Imported):
        return outcome.fate.value
    return ImportFate.REFUSED.value if outcome.wrong else _SKIPPED


def _show(
    parsed: argparse.Namespace, path: Path, outcome: Imported | NotTaken, result: str
) -> None:
    """One file: always as JSON, for people only when it was not taken in."""
    if parsed.json:
        line = {"file": str(path), "result": result, "reason": outcome.reason}
        told = {name: value for name, value in line.items() if value is not None}
        sys.stdout.write(json.dumps(told) + "\n")
    elif outcome.reason is not None:
        # What is no text in a name, or not of the terminal's alphabet, is escaped.
        name = str(path).encode(sys.stdout.encoding, "backslashreplace").decode(sys.stdout.encoding)
        sys.stdout.write(f"{name}  {result}  {outcome.reason}\n")


def _say(text: str, status: int) -> int:
    sys.stderr.write(f"{text}\n")
    return status
