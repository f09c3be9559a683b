#!/bin/sh
# All tests, with all their set-up. Ends with `N passed, N failed` from the run's own results.
set -eu
cd "$(dirname "$0")/.."
sh scripts/setup.sh
sh scripts/debian.sh
node scripts/build.mjs
# Read at each start of Node, for 35 ms: no test talks to anybody outside, and many start Node hundreds of times.
unset NODE_EXTRA_CA_CERTS
rm -rf .tap/figures
# esbuild instead of TypeScript itself: see test/lib/typescript/import.mjs. Tests take NODE_OPTIONS out for what they start.
export NODE_OPTIONS="--import=file://$PWD/test/lib/typescript/import.mjs"
results=$(mktemp)
trap 'rm -f "$results"' EXIT
status=0
node_modules/.bin/tap --reporter=silent --output-file="$results" "$@" || status=$?
unset NODE_OPTIONS
node scripts/count.mjs "$results" "$@" || status=1
exit "$status"
