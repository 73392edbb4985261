from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple, Protocol

import pytest

from app.cli import main
from app.schema.ids import encode_id
from tests.cli.process import ROOT
from tests.readpath.dataset import song_id, song_key
from tests.readpath.talks import conversation_id, conversation_key

EXAMPLES = ROOT / "examples" / "queries"
COMPILED = 0
REFUSED = 1
WRONG = 2


class Told(NamedTuple):
    status: int
    out: str
    err: str


class Explain(Protocol):
    def __call__(
        self, query: str | Path, variables: object = ..., operation: str | None = ...
    ) -> Told: ...


@pytest.fixture
def explain(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Explain:
    """What the command says of a file, or of a text that is put into one."""

    def explain(query: str | Path, variables: object = None, operation: str | None = None) -> Told:
        file = query if isinstance(query, Path) else tmp_path / "query.graphql"
        if isinstance(query, str):
            file.write_text(query)
        options = [] if variables is None else ["--variables", _json(variables)]
        options += [] if operation is None else ["--operation", operation]
        capsys.readouterr()
        status = main(["explain-query", str(file), *options])
        return Told(status, *capsys.readouterr())

    return explain


def _json(variables: object) -> str:
    return variables if isinstance(variables, str) else json.dumps(variables)


def parameters(told: Told) -> list[str]:
    """The values of the parameters, once it is sure that the statement has exactly these."""
    [statement] = re.findall(r"^SELECT .*?(?=\n\n\$1 = )", told.out, re.DOTALL | re.MULTILINE)
    listed = dict(re.findall(r"^\$(\d+) = (.*)$", told.out, re.MULTILINE))
    assert set(re.findall(r"\$(\d+)", statement)) == set(listed)
    assert list(listed) == [str(number) for number in range(1, len(listed) + 1)]
    assert listed.pop("1") == "the viewer's id"
    return list(listed.values())


def is_wrong(told: Told, *words: str) -> None:
    """The status is 2, and one line after the other says why."""
    assert told.status == WRONG, told
    assert told.err.endswith("\n")
    assert "Traceback" not in told.err
    for word in words:
        assert word in told.err


def test_the_example_of_a_page_is_one_statement(explain: Explain) -> None:
    told = explain(EXAMPLES / "songs_page.graphql")
    assert (told.status, told.err) == (COMPILED, "")
    plan = told.out.partition("\n\n")[0].splitlines()
    assert plan[0] == "songs: a page of Song, one statement"
    assert "      sketch: the Sketch that sketch_id points at" in plan
    assert "      choices: up to 3 SongChoice whose song_id points here" in plan
    assert "        id index title durationMs mp3Url" in plan
    assert told.out.count("SELECT convert_to(") == 1
    assert parameters(told) == ["20"]


def test_the_example_of_a_conversation_is_one_statement(explain: Explain) -> None:
    told = explain(EXAMPLES / "conversation.graphql", {"id": conversation_id(7)})
    assert (told.status, told.err) == (COMPILED, "")
    plan = told.out.partition("\n\n")[0].splitlines()
    assert plan[0] == "conversation: one Conversation, one statement"
    assert "  runningReply: the newest Message whose conversation_id points here" in plan
    assert "  messages: a page of Message" in plan
    assert told.out.count("SELECT convert_to(") == 1
    assert sorted(parameters(told)) == sorted([repr(conversation_key(7)), "50", "True"])


def test_the_example_with_a_ticket_is_left_to_the_resolvers(explain: Explain) -> None:
    told = explain(EXAMPLES / "who_am_i.graphql")
    assert told == (REFUSED, "left to the resolvers: resolver User.mediaTicket\n", "")


def test_every_example_is_explained(explain: Explain) -> None:
    files = sorted(EXAMPLES.iterdir())
    assert files
    for file in files:
        told = explain(file, {"id": conversation_id(7)})
        assert told.status in (COMPILED, REFUSED), file


def test_variables_become_parameters_in_their_places(explain: Explain) -> None:
    variables = {"first": 5, "filter": {"status": "SUCCESS"}}
    told = explain(EXAMPLES / "songs_page.graphql", variables)
    assert told.status == COMPILED
    assert sorted(parameters(told)) == ["'SUCCESS'", "5"]


def test_an_id_is_looked_up_by_its_key(explain: Explain) -> None:
    told = explain("query ($id: ID!) { song(id: $id) { id title } }", {"id": song_id(7)})
    assert told.status == COMPILED
    assert told.out.startswith("song: one Song, one statement\n  id title\n")
    assert parameters(told) == [repr(song_key(7))]


def test_a_variable_decides_what_is_read(explain: Explain) -> None:
    query = "query ($with: Boolean!) { me { id email @include(if: $with) } }"
    assert "email" in explain(query, {"with": True}).out
    told = explain(query, {"with": False})
    assert told.status == COMPILED
    assert "email" not in told.out


def test_values_stay_out_of_the_statement(explain: Explain) -> None:
    hostile = "'; DROP TABLE songs; --"
    told = explain(
        "query ($after: String) { songs(after: $after) { totalCount nodes { id } } }",
        {"after": hostile},
    )
    is_wrong(told, "songs: page.bad_cursor")
    assert hostile not in told.out


def test_each_root_field_has_its_statement(explain: Explain) -> None:
    told = explain("{ kind: __typename mine: me { id } jobs(last: 3) { totalCount } }")
    assert told.status == COMPILED
    assert told.out.startswith("kind: the constant Query\n\nmine: one User, one statement\n")
    assert "\njobs: a page of Job, one statement\n" in told.out
    assert told.out.count("SELECT convert_to(") == 2
    assert told.out.count("$1 = the viewer's id\n") == 2


def test_what_is_newest_is_said_so(explain: Explain) -> None:
    told = explain("{ songs { nodes { job { id song { id } } } } }")
    assert "job: the newest Job whose song_id points here\n" in told.out
    assert "song: the Song that song_id points at\n" in told.out


SEVERAL = "query A { me { id } } query B { songs { totalCount } } mutation C { x: __typename }"


def test_one_of_several_operations_is_chosen_by_its_name(explain: Explain) -> None:
    assert explain(SEVERAL, operation="A").out.startswith("me: one User")
    assert explain(SEVERAL, operation="B").out.startswith("songs: a page of Song")


@pytest.mark.parametrize("operation", [None, "D", ""])
def test_without_the_name_of_one_operation_nothing_is_explained(
    explain: Explain, operation: str | None
) -> None:
    told = explain(SEVERAL, operation=operation)
    is_wrong(told, "--operation")
    assert told.out == ""


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("mutation { logout(input: {}) { userErrors { code } } }", "mutation"),
        ('subscription { songProgress(songId: "x") { seq } }', "subscription"),
        ('{ node(id: "x") { id } }', "resolver Query.node"),
        ("{ __schema { queryType { name } } }", "resolver Query.__schema"),
        ("{ me { id mediaTicket { ticket } } }", "resolver User.mediaTicket"),
        ("{ me { " + "a" * 64 + ": id } }", "an alias of more than 63 characters"),
    ],
)
def test_a_refusal_ends_with_1_and_its_reason(explain: Explain, query: str, reason: str) -> None:
    assert explain(query) == (REFUSED, f"left to the resolvers: {reason}\n", "")


