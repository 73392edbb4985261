#!/bin/sh
# Starts a whole studio in a temporary directory and drives its GraphiQL page in headless Chromium.
set -eu
cd "$(dirname "$0")/.."

if ! command -v chromium >/dev/null && ! command -v chromium-browser >/dev/null; then
    echo "SKIPPED: the browser test did not run, because Chromium is missing." >&2
    exit 0
fi

exec sh scripts/with_studio.sh sh -c \
    'exec tests/browser/run.sh "$ADDRESS" "$EMAIL" "$PASSWORD" "$SCRATCH/pictures"'
