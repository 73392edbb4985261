from __future__ import annotations

import asyncio
import json
import logging  # noqa: TID251 - what libraries write with
import math
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from loguru import logger
from pydantic import SecretStr

from app.infra.logging import QUIET, configure_logging, request_lines

Capture = pytest.CaptureFixture[str]
LIBRARY = logging.getLogger("elsewhere")


@contextmanager
def configured(style: str = "json", level: str = "INFO") -> Iterator[None]:
    """Logging as a process of ours has it; afterwards the loggers are those of pytest again."""
    root, uvicorn = logging.getLogger(), logging.getLogger("uvicorn")
    handlers, root.handlers = root.handlers, []
    levels = {each: each.level for each in (root, *map(logging.getLogger, QUIET))}
    # The mock provider, whose server may run here too, lets uvicorn log in its own way.
    apart, uvicorn.propagate = (uvicorn.handlers, uvicorn.propagate), True
    uvicorn.handlers = []
    try:
        configure_logging(level, style)
        yield
    finally:
        root.handlers = handlers
        uvicorn.handlers, uvicorn.propagate = apart
        for each, before in levels.items():
            each.setLevel(before)
        logger.remove()
        logger.add(sys.__stderr__)  # type: ignore[arg-type] # there is one


def written(capsys: Capture) -> list[dict[str, Any]]:
    """The objects, one from each line."""
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == "" or captured.err.endswith("\n")
    return [json.loads(line) for line in captured.err.split("\n")[:-1]]


def fail() -> None:
    password = f"hunter{2}"
    raise ValueError("no\nmore") from KeyError(len(password))


class Colour(Enum):
    RED = "red"


def test_a_line_is_one_object_that_says_when_how_bad_and_what(capsys: Capture) -> None:
    before = datetime.now(UTC)
    with configured():
        logger.info("it works: {}", "ü\n{x}")
        logger.error('"quoted" \\ \t \x00 {not} <red>a tag</red> \u2028 👩‍🎤')
    first, second = written(capsys)
    assert before <= datetime.fromisoformat(first.pop("time")) <= datetime.now(UTC)
    assert isinstance(first.pop("line"), int)
    assert first == {"level": "INFO", "logger": __name__, "message": "it works: ü\n{x}"}
    assert second["level"] == "ERROR"
    assert second["message"] == '"quoted" \\ \t \x00 {not} <red>a tag</red> \u2028 👩‍🎤'


async def test_what_is_bound_is_a_field(capsys: Capture) -> None:
    async def work(job: str) -> None:
        with logger.contextualize(job=job):
            await asyncio.sleep(0)
            logger.bind(status=200, ms=1.5, operation=None, done=True).info("done")

    with configured():
        await asyncio.gather(work("one"), work("two"))
        logger.info("outside")
    one, two, outside = written(capsys)
    assert (one["job"], two["job"]) == ("one", "two")
    assert (one["status"], one["ms"], one["operation"], one["done"]) == (200, 1.5, None, True)
    assert outside.keys() == {"time", "level", "logger", "line", "message"}


def test_values_that_are_not_json_are_written_as_text(capsys: Capture) -> None:
    key = UUID(int=7)
    with configured():
        logger.bind(
            key=key,
            path=Path("a/b"),
            error=OSError("away"),
            octets=b"\xff",
            several={"x"},
            imaginary=1j,
            colour=Colour.RED,
            by_number={1: "one", key: [Path("c")]},
            nobody=math.nan,
            at=datetime(2026, 5, 4, tzinfo=UTC),
        ).info("odd")
    [line] = written(capsys)
    assert line["key"] == str(key)
    assert line["path"] == "a/b"
    assert line["error"] == "away"
    assert line["octets"] == "b'\\xff'"
    assert line["several"] == "{'x'}"
    assert line["imaginary"] == "1j"
    assert line["colour"] == "red"
    assert line["by_number"] == {"1": "one", str(key): ["c"]}
    assert line["nobody"] is None
    assert datetime.fromisoformat(line["at"]) == datetime(2026, 5, 4, tzinfo=UTC)


class Speechless:
    def __str__(self) -> str:
        raise RuntimeError("nothing to say")


@pytest.mark.parametrize(
    "value",
    [2**64, "\ud800", {(1, 2): "pair"}, {"\ud800": 1}, Speechless()],
    ids=["large", "surrogate", "pair", "name", "speechless"],
)
def test_no_value_costs_the_line(capsys: Capture, value: object) -> None:
    with configured():
        logger.bind(odd=value).info("before {}", 1)
        logger.info("after")
    assert [line["message"] for line in written(capsys)] == ["before 1", "after"]


def test_half_a_character_in_a_message_does_not_cost_the_line(capsys: Capture) -> None:
    with configured():
        logger.warning("a file called {}", "\udcff")
    [line] = written(capsys)
    assert line["message"].startswith("a file called ")


@pytest.mark.parametrize("by", ["exception", "opt", "library"])
def test_an_exception_is_inside_its_line_with_its_trace(capsys: Capture, by: str) -> None:
    with configured():
        try:
            fail()
        except ValueError as error:
            if by == "exception":
                logger.exception("it broke")
            elif by == "opt":
                logger.opt(exception=error).error("it broke")
            else:
                LIBRARY.exception("it broke")
    [line] = written(capsys)
    assert (line["level"], line["message"]) == ("ERROR", "it broke")
    trace = line["exception"]
    assert trace.startswith(("Traceback", "KeyError"))
    assert "The above exception was the direct cause" in trace
    assert trace.endswith("ValueError: no\nmore\n")
    assert ", in fail\n" in trace
    assert Path(__file__).name in trace
    assert "it broke" not in trace


