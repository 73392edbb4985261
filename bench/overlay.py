"""W8: a title and an artist written over a picture, ours beside the plain way to do it.

The plain way is how it is usually written: the picture as RGBA, the outline as a square of copies
of the text around it, Pillow's default PNG. All write the same lines in the same places, one way
after the other in this process; ImageMagick, where it is installed, is a process of its own.
"""

from __future__ import annotations

import json
import resource
import statistics
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from PIL import Image, ImageChops

from app.domain.overlay.geometry import Size
from bench.console import say
from bench.facts import WrongFacts
from bench.overlay_ways import OURS, PLAIN, Subject, imagemagick, subject
from bench.paths import OUT
from bench.ratios import paired
from bench.rounds import order_of_round

NAME: Final = "W8"
SIZES: Final = (Size(1024, 1024), Size(1792, 1024))
GRAINS: Final = (0, 3, 8, 20)
WANTED: Final = ((3, 1.0), (8, 1.1))
"""So many times less processor time than the plain way at no more than so much of its bytes."""
_DIGITS: Final = 3
_SOFT: Final = 2
"""Pixels by which the outlines of two makers may differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What a picture took: seconds of the processor and bytes of the PNG."""

    round: int
    way: str
    seconds: float
    byte_size: int


def run(rounds: int) -> None:
    """Measure, print a table, and keep it in `out/overlay.*`. Raises WrongFacts."""
    if imagemagick() is None:
        say("ImageMagick: SKIPPED, it is not installed")
    with tempfile.TemporaryDirectory() as folder:
        subjects = [subject(size, grain, Path(folder)) for size in SIZES for grain in GRAINS]
        pictures = {each.name: _summary(measured(each, rounds)) for each in subjects}
    document = {"rounds": rounds, "pictures": pictures}
    text = _markdown(document)
    OUT.mkdir(exist_ok=True)
    (OUT / "overlay.json").write_text(json.dumps(document, indent=2) + "\n")
    (OUT / "overlay.md").write_text(text)
    sys.stdout.write(text)


def measured(picture: Subject, rounds: int) -> list[Drawn]:
    """Every way once in every round, in a changing order. Raises WrongFacts."""
    for way in picture.ways:
        check(picture, way)
    found = []
    for number in range(1, rounds + 1):
        for way in order_of_round(list(picture.ways), number):
            before = _processor_seconds()
            png = picture.ways[way](picture.source)
            seconds = _processor_seconds() - before
            found.append(Drawn(round=number, way=way, seconds=seconds, byte_size=len(png)))
        say(f"{NAME}, {picture.name}: round {number} of {rounds}")
    return found


def check(picture: Subject, way: str) -> None:
    """Raises WrongFacts unless a way changes the picture where the lines are and only there."""
    before, after = (
        Image.open(BytesIO(each)).convert("RGB")
        for each in (picture.source, picture.ways[way](picture.source))
    )
    if before.size != after.size:
        raise WrongFacts(f"{way} changes the size of the picture to {after.size}")
    difference = ImageChops.difference(before, after)
    margin = picture.outline + _SOFT
    for line in filter(None, (picture.layout.title, picture.layout.artist)):
        box = line.box
        place = (
            box.x - margin,
            box.y - margin,
            box.x + box.width + margin,
            box.y + box.height + margin,
        )
        if difference.crop(place).getbbox() is None:
            raise WrongFacts(f"{way} does not draw {line.text}")
        difference.paste(0, place)
    if difference.getbbox() is not None:
        raise WrongFacts(f"{way} changes {difference.getbbox()}, where no line is")


def _processor_seconds() -> float:
    """Of this process and of its children that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def _summary(drawn: Sequence[Drawn]) -> dict[str, Any]:
    ways = sorted({each.way for each in drawn})
    plain = {each.round: each.seconds for each in drawn if each.way == PLAIN}
    summary = {}
    for way in ways:
        own = [each for each in drawn if each.way == way]
        ratio = paired(plain, {each.round: each.seconds for each in own})
        summary[way] = {
            "times_less_cpu": [round(value, _DIGITS) for value in ratio],
            "bytes_ratio": round(own[0].byte_size / _bytes_of(drawn, PLAIN), _DIGITS),
            "cpu_ms": round(1000 * statistics.median(each.seconds for each in own), _DIGITS),
            "bytes": own[0].byte_size,
        }
    return summary


def _bytes_of(drawn: Sequence[Drawn], way: str) -> int:
    return next(each.byte_size for each in drawn if each.way == way)


def _markdown(document: Mapping[str, Any]) -> str:
    lines = [
        f"# {NAME}: a title and an artist on a picture",
        "",
        f"{document['rounds']} rounds. Less processor time than the plain way as median and",
        "quartiles of ratios within rounds; bytes beside those of the plain way.",
    ]
    for name, ways in document["pictures"].items():
        lines += ["", f"## {name}", "", "| | times less CPU | quartiles | bytes | CPU ms |"]
        lines.append("|---|---|---|---|---|")
        for way in sorted(ways, key=lambda each: each != OURS):
            found = ways[way]
            median, lower, upper = found["times_less_cpu"]
            lines.append(
                f"| {way} | {median:.2f} | {lower:.2f}-{upper:.2f} "
                f"| {found['bytes_ratio']:.3f} | {found['cpu_ms']:.0f} |"
            )
    return "\n".join([*lines, "", *verdicts(document["pictures"])]) + "\n"


def verdicts(pictures: Mapping[str, Any]) -> Iterator[str]:
    """For each of what is wanted, with which pictures ours is not that good."""
    for times, part in WANTED:
        missed = [
            name
            for name, ways in pictures.items()
            if ways[OURS]["times_less_cpu"][0] < times or ways[OURS]["bytes_ratio"] > part
        ]
        verdict = f"not with {'; '.join(missed)}" if missed else "with every picture"
        yield f"- {times} times less at no more than {part:.0%} of the bytes: {verdict}"
