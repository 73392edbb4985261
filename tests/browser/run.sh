#!/bin/sh
# Drives the GraphiQL page of a running service in headless Chromium; the network stays cut.
# Usage: tests/browser/run.sh BASE_URL EMAIL PASSWORD [OUT_DIR]   (screenshots go to OUT_DIR)
set -eu

if [ $# -lt 3 ]; then
    echo "usage: $0 BASE_URL EMAIL PASSWORD [OUT_DIR]" >&2
    exit 2
fi

skip() {
    echo "SKIPPED: the browser test did not run, because $1." >&2
    exit 0
}

command -v node >/dev/null && command -v npm >/dev/null || skip "Node.js is missing"
CHROMIUM=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || true)}
[ -n "$CHROMIUM" ] || skip "Chromium is missing"

BASE_URL=$1 EMAIL=$2 PASSWORD=$3 OUT_DIR=$(realpath -m "${4:-${TMPDIR:-/tmp}/graphiql-screenshots}")
export BASE_URL EMAIL PASSWORD OUT_DIR CHROMIUM

cd "$(dirname "$0")"
npm ci --ignore-scripts --no-fund --no-audit --loglevel=error
exec node --test-reporter=spec graphiql.test.mjs
