#!/usr/bin/env bash
# Runs every test. Installs what they need where it may; where it may not, those tests are skipped and say why.
# With CI=true a skipped test is a failure. The last line is «N passed, N failed».
set -uo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT

# The browser tests drive a real Chromium; without its window it takes half the processor time. The fonts are for Chinese.
# Others run the commands of the README with curl.
packages=()
command -v chromium-headless-shell >/dev/null || packages+=(chromium-headless-shell fonts-noto-cjk)
command -v curl >/dev/null || packages+=(curl)
if [ ${#packages[@]} -gt 0 ] && command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  echo "Installing ${packages[*]} for the tests…" >&2
  { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${packages[@]}"; } >"$results/apt.log" 2>&1 ||
    { tail -n 5 "$results/apt.log" >&2; echo "They could not be installed; what there is instead is taken, or its tests are skipped." >&2; }
fi

dotnet build "$root/ChatServer.sln" -c Release -v quiet --nologo || { echo "0 passed, 1 failed"; exit 1; }
[ $# -gt 0 ] || set -- --filter "TestCategory!=Measurement"
dotnet test "$root/ChatServer.Tests" -c Release --no-build --nologo --results-directory "$results" \
  --logger "console;verbosity=minimal" --logger "trx;LogFileName=tests.trx" "$@"
code=$?

counter() { grep -o "<Counters [^>]*" "$results/tests.trx" 2>/dev/null | grep -o " $1=\"[0-9]*\"" | grep -o '[0-9]*'; }
total=$(counter total); executed=$(counter executed); passed=$(counter passed); failed=$(counter failed)
skipped=$((${total:-0} - ${executed:-0}))
[ "${executed:-0}" -gt 0 ] || failed=$((${failed:-0} + 1))
if [ "$code" != 0 ] && [ "${failed:-0}" = 0 ]; then failed=1; fi
if [ "$skipped" -gt 0 ]; then
  echo "$skipped skipped"
  if [ "${CI:-}" = true ]; then
    echo "With CI=true a skipped test is a failure."
    failed=$((${failed:-0} + skipped))
  fi
fi
echo "${passed:-0} passed, ${failed:-1} failed"
[ "${failed:-1}" = 0 ]
