#!/bin/sh
# Runs one step under its name and tells how long it took.  Usage: scripts/step.sh NAME COMMAND…
set -u

name=$1
shift
echo "== $name"
begin=$(date +%s)
"$@"
status=$?
seconds=$(($(date +%s) - begin))
if [ "$status" -eq 0 ]; then
    echo "== $name: ${seconds} s"
else
    echo "== $name: FAILED with status $status after ${seconds} s" >&2
fi
exit "$status"