def test_a_statement_that_would_be_too_long_is_refused(explain: Explain) -> None:
    titles = " ".join(f"title{number}: title" for number in range(2000))
    told = explain(f"{{ songs {{ nodes {{ {titles} }} }} }}")
    assert told.status == REFUSED
    assert told.out.startswith("left to the resolvers: a statement of more than")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("{ me { id }", ["Syntax Error"]),
        ("", ["Syntax Error"]),
        ("{ me { id } } }", ["Syntax Error"]),
        ("{ " + "a { " * 5000 + "}" * 5001, ["nested too deeply"]),
        ("{ me { nonsense } nothing { id } }", ["'nonsense'", "'nothing'"]),
        ("{ me }", ["'me'", "subfields"]),
        ("{ song { id } }", ["id:", "required"]),
        ("query ($n: Int) { me { id } }", ["'$n'", "never used"]),
        ("{ songs(first: $n) { totalCount } }", ["'$n'", "not defined"]),
        ("query ($n: String) { songs(first: $n) { totalCount } }", ["'$n'"]),
        ("{ songs(first: 1.5) { totalCount } }", ["1.5"]),
        ("{ songs(filter: {status: SHINY}) { totalCount } }", ["'SHINY'"]),
        ("{ me { ...Gone } }", ["'Gone'"]),
        ("fragment Alone on Song { id }", ["'Alone'", "never used"]),
        ("type Song { id: ID }", ["'Song'", "not executable"]),
    ],
)
def test_an_invalid_document_ends_with_2_and_what_is_wrong(
    explain: Explain, query: str, words: list[str]
) -> None:
    told = explain(query)
    is_wrong(told, *words)
    assert told.out == ""


