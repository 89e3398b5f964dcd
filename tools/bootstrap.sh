#!/bin/sh
# Makes .venv with a fitting Python and installs the locked packages; called by the Makefile.
# A candidate counts only if it runs: version managers leave shims on the PATH that fail when called.
set -eu
cd "$(dirname "$0")/.."

fits() {
    "$1" -c 'import sys, venv, ensurepip, ssl; sys.exit(not (3, 12) <= sys.version_info[:2] < (3, 14))' >/dev/null 2>&1
}

candidates() {
    [ -z "${PYTHON:-}" ] || printf '%s\n' "$PYTHON"
    for name in python3.13 python3.12 python3 python; do
        command -v "$name" || true
    done
    for root in "${PYENV_ROOT:-}" "$(pyenv root 2>/dev/null || true)" "$HOME/.pyenv"; do
        [ -z "$root" ] || ls -d "$root"/versions/3.13.*/bin/python "$root"/versions/3.12.*/bin/python 2>/dev/null || true
    done
    ls -d /usr/local/bin/python3.1[23] /opt/python/3.1[23]*/bin/python3 /opt/homebrew/bin/python3.1[23] \
        "$HOME"/.local/share/uv/python/cpython-3.1[23]*/bin/python3 "$HOME"/.local/bin/python3.1[23] 2>/dev/null || true
}

found=$(candidates | while IFS= read -r candidate; do
    if fits "$candidate"; then printf '%s\n' "$candidate"; break; fi
done)

if [ -z "$found" ]; then
    cat >&2 <<'MESSAGE'
No Python 3.12 or 3.13 (with venv) was found; TensorFlow and mkdocs-jupyter need one of them.
Install one, then run make again:

    Debian/Ubuntu   apt install python3.12 python3.12-venv    (or python3.13)
    macOS           brew install python@3.13
    pyenv           pyenv install 3.13
    uv              uv python install 3.13

or name one:        make PYTHON=/path/to/python3.13
MESSAGE
    exit 1
fi

echo "Setting up .venv with $("$found" --version) (two to five minutes, once)"
if ! { [ -x .venv/bin/python ] && fits .venv/bin/python; }; then
    rm -rf .venv
    "$found" -m venv .venv
fi
.venv/bin/python -m pip install -qq --disable-pip-version-check --require-hashes --only-binary :all: --no-deps -r requirements.lock
.venv/bin/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable .
