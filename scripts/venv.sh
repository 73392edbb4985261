#!/bin/sh
# Makes, completes or repairs .venv from the hash-locked requirements, and does nothing when it is
# current.  Usage: [PYTHON=…] scripts/venv.sh runtime|dev      (a dev environment serves for both)
set -eu
cd "$(dirname "$0")/.."

kind=$1
stamp=.venv/.complete
unfinished=.venv/.unfinished

# The stamp of an environment: its kind, the checksum of what it was made from, and where.
state() {
    echo "$1 $(cksum <"requirements/$1.txt") $PWD"
}

current() {
    [ -x .venv/bin/python ] && [ -f "$stamp" ] || return 1
    [ -n "$(find .venv/lib -name studio_client.pth)" ] || return 1
    installed=$(cat "$stamp")
    [ "$installed" = "$(state "$kind")" ] || [ "$installed" = "$(state dev)" ]
}

# The programs of an environment carry its path: one that was moved, or copied, is of no use.
moved() {
    [ -f "$stamp" ] && ! grep -qF " $PWD" "$stamp"
}

new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

makes_environments() {
    "$1" -c 'import venv, ensurepip' 2>/dev/null
}

# The first interpreter that can do everything, else the first that is new enough, else nothing.
choose_python() {
    fallback=
    if [ -n "${PYTHON:-}" ]; then
        set -- "$PYTHON"
    else
        set -- python3.13 python3.12 python3.11 python3
    fi
    for candidate; do
        new_enough "$candidate" || continue
        if makes_environments "$candidate"; then
            echo "$candidate"
            return
        fi
        fallback=${fallback:-$candidate}
    done
    echo "$fallback"
}

make_environment() {
    python=$(choose_python)
    if [ -z "$python" ]; then
        if [ -n "${PYTHON:-}" ]; then
            echo "PYTHON=$PYTHON is not a Python 3.11 or newer." >&2
        else
            echo "Python 3.11 or newer is needed; none of python3.13, python3.12, python3.11 and" >&2
            echo "python3 is one. Install it, or name it: make run PYTHON=/path/to/python3.12" >&2
        fi
        exit 1
    fi
    rm -rf .venv
    mkdir .venv
    : >"$unfinished"
    if makes_environments "$python"; then
        "$python" -m venv .venv
    elif "$python" -m virtualenv --version >/dev/null 2>&1; then
        "$python" -m virtualenv --quiet .venv
    elif command -v virtualenv >/dev/null 2>&1; then
        virtualenv --quiet --python "$python" .venv
    else
        rm -rf .venv
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        echo "$python (Python $version) cannot make virtual environments: a part of its standard" >&2
        echo "library is packaged apart. On Debian or Ubuntu, as root:" >&2
        echo "    apt-get install python$version-venv" >&2
        echo "Or install virtualenv, or name another Python: make run PYTHON=/path/to/python3.12" >&2
        exit 1
    fi
}

current && exit 0

# An installation that was interrupted may have left halves of packages that pip takes for whole.
if [ -f "$unfinished" ] || moved || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    make_environment
fi
: >"$unfinished"
rm -f "$stamp"
echo "Installing requirements/$kind.txt into .venv …"
# The lock is complete. Resolving again would fail with older pips once a newer release of something
# that another package wants with an extra appears.
.venv/bin/python -m pip install --quiet --disable-pip-version-check \
    --no-deps --require-hashes --requirement "requirements/$kind.txt"
# The command line imports the client from where it lives.
.venv/bin/python -c 'import pathlib, sysconfig
packages = pathlib.Path(sysconfig.get_path("purelib"))
packages.joinpath("studio_client.pth").write_text(f"{pathlib.Path.cwd()}/clients/python\n")'
state "$kind" >"$stamp"
rm -f "$unfinished"
