#!/bin/sh
# Installs the Debian packages that the tests use, when it may (root); otherwise names those that are missing.
set -eu
cd "$(dirname "$0")"
missing=
while read -r package; do
  case $package in '' | '#'*) continue ;; esac
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
done <debian-packages.txt
[ -n "$missing" ] || exit 0
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
  echo "Tests that need these Debian packages are skipped:$missing" >&2
  echo "To run them all: sudo apt-get install$missing" >&2
  exit 0
fi
echo "Installing for the tests:$missing"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
# shellcheck disable=SC2086 # a list of package names
apt-get install -y -qq --no-install-recommends $missing >/dev/null