@pytest.mark.parametrize(
    ("variables", "word"),
    [
        ({}, "'$first'"),
        ({"first": None}, "'$first'"),
        ({"first": "five"}, "'five'"),
        ({"first": 2**31}, "2147483648"),
        ({"first": 5, "filter": {"status": "SHINY"}}, "'SHINY'"),
        ({"first": 5, "filter": {"colour": "red"}}, "'colour'"),
    ],
)
def test_wrong_variables_end_with_2_and_which_ones(
    explain: Explain, variables: dict[str, object], word: str
) -> None:
    query = "query ($first: Int!, $filter: SongFilter) { songs(first: $first, filter: $filter)"
    told = explain(query + " { totalCount } }", variables)
    is_wrong(told, word)
    assert told.out == ""


@pytest.mark.parametrize("variables", ["{", "", "{'first': 5}", "first=5", '{"first": 5,}'])
def test_variables_that_are_no_json_end_with_2(explain: Explain, variables: str) -> None:
    is_wrong(explain(EXAMPLES / "songs_page.graphql", variables), "line 1 column")


@pytest.mark.parametrize("variables", ["[]", "[5]", "5", "null", '"first"', "true"])
def test_variables_that_are_no_object_end_with_2(explain: Explain, variables: str) -> None:
    is_wrong(explain(EXAMPLES / "songs_page.graphql", variables))


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("{ songs(first: 101) { totalCount } }", "songs: number.out_of_range"),
        ("{ list: songs(first: 0) { totalCount } }", "list: number.out_of_range"),
        ('{ songs(after: "nowhere") { totalCount } }', "songs: page.bad_cursor"),
        ('{ song(id: "seven") { id } }', "song: id.malformed"),
        ('{ songs(filter: {sketchId: "x"}) { totalCount } }', "songs: id.malformed"),
    ],
)
def test_arguments_that_a_resolver_refuses_end_with_2(
    explain: Explain, query: str, words: str
) -> None:
    is_wrong(explain(query), words)


def test_an_id_of_another_type_ends_with_2(explain: Explain) -> None:
    is_wrong(explain(f'{{ song(id: "{encode_id("Job", song_key(1))}") {{ id }} }}'), "song: id.")


def test_null_for_what_cannot_be_null_ends_with_2(explain: Explain) -> None:
    query = 'query ($id: ID = "x") { song(id: $id) { id } }'
    is_wrong(explain(query, {"id": None}), "'$id'")


def test_a_file_that_cannot_be_read_ends_with_2(explain: Explain, tmp_path: Path) -> None:
    is_wrong(explain(tmp_path / "missing.graphql"), "missing.graphql")
    is_wrong(explain(tmp_path), str(tmp_path))
    (tmp_path / "latin.graphql").write_bytes(b"# \xfc\n{ me { id } }")
    is_wrong(explain(tmp_path / "latin.graphql"), "utf-8")


def test_the_command_needs_no_server_and_no_settings(tmp_path: Path) -> None:
    nowhere = "127.0.0.1:9"
    ended = subprocess.run(
        [sys.executable, "-m", "app", "explain-query", str(EXAMPLES / "songs_page.graphql")],
        cwd=tmp_path,
        env={
            "PYTHONPATH": str(ROOT),
            "DATABASE_URL": f"postgres://nobody@{nowhere}/nothing",
            "REDIS_URL": f"redis://{nowhere}",
            "RATE_LIMIT": "not a number",
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    told = Told(ended.returncode, ended.stdout, ended.stderr)
    assert (told.status, told.err) == (COMPILED, "")
    assert parameters(told) == ["20"]
    assert list(tmp_path.iterdir()) == []
