#!/usr/bin/env bash
# Runs every test on SQLite and PostgreSQL and in Chromium, and ends with one line: N passed, N failed.
#   bash tests/run.sh            everything that is quick enough for every day
#   bash tests/run.sh --long     also what is slow or large
# On Debian it installs what is missing when it may; elsewhere it says what to install.
set -uo pipefail
cd "$(dirname "$0")/.."

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1
# Tests end before the compiler could earn back what it spends on watching them.
export DOTNET_TieredPGO=0
export PHONEBANK_TEST_LONG=""
[ "${1:-}" = "--long" ] && export PHONEBANK_TEST_LONG=1

die() { echo "$*" >&2; exit 1; }
has_postgres() { ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; }
has_browser() { command -v chromium >/dev/null || [ -n "${PHONEBANK_TEST_CHROMIUM:-}" ]; }
has_fonts() { fc-list 2>/dev/null | grep -qi 'NotoSansHebrew'; }

command -v dotnet >/dev/null || die "The .NET SDK is missing (see global.json for the version): https://dotnet.microsoft.com/download"

missing=()
has_postgres || missing+=(postgresql)
has_browser || missing+=(chromium)
has_fonts || missing+=(fonts-noto-core fontconfig)
command -v node >/dev/null || missing+=(nodejs)
command -v npm >/dev/null || missing+=(npm)
[ -d /usr/share/zoneinfo ] || missing+=(tzdata)
if [ "${#missing[@]}" -gt 0 ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing: ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq && apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null || die "Could not install: ${missing[*]}"
  else
    die "Please install first: ${missing[*]} (Debian: sudo apt-get install ${missing[*]})"
  fi
fi

# Without it the whole browser does the same with twice the work.
if [ ! -e /usr/bin/chromium-headless-shell ] && [ -z "${PHONEBANK_TEST_CHROMIUM:-}" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  DEBIAN_FRONTEND=noninteractive timeout 180 apt-get install -y -qq --no-install-recommends chromium-headless-shell >/dev/null 2>&1 || true
fi

results=$(mktemp -d)
started=""
if [ -z "${PHONEBANK_TEST_POSTGRES:-}" ]; then
  cluster=$(bash tests/postgres.sh start) || die "The private PostgreSQL did not start."
  eval "$cluster"
  started=1
fi
cleanup() {
  [ -n "$started" ] && bash tests/postgres.sh stop
  rm -rf "$results"
}
trap cleanup EXIT

dotnet restore PhoneBank.sln >"$results/restore.log" 2>&1 || { cat "$results/restore.log"; die "Restore failed."; }
# Optimized, because some tests do a lot; all checks of a debug build stay.
dotnet build PhoneBank.sln --no-restore -p:Optimize=true -clp:ErrorsOnly >"$results/build.log" 2>&1 || { cat "$results/build.log"; die "Build failed."; }

# One project after another: side by side they would only wait for each other on a small machine.
broken=0
for project in tests/*.Tests tests/PhoneBank.EndToEnd; do
  echo "== $(basename "$project")"
  dotnet test "$project" --no-build --logger "trx;LogFileName=$(basename "$project").trx" --results-directory "$results" 2>&1 \
    | grep -vE '^(Test run for|A total of|Starting test|Results File|VSTest version)' || true
  [ -f "$results/$(basename "$project").trx" ] || { echo "$(basename "$project") gave no results."; broken=$((broken + 1)); }
done

sum() { cat "$results"/*.trx 2>/dev/null | grep -oE '<Counters [^>]*>' | grep -oE " $1=\"[0-9]+\"" | grep -oE '[0-9]+' | awk '{ n += $1 } END { print n + 0 }'; }
passed=$(sum passed)
failed=$(($(sum failed) + $(sum error) + $(sum timeout) + $(sum aborted) + broken))
skipped=$(($(sum total) - $(sum executed)))
if [ "$skipped" -gt 0 ]; then
  echo "$passed passed, $failed failed, $skipped skipped"
else
  echo "$passed passed, $failed failed"
fi
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
