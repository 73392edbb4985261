"""A session in the writing room, from an idea to stems: plain httpx against a running studio.

    make run                                          # in one terminal
    .venv/bin/python examples/writing_room.py         # in another

It signs in with the login that `make run` keeps in `.data/login.json`, or with `--server`,
`--email` and the environment variable STUDIO_PASSWORD. Files go to `--out`.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

LYRICS = """\
The harbour wakes before the town,  the gulls are late again, the lamps go out one after one
“Come home,” you said… and I stayed

Light the lights, light the lights
all along the water side

Winter took the ferry down,the summer never noticed and the rope is all that stayed behind
I count the days — I count the tides


Light the lights, light the lights
all along the water side
"""

ENDED = {"SUCCESS", "FAILURE", "CANCELLED", "SUCCEEDED", "FAILED"}


class Studio:
    """The API, as one person."""

    def __init__(self, server: str, email: str, password: str) -> None:
        self._http = httpx.Client(base_url=server, timeout=60)
        signed_in = self.ask(
            """mutation ($input: LoginInput!) {
                 login(input: $input) { token userErrors { message } } }""",
            input={"email": email, "password": password},
        )["login"]
        self._http.headers["Authorization"] = f"Bearer {signed_in['token']}"

    def ask(self, query: str, **variables: Any) -> dict[str, Any]:
        """The data of an operation; ends the session with its words when something is wrong."""
        answer = self._http.post("/graphql", json={"query": query, "variables": variables}).json()
        problems = list(answer.get("errors", []))
        data: dict[str, Any] = answer.get("data") or {}
        for payload in data.values():
            if isinstance(payload, dict):
                problems += payload.get("userErrors", [])
        if problems:
            sys.exit("The studio says: " + " ".join(each["message"] for each in problems))
        return data

    def wait(self, query: str, status: str, **variables: Any) -> dict[str, Any]:
        """Ask twice a second until what the query is about has ended."""
        while True:
            [found] = self.ask(query, **variables).values()
            say(f"    {found[status].lower()}", end="\r")
            if found[status] in ENDED:
                say(f"    {found[status].lower()}   ")
                return dict(found)
            time.sleep(0.5)

    def download(self, path: str, folder: Path) -> Path:
        """A file of the studio, named as the studio names it."""
        with self._http.stream("GET", path, params={"download": "1"}) as answer:
            answer.raise_for_status()
            _, _, name = answer.headers["content-disposition"].partition("filename*=UTF-8''")
            target = folder / httpx.URL(f"http://x/{name}").path.lstrip("/")
            with target.open("wb") as file:
                for chunk in answer.iter_bytes():
                    file.write(chunk)
        return target


def say(text: str, end: str = "\n") -> None:
    """Tell whoever watches."""
    sys.stdout.write(text + end)
    sys.stdout.flush()


def main() -> None:
    """Walk through the room."""
    options = arguments()
    studio = sign_in(options)
    folder: Path = options.out
    folder.mkdir(parents=True, exist_ok=True)

    say("1. A sketch")
    sketch = studio.ask(
        """mutation ($input: CreateSketchInput!) {
             createSketch(input: $input) { sketch { id version } userErrors { message } } }""",
        input={
            "title": "Harbour Lights",
            "prompt": "folk rock, warm, 5s",
            "lyrics": LYRICS,
            "tags": "harbour, winter",
            "idempotencyKey": str(uuid4()),
        },
    )["createSketch"]["sketch"]

    say("2. The lyrics, cleaned by the rules and structured")
    tools = studio.ask(
        """query ($text: String!) { lyricTools {
             clean(text: $text) { hits { name hits } skipped { name reason } }
             structure(text: $text, clean: true) { text labelled unlabelled } } }""",
        text=LYRICS,
    )["lyricTools"]
    for rule in tools["clean"]["hits"]:
        if rule["hits"]:
            say(f"    {rule['hits']} x {rule['name']}")
    structured = tools["structure"]["text"]
    say("    " + structured.replace("\n", "\n    "))
    changed = studio.ask(
        """mutation ($input: UpdateSketchInput!) {
             updateSketch(input: $input) {
               sketch { version lyricRevisions { version } } userErrors { message } } }""",
        input={"id": sketch["id"], "lyrics": structured, "expectedVersion": sketch["version"]},
    )["updateSketch"]["sketch"]
    say(f"    kept as version {changed['version']}; older: {len(changed['lyricRevisions'])}")

    say("3. A song")
    started = studio.ask(
        """mutation ($input: GenerateSongInput!) {
             generateSong(input: $input) { song { id } userErrors { message } } }""",
        input={"sketchId": sketch["id"], "choices": 2, "idempotencyKey": str(uuid4())},
    )["generateSong"]["song"]
    song = studio.wait(
        """query ($id: ID!) { song(id: $id) {
             status title error { message }
             choices { id index durationText mp3Url lrc } sketch { workflow } } }""",
        "status",
        id=started["id"],
    )
    if song["status"] != "SUCCESS":
        sys.exit("The song did not come: " + (song["error"] or {}).get("message", "cancelled"))
    say(f"    the sketch is now {song['sketch']['workflow'].lower()}")

    say("4. The choices")
    best = song["choices"][0]
    for choice in song["choices"]:
        say(f"    {choice['index']}: {choice['durationText']}")
        rating = "UP" if choice is best else "DOWN"
        studio.ask(
            """mutation ($input: RateSongChoiceInput!) {
                 rateSongChoice(input: $input) { choice { rating } userErrors { message } } }""",
            input={"choiceId": choice["id"], "rating": rating},
        )
    say(f"    downloaded {studio.download(best['mp3Url'], folder)}")
    if best["lrc"]:
        timed = folder / "Harbour Lights.lrc"
        timed.write_text(best["lrc"], encoding="utf-8")
        say(f"    wrote {timed}")

    say("5. Stems of the first one")
    job = studio.ask(
        """mutation ($input: GenerateStemsInput!) {
             generateStems(input: $input) { job { id } userErrors { message } } }""",
        input={"choiceId": best["id"], "idempotencyKey": str(uuid4())},
    )["generateStems"]["job"]
    ended = studio.wait(
        "query ($id: ID!) { job(id: $id) { status error { message } choice { stemsUrl } } }",
        "status",
        id=job["id"],
    )
    if ended["status"] != "SUCCEEDED":
        sys.exit("The stems did not come: " + (ended["error"] or {}).get("message", "cancelled"))
    say(f"    downloaded {studio.download(ended['choice']['stemsUrl'], folder)}")


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description="A session in the writing room.")
    parser.add_argument("--server", help="the studio's address")
    parser.add_argument("--email", help="who signs in; the password is in STUDIO_PASSWORD")
    parser.add_argument("--out", type=Path, default=Path("downloads"), help="where files go")
    return parser.parse_args()


def sign_in(options: argparse.Namespace) -> Studio:
    """With what was given, or with what `make run` keeps."""
    if options.email:
        server = options.server or "http://127.0.0.1:8000"
        return Studio(server, options.email, os.environ["STUDIO_PASSWORD"])
    kept = Path(os.environ.get("DATA_DIR", ".data"), "login.json")
    if not kept.exists():
        sys.exit(f"There is no {kept}: start a studio with `make run`, or give --email.")
    login = json.loads(kept.read_text(encoding="utf-8"))
    return Studio(
        options.server or login["url"].removesuffix("/graphql"), login["email"], login["password"]
    )


if __name__ == "__main__":
    main()
