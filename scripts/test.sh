#!/bin/sh
# Tests on all cores, with the coverage; the domain must be covered to 95 %.
# Arguments go to pytest: -m "not process and not resolvers" leaves out what takes longest.
set -eu
cd "$(dirname "$0")/.."

.venv/bin/python -m pytest -n auto --cov --cov-report=term:skip-covered "$@"
.venv/bin/coverage report --include='app/domain/*' --fail-under=95 --format=total >/dev/null || {
    echo "The coverage of app/domain is below 95 %:" >&2
    .venv/bin/coverage report --include='app/domain/*' --show-missing --skip-covered >&2
    exit 1
}
