#!/bin/sh
# Installs requirements.lock, hashes checked, into the folder given. Compiled bytecode makes every job start faster.
set -eu
folder=$1
if command -v uv >/dev/null 2>&1; then
    [ -x "$folder/bin/python" ] || uv venv --quiet --python '>=3.11,<3.14' "$folder"
    uv pip sync --quiet --python "$folder/bin/python" --require-hashes --compile-bytecode requirements.lock
else
    for python in python3.13 python3.12 python3.11 python3; do
        if command -v "$python" >/dev/null 2>&1 &&
            "$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))'; then
            [ -x "$folder/bin/python" ] || "$python" -m venv "$folder"
            "$folder/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes --compile \
                --requirement requirements.lock
            exit 0
        fi
    done
    echo "error: no Python 3.11 to 3.13 found" >&2
    exit 1
fi
