#!/bin/sh
# Builds the wheel and imports it in an environment that holds nothing but its requirements, from a
# directory that is not the checkout: a file missing in the wheel shows here, not at a user's.
set -eu
cd "$(dirname "$0")/.."

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
root=$PWD

.venv/bin/python -m pip wheel --quiet --disable-pip-version-check --no-deps \
    --wheel-dir "$scratch/dist" "$root"
.venv/bin/python -m venv "$scratch/venv"
"$scratch/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
    --require-hashes --requirement requirements/runtime.txt
"$scratch/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
    --no-deps "$scratch"/dist/*.whl
cd "$scratch"
venv/bin/python - <<'PYTHON'
import importlib
import pkgutil

import aitestmock
import app
import studio_client

found = 0
for package in (app, aitestmock, studio_client):
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if not module.name.endswith("__main__") and module.name != "app.arq_worker":
            importlib.import_module(module.name)
            found += 1
print(f"{found} modules of the wheel import")
PYTHON
venv/bin/python -m app --help >/dev/null