@pytest.mark.parametrize("style", ["json", "pretty"])
def test_a_trace_shows_no_value_of_any_variable(capsys: Capture, style: str) -> None:
    with configured(style):
        try:
            fail()
        except ValueError:
            logger.exception("it broke")
    text = capsys.readouterr().err
    assert ", in fail\n".replace("\n", "\\n" if style == "json" else "\n") in text
    assert "hunter2" not in text


@dataclass
class Visitor:
    name: str
    token: str = field(repr=False)


def test_a_secret_that_is_bound_stays_secret(capsys: Capture) -> None:
    with configured():
        logger.bind(secret=SecretStr("hunter2"), several=[SecretStr("hunter2")]).info("in")
    [line] = written(capsys)
    assert line["secret"] == "**********"
    assert "hunter2" not in str(line)


def test_what_a_dataclass_does_not_show_is_not_written(capsys: Capture) -> None:
    with configured():
        logger.bind(visitor=Visitor("ada", "hunter2")).info("in")
    [line] = written(capsys)
    assert "ada" in str(line)
    assert "hunter2" not in str(line)


def test_what_libraries_log_becomes_a_line_under_their_own_name(capsys: Capture) -> None:
    with configured():
        LIBRARY.warning("%d of %s", 3, "{x} <red>")
        LIBRARY.log(25, "between the levels")
        LIBRARY.debug("too fine")
    warning, between = written(capsys)
    assert warning["logger"] == "elsewhere"
    assert (warning["level"], warning["message"]) == ("WARNING", "3 of {x} <red>")
    assert between["level"] == "Level 25"


def test_the_line_of_a_library_is_its_own(capsys: Capture) -> None:
    with configured():
        here = sys._getframe().f_lineno
        LIBRARY.warning("there")
    [line] = written(capsys)
    assert line["line"] == here + 1


def test_a_library_that_logs_wrongly_goes_on(capsys: Capture) -> None:
    with configured():
        LIBRARY.warning("%d", "three")
        logger.info("after")
    assert json.loads(capsys.readouterr().err.splitlines()[-1])["message"] == "after"


@pytest.mark.parametrize("name", QUIET)
def test_talkative_libraries_are_heard_only_when_something_is_wrong(
    capsys: Capture, name: str
) -> None:
    with configured(level="TRACE"):
        logging.getLogger(f"{name}.inner").info("chatter")
        logging.getLogger(name).warning("trouble")
    assert [line["message"] for line in written(capsys)] == ["trouble"]


@pytest.mark.parametrize("style", ["json", "pretty"])
def test_what_is_below_the_level_is_not_written(capsys: Capture, style: str) -> None:
    with configured(style, "WARNING"):
        logger.info("chatter")
        LIBRARY.info("chatter")
        logger.warning("trouble")
    text = capsys.readouterr().err
    assert "chatter" not in text
    assert text.count("trouble") == 1


def test_whoever_configures_twice_reads_every_line_once(capsys: Capture) -> None:
    with configured("pretty"), configured():
        logger.info("mine")
        LIBRARY.info("theirs")
        assert [line["message"] for line in written(capsys)] == ["mine", "theirs"]


def test_lines_for_people_show_time_level_message_and_whose_they_are(capsys: Capture) -> None:
    with configured("pretty"):
        with logger.contextualize(job="{7} <red>", request_id="r1", kind="SONG"):
            logger.info("it {} <b>", "{works}")
        LIBRARY.error("100 %s", "{}")
    first, second = capsys.readouterr().err.splitlines()
    assert datetime.strptime(first[:12], "%H:%M:%S.%f").replace(tzinfo=UTC)
    assert first[12:] == " INFO    it {works} <b> job={7} <red> request_id=r1"
    assert second[12:] == " ERROR   100 {}"


def test_lines_for_people_are_followed_by_the_trace(capsys: Capture) -> None:
    with configured("pretty"):
        try:
            fail()
        except ValueError:
            logger.exception("it broke")
    first, *trace = capsys.readouterr().err.splitlines()
    assert first.endswith("ERROR   it broke")
    assert trace[-2:] == ["ValueError: no", "more"]


async def test_lines_of_requests_are_written_once_a_turn_and_before_other_lines(
    capsys: Capture,
) -> None:
    with configured():
        before = datetime.now(UTC)
        for status in (200, 401):
            request_lines.write("here", "done", {"status": status, "user_id": UUID(int=7)})
        assert written(capsys) == []
        await asyncio.sleep(0)
        first, second = written(capsys)
        assert before <= datetime.fromisoformat(first.pop("time")) <= datetime.now(UTC)
        assert first == {
            "level": "INFO",
            "logger": "here",
            "message": "done",
            "status": 200,
            "user_id": str(UUID(int=7)),
        }
        assert second["status"] == 401
        request_lines.write("here", "earlier", {})
        logger.info("later")
        assert [line["message"] for line in written(capsys)] == ["earlier", "later"]


def test_without_a_loop_the_line_of_a_request_is_written_at_once(capsys: Capture) -> None:
    with configured():
        request_lines.write("here", "done", {})
        assert [line["message"] for line in written(capsys)] == ["done"]
