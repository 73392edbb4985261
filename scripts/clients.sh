#!/bin/sh
# Generates both typed clients from schema.graphql and their operations, and compiles the TypeScript
# one.  Usage: scripts/clients.sh [--check] [python|typescript]
# With --check what is committed stays, and must be what would be generated.
set -eu
cd "$(dirname "$0")/.."
root=$PWD

check=
if [ "${1:-}" = --check ]; then
    check=yes
    shift
fi
which=${1:-python typescript}

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# The generator wants an older graphql-core than the studio: it has an environment of its own.
generator() {
    place=clients/python/.generator
    wanted="$(cksum <clients/python/requirements.txt) $root"
    if [ "$(cat "$place/.complete" 2>/dev/null)" != "$wanted" ]; then
        rm -rf "$place"
        "${PYTHON:-.venv/bin/python}" -m venv "$place" &&
            "$place/bin/python" -m pip install --quiet --disable-pip-version-check \
                --require-hashes --requirement clients/python/requirements.txt || return 1
        echo "$wanted" >"$place/.complete"
    fi
}

keep_or_compare() {
    if [ -z "$check" ]; then
        rm -rf "$2"
        cp -R "$1" "$2"
    elif ! diff -r -x __pycache__ "$1" "$2" >"$scratch/difference"; then
        head -n 40 "$scratch/difference" >&2
        echo "$2 is not what would be generated: run make clients" >&2
        exit 1
    fi
}

python_client() {
    if ! generator; then
        echo "SKIPPED: the Python client was not generated, its generator cannot be installed." >&2
        return 0
    fi
    # In a copy, so that a generator that fails leaves nothing half done.
    mkdir -p "$scratch/clients/python/studio_client"
    cp schema.graphql "$scratch"
    cp -R clients/python/pyproject.toml clients/python/operations "$scratch/clients/python"
    (cd "$scratch/clients/python" && "$root/clients/python/.generator/bin/ariadne-codegen") \
        >"$scratch/output" 2>&1 || { cat "$scratch/output" >&2 && exit 1; }
    # Checks that the generator switches off as a whole are passed without that.
    find "$scratch/clients/python/studio_client/generated" -name '*.py' -exec sed -i.old \
        -e 's/  # type: ignore$//' -e 's/# type: ignore # noqa/# noqa/' {} +
    find "$scratch/clients/python/studio_client/generated" -name '*.old' -delete
    keep_or_compare "$scratch/clients/python/studio_client/generated" \
        clients/python/studio_client/generated
}

typescript_client() {
    if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
        echo "SKIPPED: the TypeScript client was not built, because Node.js is missing." >&2
        return 0
    fi
    mkdir -p "$scratch/clients"
    cp schema.graphql "$scratch"
    cd clients/typescript
    npm ci --ignore-scripts --no-fund --no-audit --loglevel=error
    cp -R . "$scratch/clients/typescript"
    rm -rf "$scratch/clients/typescript/src/generated"
    (cd "$scratch/clients/typescript" && npm run --silent generate) >"$scratch/output" 2>&1 ||
        { cat "$scratch/output" >&2 && exit 1; }
    keep_or_compare "$scratch/clients/typescript/src/generated" src/generated
    rm -rf dist
    npm run --silent build
    cd "$root"
}

for each in $which; do
    "${each}_client"
done
