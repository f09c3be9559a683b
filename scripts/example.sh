#!/bin/sh
# The main job on examples/watchdog.toml: installs, builds, checks, generates. Leaves a tree in out/ to look at.
set -eu
cd "$(dirname "$0")/.."
sh scripts/setup.sh
node scripts/build.mjs
node bin/wdgen.cjs check --spec examples/watchdog.toml
node bin/wdgen.cjs generate --spec examples/watchdog.toml --out out
find out -type f | LC_ALL=C sort
