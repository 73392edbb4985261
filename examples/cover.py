"""Two covers and a title over one of them: plain httpx against a running studio.

    make run                                   # in one terminal
    .venv/bin/python examples/cover.py         # in another

It signs in with the login that `make run` keeps in `.data/login.json`, or with `--server`,
`--email` and the environment variable STUDIO_PASSWORD. Files go to `--out`.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

PROMPTS = (
    "a harbour at dawn, gulls over the water",
    "a lighthouse in a winter storm",
)


class Studio:
    """The API, as one person."""

    def __init__(self, server: str, email: str, password: str) -> None:
        self._http = httpx.Client(base_url=server, timeout=180)
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

    def download(self, path: str, target: Path) -> Path:
        """A file of the studio, from wherever it is kept."""
        with self._http.stream("GET", path, follow_redirects=True) as answer:
            answer.raise_for_status()
            with target.open("wb") as file:
                for chunk in answer.iter_bytes():
                    file.write(chunk)
        return target


def say(text: str) -> None:
    """Tell whoever watches."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main() -> None:
    """From two prompts to a cover."""
    options = arguments()
    studio = sign_in(options)
    folder: Path = options.out
    folder.mkdir(parents=True, exist_ok=True)

    say("1. Two pictures")
    pictures = [generated(studio, prompt) for prompt in PROMPTS]
    for picture in pictures:
        say(f"    {picture['width']}x{picture['height']}: {picture['userPrompt']}")

    say("2. A title over the first one, on trial")
    overlay = {
        "sourceImageId": pictures[0]["id"],
        "title": "Harbour Lights",
        "artist": "The Gulls",
        "fontStyle": "ELEGANT",
        "titlePosition": {"grid": "TOP_CENTER"},
        "titleFontSize": 120,
        "titleColor": "#FFE9B0",
        "outlineWidth": 4,
        "autoShrink": True,
    }
    preview = studio.ask(
        """query ($input: TextOverlayInput!) { previewTextOverlay(input: $input, maxEdge: 256) {
             picture title { text fontSize x y width height fits } missingGlyphs } }""",
        input=overlay,
    )["previewTextOverlay"]
    title = preview["title"]
    say(f"    {title['text']}: {title['fontSize']} px at {title['x']}, {title['y']}")
    say(f"    {'it fits' if title['fits'] else 'it does not fit'}")
    _, _, content = preview["picture"].partition(",")
    trial = folder / "preview.png"
    trial.write_bytes(base64.b64decode(content))
    say(f"    wrote {trial}")

    say("3. The same for good")
    cover = studio.ask(
        """mutation ($input: AddTextOverlayInput!) { addTextOverlay(input: $input) {
             image { title url width height } userErrors { message } } }""",
        input={**overlay, "idempotencyKey": str(uuid4())},
    )["addTextOverlay"]["image"]
    if cover is None:
        sys.exit("The cover is not finished yet: look for it in the list later.")
    say(f"    downloaded {studio.download(cover['url'], folder / 'cover.png')}")

    say("4. All pictures")
    images = studio.ask(
        "{ images(first: 10) { totalCount nodes { title hasOverlay width height } } }"
    )["images"]
    for image in images["nodes"]:
        mark = "with a title" if image["hasOverlay"] else "without"
        say(f"    {image['title']}, {mark}")


def generated(studio: Studio, prompt: str) -> dict[str, Any]:
    """A picture of a prompt, waited for."""
    picture: dict[str, Any] | None = studio.ask(
        """mutation ($input: GenerateImageInput!) { generateImage(input: $input) {
             image { id userPrompt width height } userErrors { message } } }""",
        input={
            "prompt": prompt,
            "title": prompt.partition(",")[0].capitalize(),
            "composition": "ALBUM_COVER",
            "idempotencyKey": str(uuid4()),
        },
    )["generateImage"]["image"]
    if picture is None:
        sys.exit("The picture is not finished yet: look for it in the list later.")
    return picture


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description="Two covers and a title over one of them.")
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
