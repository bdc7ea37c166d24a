#!/usr/bin/env bash
# Measures opening the page and scrolling back in it, in headless Chromium; prints the figures of docs/performance.md.
#
#   docs/measure-page.sh [ROUNDS] [MESSAGES]
#
# The page is opened ROUNDS times with an empty cache, in a room with 500 messages; then somebody scrolls back over MESSAGES. Ends by itself.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
report=$(mktemp)
trap 'rm -f "$report"' EXIT
dotnet build "$root/ChatServer.sln" -c Release -v quiet --nologo >/dev/null
ROUNDS=${1:-21} MESSAGES=${2:-100000} REPORT=$report \
  dotnet test "$root/ChatServer.Tests" -c Release --no-build --filter "FullyQualifiedName~PageMeasurement" >/dev/null
cat "$report"
