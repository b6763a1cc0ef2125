#!/bin/sh
# Installs what expand.py and expand.mjs need, next to this file: .venv (pip) and node_modules (npm ci).
# Safe to run again and at the same time: done already with the same versions, it returns at once.
set -eu
cd "$(dirname "$0")"

fail() { echo "interop setup: $*" >&2; exit 1; }
PYTHON=${PYTHON:-python3}
command -v "$PYTHON" >/dev/null 2>&1 || fail "$PYTHON is missing (Python 3.11 or newer is needed)"
command -v node >/dev/null 2>&1 || fail "node is missing (20 or newer is needed)"
command -v npm >/dev/null 2>&1 || fail "npm is missing"

# One at a time: tests may start this in parallel.
if [ -z "${INTEROP_LOCKED:-}" ] && command -v flock >/dev/null 2>&1; then
  INTEROP_LOCKED=1
  export INTEROP_LOCKED
  exec flock .setup.lock sh ./setup.sh
fi

# A stamp holds the wanted versions; it is written last, so a half-made folder never looks finished.
py_want="$("$PYTHON" -V 2>&1) $(cksum <requirements.txt)"
js_want="$(cat package.json package-lock.json .npmrc | cksum)"

if [ "$(cat .venv/stamp 2>/dev/null || true)" != "$py_want" ] || [ ! -x .venv/bin/python ]; then
  "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || fail "$("$PYTHON" -V) is too old, 3.11 is needed"
  rm -rf .venv
  "$PYTHON" -m venv .venv || fail "cannot make a virtual environment (on Debian: apt install python3-venv)"
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps -r requirements.txt || fail "pip install failed"
  .venv/bin/python -m pip check --disable-pip-version-check >/dev/null || fail "requirements.txt lacks a dependency: $(.venv/bin/python -m pip check)"
  printf '%s\n' "$py_want" >.venv/stamp
fi

if [ "$(cat node_modules/.stamp 2>/dev/null || true)" != "$js_want" ]; then
  node -e 'process.exit(parseInt(process.versions.node) >= 20 ? 0 : 1)' || fail "node $(node -v) is too old, 20 is needed"
  npm ci --ignore-scripts --no-audit --no-fund --loglevel=error || fail "npm ci failed"
  printf '%s\n' "$js_want" >node_modules/.stamp
fi
