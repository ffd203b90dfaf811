#!/bin/sh
# Makes a fresh Debian 12 machine able to build Zhike; a second run installs nothing.
# System libraries come by apt; everything that is unpacked is pinned and checked by hash (tools/packages.txt).
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
deps="${ZHIKE_DEPS:-$root/.deps}"
stamp="$deps/stamp"
want=$(cat "$root/tools/apt-packages.txt" "$root/tools/packages.txt" "$root/tools/requirements.txt" "$0" | sha256sum | cut -d' ' -f1)

missing=""
for package in $(cat "$root/tools/apt-packages.txt"); do
  status=$(dpkg-query -W -f='${Status}' "$package" 2>/dev/null || true)
  case "$status" in *"install ok installed"*) ;; *) missing="$missing $package" ;; esac
done
if [ -n "$missing" ]; then
  echo "setup: installing$missing"
  sudo=""
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || { echo "setup: run as root, or install sudo" >&2; exit 1; }
    sudo=sudo
  fi
  $sudo apt-get update -qq
  # shellcheck disable=SC2086
  DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends $missing >/dev/null
fi
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$want" ]; then exit 0; fi

mkdir -p "$deps"
if [ ! -x "$deps/venv/bin/pip" ]; then /usr/bin/python3 -m venv "$deps/venv"; fi
"$deps/venv/bin/pip" install --quiet --disable-pip-version-check --require-hashes -r "$root/tools/requirements.txt"
"$deps/venv/bin/python" "$root/tools/fetch_packages.py" "$root/tools/packages.txt" "$deps"
echo "$want" > "$stamp"
