#!/bin/sh
# Makes what compose.yaml needs: passwords and keys in secrets/, a certificate made by ourselves, .env.
# What is there already stays as it is.  Usage: ./init.sh HOST
set -eu
cd "$(dirname "$0")"

host=${1:?Usage: ./init.sh HOST, the name that browsers use}
command -v openssl >/dev/null || { echo "openssl is needed." >&2; exit 1; }

# Only root and you look into the folder; the files are readable, since each container that is
# given one reads it as a user of its own.
mkdir -p secrets
chmod 700 secrets
umask 022

keep() {
    if [ -e "secrets/$1" ]; then
        cat >/dev/null
        return
    fi
    cat >"secrets/.new"
    mv "secrets/.new" "secrets/$1"
    echo "made secrets/$1"
}

random() {
    openssl rand -base64 "$1" | tr -d '\n' | tr '+/' '-_'
}

random 48 | keep jwt_secret_key
random 32 | keep encryption_secret_keys
openssl rand -hex 24 | keep postgres_password
openssl rand -hex 24 | keep valkey_password
openssl rand -hex 10 | keep s3_access_key
openssl rand -hex 24 | keep s3_secret_key
for name in mureka_api_key openai_api_key openai_admin_api_key; do
    keep "$name" </dev/null
done
keep valkey.conf <<CONF
requirepass $(cat secrets/valkey_password)
dir /data
appendonly yes
save ""
CONF
keep s3_config.json <<JSON
{"identities": [{"name": "studio",
  "credentials": [{"accessKey": "$(cat secrets/s3_access_key)", "secretKey": "$(cat secrets/s3_secret_key)"}],
  "actions": ["Admin", "Read", "Write", "List", "Tagging"]}]}
JSON
if [ ! -e secrets/tls_key.pem ]; then
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 397 \
        -subj "/CN=$host" -addext "subjectAltName=DNS:$host" \
        -keyout secrets/tls_key.pem -out secrets/tls_certificate.pem 2>/dev/null
    chmod 644 secrets/tls_key.pem
    echo "made secrets/tls_certificate.pem, which no browser trusts: put a real one in its place"
fi
if [ ! -e .env ]; then
    printf 'STUDIO_HOST=%s\nSTUDIO_TAG=latest\n' "$host" >.env
    echo "made .env"
fi
if [ ! -s secrets/mureka_api_key ]; then
    echo "Put the key of Mureka into secrets/mureka_api_key, and OpenAI's into secrets/openai_api_key."
fi
