"""`python -m app import-images`: take a folder of pictures into somebody's library.

The exit status is 0 when every picture is there, 1 when some could not be taken in, 2 when the
command is wrong or a server is out of reach, 130 after Ctrl-C. It can be repeated, also after it
was killed: what is there already is not taken in again.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

WRONG = 2
INTERRUPTED = 130


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("folder", type=Path, metavar="DIR", help="every picture below it is taken")
    parser.add_argument("--email", required=True, help="whose pictures they become")
    parser.add_argument(
        "--title-from-name", action="store_true", help="the names of the files become titles"
    )
    parser.add_argument("--json", action="store_true", help="a JSON object on every line")


def import_images(parsed: argparse.Namespace) -> int:
    """Run the command; answers its exit status."""
    if not parsed.folder.is_dir():
        sys.stderr.write(f"{parsed.folder} is no folder\n")
        return WRONG
    from app.cli.import_images_work import import_images_work

    try:
        return import_images_work(parsed)
    except KeyboardInterrupt:
        return INTERRUPTED
