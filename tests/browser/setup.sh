#!/bin/sh
# Installs what drives the browser, next to this file: node_modules (npm ci). The browser itself is Debian's, see tests/run.
# Safe to run again and at the same time: done already with the same versions, it returns at once.
set -eu
cd "$(dirname "$0")"

fail() { echo "browser setup: $*" >&2; exit 1; }
command -v node >/dev/null 2>&1 || fail "node is missing (20 or newer is needed)"
command -v npm >/dev/null 2>&1 || fail "npm is missing"
command -v chromium >/dev/null 2>&1 || fail "chromium is missing (on Debian: apt install chromium)"

# One at a time: tests may start this in parallel.
if [ -z "${BROWSER_LOCKED:-}" ] && command -v flock >/dev/null 2>&1; then
  BROWSER_LOCKED=1
  export BROWSER_LOCKED
  exec flock .setup.lock sh ./setup.sh
fi

# A stamp holds the wanted versions; it is written last, so a half-made folder never looks finished.
want="$(cat package.json package-lock.json .npmrc | cksum)"
if [ "$(cat node_modules/.stamp 2>/dev/null || true)" != "$want" ]; then
  node -e 'process.exit(parseInt(process.versions.node) >= 20 ? 0 : 1)' || fail "node $(node -v) is too old, 20 is needed"
  npm ci --ignore-scripts --no-audit --no-fund --loglevel=error || fail "npm ci failed"
  printf '%s\n' "$want" >node_modules/.stamp
fi
