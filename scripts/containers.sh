#!/bin/sh
# The image is built, everything in docker/compose.yaml is started against the mock, used through
# nginx as a person would, stopped and started again with its data, and removed.  Needs Docker with
# its compose plugin and the images of compose.yaml; without them it is SKIPPED, loudly.
set -eu
cd "$(dirname "$0")/.."

if ! docker info >/dev/null 2>&1 || ! docker compose version >/dev/null 2>&1; then
    echo "SKIPPED: no container ran: there is no Docker, or it has no compose plugin." >&2
    exit 0
fi

port=${HTTPS_PORT:-28443}
root=$(pwd)
scratch=$(mktemp -d)
cp -R docker/. "$scratch"
rm -rf "$scratch/secrets" "$scratch/.env"

compose() {
    (cd "$scratch" && docker compose --project-name studio-check \
        --file compose.yaml --file "$root/tests/deploy/mock.yaml" "$@")
}

finish() {
    status=$?
    trap - EXIT
    [ "$status" -eq 0 ] || compose logs --tail 40 >&2 || true
    compose down --volumes --timeout 5 >/dev/null 2>&1 || true
    rm -rf "$scratch"
    exit "$status"
}
trap finish EXIT
trap 'exit 130' INT TERM HUP

# DOCKER_BUILD: further options of the build, such as --network host.
# shellcheck disable=SC2086
docker build --quiet ${DOCKER_BUILD:-} --file docker/Dockerfile --tag studio:check .

sh "$scratch/init.sh" localhost >/dev/null
printf 'nobody pays\n' >"$scratch/secrets/mureka_api_key"
printf 'nobody pays\n' >"$scratch/secrets/openai_api_key"
cat >"$scratch/.env" <<ENV
STUDIO_HOST=localhost:$port
STUDIO_IMAGE=studio
STUDIO_TAG=check
HTTP_PORT=${HTTP_PORT:-28080}
HTTPS_PORT=$port
EDGE_SUBNET=${EDGE_SUBNET:-172.31.253.0/24}
EDGE_SUBNET_IPV6=${EDGE_SUBNET_IPV6:-fd5a:57d1:253::/64}
ENV

smoke() {
    .venv/bin/python -m tests.deploy.smoke "https://localhost:$port" "$scratch/secrets/tls_certificate.pem"
}

compose up --detach --wait --quiet-pull
smoke
compose exec -T worker python -m app backup
compose exec -T worker python -m app verify
compose down
compose up --detach --wait
compose exec -T api-a python -m app storage check | grep -q 'wrong: 0'
smoke
echo "the containers serve, keep their data and can be restored"
