#!/bin/sh
# Draws docs/screenshots/ anew: eight pages of the sample site, on a phone and on a desktop, light and dark.
# Needs what tests/run installs.
set -eu
cd "$(dirname "$0")/.."
sh tests/browser/setup.sh
site=$(mktemp -d)
trap 'rm -rf "$site"' EXIT
cargo run --locked --release --quiet -- build --quiet --out "$site/public" --now 2016-02-01
node tests/browser/screenshots.mjs "$site/public" docs/screenshots
