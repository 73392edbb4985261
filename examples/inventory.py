"""An inventory, from a spreadsheet and back: plain httpx against a running studio.

    make run                                       # in one terminal
    .venv/bin/python examples/inventory.py         # in another

It signs in with the login that `make run` keeps in `.data/login.json`, or with `--server`,
`--email` and the environment variable STUDIO_PASSWORD. The export goes to `--out`. Where
DATABASE_URL and ENCRYPTION_SECRET_KEYS are set it also has everything encrypted with the newest
key; else it says how.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

SPREADSHEET = """\
Typ;Bezeichnung;Hersteller;Version;Passwort;Lizenzart;Seriennummer;Preis;Währung;Gültig bis;Notiz
Software;Tape Deck;Reels & Co;3.1;"  two spaces ";Lizenzschlüssel;RC-0815-4711;199,00;EUR;;Regal
Plugin;Plate Reverb;Reels & Co;2.0;;iLok;;49.5;EUR;{soon};
Plugin;Plate Reverb;Reels & Co;2.0;;iLok;;49.5;EUR;;doppelt
Gerät;Mystery Box;;;;;;;;;
"""
ROTATE = ("-m", "app", "crypto", "rotate")


class Studio:
    """The API, as one person."""

    def __init__(self, server: str, email: str, password: str) -> None:
        self.password = password
        self._http = httpx.Client(base_url=server, timeout=60)
        signed_in = self.ask(
            """mutation ($input: LoginInput!) {
                 login(input: $input) { token userErrors { message } } }""",
            input={"email": email, "password": password},
        )["login"]
        self._http.headers["Authorization"] = f"Bearer {signed_in['token']}"

    def ask(self, query: str, **variables: Any) -> dict[str, Any]:
        """The data of an operation; ends the session with its words when something is wrong."""
        return self._data(
            self._http.post("/graphql", json={"query": query, "variables": variables})
        )

    def upload(self, query: str, content: str, **wish: Any) -> dict[str, Any]:
        """The data of an operation with a file, by the multipart request specification."""
        operations = {"query": query, "variables": {"input": {**wish, "file": None}}}
        return self._data(
            self._http.post(
                "/graphql",
                data={
                    "operations": json.dumps(operations),
                    "map": json.dumps({"0": ["variables.input.file"]}),
                },
                files={"0": ("inventory.csv", content.encode("utf-8-sig"))},
                headers={"GraphQL-Require-Preflight": "1"},
            )
        )

    def _data(self, response: httpx.Response) -> dict[str, Any]:
        answer = response.json()
        problems = list(answer.get("errors", []))
        data: dict[str, Any] = answer.get("data") or {}
        for payload in data.values():
            if isinstance(payload, dict):
                problems += payload.get("userErrors", [])
        if problems:
            sys.exit("The studio says: " + " ".join(each["message"] for each in problems))
        return data


def say(text: str) -> None:
    """Tell whoever watches."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main() -> None:
    """From a spreadsheet to an inventory, and back."""
    options = arguments()
    studio = sign_in(options)

    say("1. A spreadsheet, on trial and for good")
    soon = (datetime.now(UTC) + timedelta(days=14)).date()
    for dry_run in (True, False):
        bring(studio, SPREADSHEET.format(soon=soon.isoformat()), dry_run=dry_run)

    say("2. The inventory")
    for item in inventory(studio):
        kept = [name for name in ("Password", "LicenseKey", "Price") if item[f"has{name}"]]
        say(f"    {item['name']}, {item['status']}: {', '.join(kept) or 'no secrets'}")
    for total in studio.ask("{ equipmentSpending { totals { currency amount count } } }")[
        "equipmentSpending"
    ]["totals"]:
        say(f"    spent {total['amount']} {total['currency']} on {total['count']}")

    say("3. A copy for a second machine")
    original = next(item for item in inventory(studio) if item["name"] == "Tape Deck")
    copy = studio.ask(
        """mutation ($input: DuplicateEquipmentInput!) { duplicateEquipment(input: $input) {
             equipment { id name hasPassword hasLicenseKey } userErrors { message } } }""",
        input={"id": original["id"]},
    )["duplicateEquipment"]["equipment"]
    say(f"    {copy['name']}: password {copy['hasPassword']}, key {copy['hasLicenseKey']}")

    say("4. Its secrets, told and noted")
    reveal(studio, original["id"])

    say("5. Back to a file, with secrets")
    target = write(studio, options.out)
    say(f"    wrote {target}, which only you may read")

    say("6. A new key")
    rotate()


