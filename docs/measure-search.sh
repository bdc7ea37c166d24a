#!/usr/bin/env bash
# Measures searching, paging, indexing and erasing in a log of a million messages; prints the tables of docs/performance.md.
#
#   docs/measure-search.sh [MESSAGES] [ROUNDS]
#
# Made-up messages, English-like and Chinese-like by halves, 60 % in one room and the rest in 40. Each question is asked ROUNDS times, in turns.
# Needs a few hundred MB in the temporary folder; ends by itself.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
report=$(mktemp)
trap 'rm -f "$report"' EXIT
dotnet build "$root/ChatServer.Tests" -c Release -v quiet --nologo >/dev/null
MESSAGES=${1:-1000000} ROUNDS=${2:-41} REPORT=$report \
  dotnet test "$root/ChatServer.Tests" -c Release --no-build --filter "FullyQualifiedName~SearchMeasurement" >/dev/null
cat "$report"
