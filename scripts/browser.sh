#!/bin/sh
# Starts a whole studio in a temporary directory and drives its GraphiQL page in headless Chromium.
set -eu
cd "$(dirname "$0")/.."

if ! command -v chromium >/dev/null && ! command -v chromium-browser >/dev/null; then
    echo "SKIPPED: the browser test did not run, because Chromium is missing." >&2
    exit 0
fi

scratch=$(mktemp -d)
chmod 711 "$scratch"
DATA_DIR=$scratch/data .venv/bin/python -m app dev >"$scratch/output" 2>&1 &
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
    .venv/bin/python -c 'import json, sys; print(json.load(open(sys.argv[1]))[sys.argv[2]])' \
        "$scratch/data/login.json" "$1"
}
url=$(login url)
tests/browser/run.sh "${url%/graphql}" "$(login email)" "$(login password)" "$scratch/pictures"
