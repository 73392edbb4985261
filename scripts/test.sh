#!/bin/sh
# Tests, two at a time on each core because half of their time is waiting, with the coverage of the
# domain, which must be 95 %; tests/measured.py tells which tests are watched for it.
# Arguments go to pytest: -m "not process and not resolvers" leaves out what takes longest.
#
# What fails is tried once more, one test after the other, and must pass then: on a busy machine a
# few of eight thousand tests run out of time. They are named, and many failures are no accident.
set -eu
cd "$(dirname "$0")/.."

# What one process compiles need not be compiled by the hundreds that follow.
unset PYTHONDONTWRITEBYTECODE
.venv/bin/python -m compileall -q -j 0 app aitestmock

most=5
result=0
workers=$((2 * $(getconf _NPROCESSORS_ONLN)))
.venv/bin/python -m pytest -n "$workers" --cov --cov-report= "$@" || result=$?
if [ "$result" -eq 1 ]; then
    failed=$(.venv/bin/python -m pytest --last-failed --last-failed-no-failures none \
        --collect-only "$@" | grep -c '::' || true)
    if [ "$failed" -lt 1 ] || [ "$failed" -gt "$most" ]; then
        exit 1
    fi
    echo "TRIED AGAIN, one after the other: $failed that failed" >&2
    .venv/bin/python -m pytest --last-failed --last-failed-no-failures none -v \
        --cov --cov-append --cov-report= "$@"
elif [ "$result" -ne 0 ]; then
    exit "$result"
fi
.venv/bin/coverage report --fail-under=95 --format=total >/dev/null || {
    echo "The coverage of app/domain is below 95 %:" >&2
    .venv/bin/coverage report --show-missing --skip-covered >&2
    exit 1
}
