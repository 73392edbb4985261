#!/bin/sh
# Runs a command beside a whole studio of its own, in a temporary directory, and stops it afterwards.
# The command finds ADDRESS, EMAIL, PASSWORD and SCRATCH, a directory, in its environment.
# Usage: scripts/with_studio.sh COMMAND…
set -eu
cd "$(dirname "$0")/.."

python=${PYTHON:-.venv/bin/python}
scratch=$(mktemp -d)
chmod 711 "$scratch"
# A conformance suite asks faster than a person may.
DATA_DIR=$scratch/data RATE_LIMIT=1000 RATE_LIMIT_BURST=10000 \
    "$python" -m app dev >"$scratch/output" 2>&1 &
studio=$!
stop() {
    kill -TERM "$studio" 2>/dev/null || true
    wait "$studio" || true
    rm -rf "$scratch"
}
trap stop EXIT
trap 'exit 130' INT TERM HUP

tries=0
until grep -q "The studio is ready" "$scratch/output"; do
    tries=$((tries + 1))
    if [ "$tries" -gt 600 ] || ! kill -0 "$studio" 2>/dev/null; then
        echo "The studio did not start:" >&2
        cat "$scratch/output" >&2
        exit 1
    fi
    sleep 0.1
done

login() {
    "$python" -c 'import json, sys; print(json.load(open(sys.argv[1]))[sys.argv[2]])' \
        "$scratch/data/login.json" "$1"
}
url=$(login url)
ADDRESS=${url%/graphql} EMAIL=$(login email) PASSWORD=$(login password) SCRATCH=$scratch
export ADDRESS EMAIL PASSWORD SCRATCH
"$@"