def bring(studio: Studio, content: str, *, dry_run: bool) -> None:
    """Import a CSV and say what became of its rows."""
    report = studio.upload(
        """mutation ($input: ImportEquipmentInput!) { importEquipment(input: $input) {
             report { created skipped failed ignoredColumns errors { row path message } }
             userErrors { message } } }""",
        content,
        format="CSV",
        dryRun=dry_run,
    )["importEquipment"]["report"]
    would = "would be " if dry_run else ""
    say(f"    {report['created']} {would}created, {report['skipped']} {would}skipped")
    for error in report["errors"]:
        say(f"    row {error['row']}, {'.'.join(error['path'])}: {error['message']}")
    if report["ignoredColumns"]:
        say(f"    ignored: {', '.join(report['ignoredColumns'])}")


def inventory(studio: Studio) -> list[dict[str, Any]]:
    """Everything, by name."""
    found = studio.ask(
        """{ equipmentItems(first: 100) { nodes {
               id name status hasPassword hasLicenseKey hasPrice } } }"""
    )
    return list(found["equipmentItems"]["nodes"])


def reveal(studio: Studio, equipment_id: str) -> None:
    """Tell that secrets come back as they were typed, and that it was noted."""
    secrets = studio.ask(
        """mutation ($input: RevealEquipmentSecretsInput!) {
             revealEquipmentSecrets(input: $input) {
               secrets { password licenseKey price { amount currency } }
               userErrors { message } } }""",
        input={"id": equipment_id},
    )["revealEquipmentSecrets"]["secrets"]
    say(f"    password {secrets['password']!r}, key {secrets['licenseKey']}")
    for entry in studio.ask(
        """{ secretReveals(first: 1) { nodes {
               equipmentName purpose clientAddress createdAt } } }"""
    )["secretReveals"]["nodes"]:
        where = f"from {entry['clientAddress']} at {entry['createdAt']}"
        say(f"    noted: {entry['purpose']} of {entry['equipmentName']} {where}")


def write(studio: Studio, folder: Path) -> Path:
    """Export everything to a file for its owner's eyes only."""
    exported = studio.ask(
        """mutation ($input: ExportEquipmentInput!) { exportEquipment(input: $input) {
             file { filename content } userErrors { message } } }""",
        input={"format": "CSV", "includeSecrets": True, "password": studio.password},
    )["exportEquipment"]["file"]
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / Path(exported["filename"]).name
    target.unlink(missing_ok=True)
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(exported["content"].encode())
    return target


def rotate() -> None:
    """Have everything encrypted with the newest key, or say how."""
    if not {"DATABASE_URL", "ENCRYPTION_SECRET_KEYS"} <= set(os.environ):
        say("    put a key of `python -m app crypto new-key` before the old one, separated by a")
        say("    comma, restart the studio, and run `python -m app crypto rotate`")
        return
    done = subprocess.run(  # noqa: S603 - a fixed command line
        [sys.executable, *ROTATE], check=True, capture_output=True, text=True
    )
    for line in done.stdout.splitlines():
        say(f"    {line}")


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description="An inventory, from a spreadsheet and back.")
    parser.add_argument("--server", help="the studio's address")
    parser.add_argument("--email", help="who signs in; the password is in STUDIO_PASSWORD")
    parser.add_argument("--out", type=Path, default=Path("downloads"), help="where the file goes")
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
