"""What must not be in the repository, and what its dependencies must be licensed under.

Looks through every file that git knows for keys of the well-known kinds, and at the licence of
every package in requirements/runtime.txt that is installed here. Prints what is wrong and exits 1.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LARGEST = 2_000_000
"""Bytes of a file that is looked through; larger ones are pictures and fonts."""

SECRETS = {
    "a private key": rb"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----\s+[A-Za-z0-9+/=\s]{64}",
    "a key of AWS": rb"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",
    "a key of OpenAI": rb"\bsk-(?:proj-|admin-|svcacct-)?[A-Za-z0-9_-]{40,}",
    "a token of GitHub": rb"\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{50,})",
    "a token of GitLab": rb"\bglpat-[A-Za-z0-9_-]{20,}",
    "a token of Slack": rb"\bxox[abposr]-[A-Za-z0-9-]{20,}",
    "a key of Google": rb"\bAIza[A-Za-z0-9_-]{35}\b",
    "a key of Stripe": rb"\b[rs]k_live_[A-Za-z0-9]{20,}",
    "a token of a registry": rb"\b(?:pypi-AgE[A-Za-z0-9_-]{50,}|npm_[A-Za-z0-9]{36})\b",
    "a JSON Web Token": rb"\beyJ[A-Za-z0-9_-]{15,}\.eyJ[A-Za-z0-9_-]{15,}\.[A-Za-z0-9_-]{20,}",
}

LICENSES = frozenset(
    {
        "Apache-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "CNRI-Python",
        "ISC",
        "MIT",
        "MIT-0",
        "MIT-CMU",
        "MPL-2.0",  # of certifi and orjson, which are used as they are
        "PSF-2.0",
        "Unlicense",
    }
)
"""All of them may be used and passed on with a work under the MIT licence."""

OLD_NAMES = {
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "BSD": "BSD-3-Clause",
    "Dual License": "Apache-2.0 OR BSD-3-Clause",
    "MIT License": "MIT",
    "": None,
}
"""What packages say who do not write SPDX expressions; None: their classifiers tell."""
CLASSIFIERS = {"MIT License": "MIT"}


def secrets() -> Iterator[str]:
    """Where something looks like a secret; its text is not repeated."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True
    ).stdout
    for name in filter(None, listed.decode().split("\0")):
        path = ROOT / name
        if not path.is_file() or path.stat().st_size > LARGEST:
            continue
        content = path.read_bytes()
        for what, pattern in SECRETS.items():
            for match in re.finditer(pattern, content):
                line = content.count(b"\n", 0, match.start()) + 1
                yield f"{name}:{line}: this looks like {what}"


def licenses() -> Iterator[str]:
    """Runtime packages with a licence that was not agreed to."""
    locked = (ROOT / "requirements/runtime.txt").read_text()
    for name in re.findall(r"^([a-z0-9-]+)(?:\[[^\]]*\])?==", locked, re.MULTILINE):
        try:
            told = metadata.metadata(name)
        except metadata.PackageNotFoundError:
            continue  # for another platform
        expression = _expression(told)
        words = re.findall(r"[A-Za-z0-9.-]+", expression)
        if not words or not set(words) - {"AND", "OR"} <= LICENSES:
            yield f"{name}: its licence is {expression or 'unknown'!r}"


def _expression(told: metadata.PackageMetadata) -> str:
    said = told.get("License-Expression") or told.get("License", "").strip().partition("\n")[0]
    known = OLD_NAMES.get(said, said)
    if known is not None:
        return known
    named = (each.rpartition(" :: ")[2] for each in told.get_all("Classifier") or [])
    return next((CLASSIFIERS[each] for each in named if each in CLASSIFIERS), "")


def main() -> int:
    """Say what is wrong."""
    found = [*secrets(), *licenses()]
    for each in found:
        print(each, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
