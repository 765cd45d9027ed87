#!/usr/bin/env bash
# Installs the system programs that the tests use and this machine lacks: Chromium (the simulator's pages),
# docker-compose (validates docker-compose.yml) and pip (fetches the Temporal server). Debian and Ubuntu, as root;
# elsewhere it says what is missing. Running it again changes nothing.
set -euo pipefail

missing=()
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || missing+=(chromium)
command -v docker-compose >/dev/null || missing+=(docker-compose)
python3 -m pip --version >/dev/null 2>&1 || missing+=(python3-pip)

if [ ${#missing[@]} -eq 0 ]; then exit 0; fi
if ! command -v apt-get >/dev/null || [ "$(id -u)" -ne 0 ]; then
  echo "Please install: ${missing[*]} (automatic only on Debian and Ubuntu as root)" >&2
  exit 1
fi
echo "Installing ${missing[*]} ..." >&2
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq >&2
apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
