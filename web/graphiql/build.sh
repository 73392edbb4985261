#!/bin/sh
# Rebuilds app/http/graphiql/dist from these sources. Needs Node.js; running the service does not.
set -eu

cd "$(dirname "$0")"
npm ci --ignore-scripts --no-fund --no-audit --loglevel=error
npx tsc --noEmit
npx vite build --logLevel warn
sha256sum index.html package.json package-lock.json tsconfig.json vite.config.ts $(find src -type f | LC_ALL=C sort) >BUILT_FROM.sha256
du -sh ../../app/http/graphiql/dist
