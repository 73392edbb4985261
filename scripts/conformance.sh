#!/bin/sh
# Has the tools that others bring judge a whole studio: the audits of GraphQL over HTTP, graphql-ws,
# Apollo Client, urql, and then the TypeScript client.  Usage: scripts/conformance.sh
set -eu
cd "$(dirname "$0")/.."

if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    echo "SKIPPED: the conformance suite did not run, because Node.js is missing." >&2
    exit 0
fi
(cd tests/conformance && npm ci --ignore-scripts --no-fund --no-audit --loglevel=error)
if [ ! -e clients/typescript/dist/test/studio.test.js ]; then
    sh scripts/clients.sh --check typescript
fi
# The client comes last: it ends all sessions.
exec sh scripts/with_studio.sh sh -ec '
    (cd tests/conformance && node --test --test-concurrency=1)
    (cd clients/typescript && npm run --silent test)'
