#!/bin/sh
# Resolves the dependencies for every platform into requirements/*.txt. Needs uv.
set -eu
cd "$(dirname "$0")/.."

lock() {
    output=$1
    shift
    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
        --no-annotate --no-emit-index-url "$@" pyproject.toml --output-file "requirements/$output.txt"
}

lock runtime
lock dev --group dev
# Programs alone: no part of the studio.
uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
    --no-annotate --no-emit-index-url --group pyproject.toml:deploy --output-file requirements/deploy.txt
