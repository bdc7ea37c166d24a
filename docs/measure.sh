#!/usr/bin/env bash
# Measures fan-out against the yardstick, the memory of idle connections, and a crowd that comes to one room; prints the
# tables of docs/performance.md.
#
#   docs/measure.sh BENCH [ROUNDS]     BENCH is the folder with wsload.cpp and yardstick.cpp
#
# Server on core 0, generator on core 1, in turns, medians. Loopback only; ends by itself.
set -euo pipefail
bench=${1:?the folder with wsload.cpp and yardstick.cpp}
rounds=${2:-5}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$work"' EXIT

g++ -std=c++17 -O2 -o "$work/wsload" "$bench/wsload.cpp"
g++ -std=c++17 -O2 -o "$work/yardstick" "$bench/yardstick.cpp"
dotnet build "$root/ChatServer" -c Release -v quiet --nologo -o "$work/server" >/dev/null

start_yardstick() {
  taskset -c 0 "$work/yardstick" 9101 batch & server=$!
  port=9101 address=(--path '/room/{ROOM}')
  until (exec 3<>/dev/tcp/127.0.0.1/9101) 2>/dev/null; do sleep 0.05; done
}

start_ours() {
  rm -rf "$work/data"
  taskset -c 0 dotnet "$work/server/ChatServer.dll" --port 9102 --bind 127.0.0.1 --data "$work/data" --message-rate 0 --no-qr \
    >"$work/log" & server=$!
  port=9102
  address=(--path '/ws?room=room{ROOM}' --send '{"type":"say","room":"room{ROOM}","text":"@@{SEQ}:{TS}@@{PAD}"}')
  until grep -q Listening "$work/log"; do sleep 0.05; done
}

stop() {
  kill "$server"
  wait "$server" 2>/dev/null || true
  server=
}

figure() { sed -n "s/.*\"$1\": \([0-9.]*\).*/\1/p"; }
median() { sort -n | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}'; }

# fanout NAME RECEIVERS: one run; appends deliveries per server-CPU-second, p50 and p99 (µs) and the rest of the machine's CPU seconds.
fanout() {
  "start_$1"
  local out
  out=$(taskset -c 1 "$work/wsload" fanout --port "$port" --pid "$server" "${address[@]}" --receivers "$2" --senders 10 --window 10 \
    --bytes 128 --json)
  stop
  echo "$(figure deliveries_per_server_cpu_s <<<"$out") $(figure p50_us <<<"$out") $(figure p99_us <<<"$out")" \
    "$(figure other_cpu_s <<<"$out") $(figure lost <<<"$out")" >>"$work/$1.$2"
}

column() { cut -d' ' -f"$2" "$work/$1" | median; }

echo "| receivers | yardstick, deliveries/CPU-s | ours, log on | ratio | ours p50 | ours p99 | lost | other CPU, worst run |"
echo "|---|---|---|---|---|---|---|---|"
for receivers in 100 1000; do
  for _ in $(seq "$rounds"); do
    fanout yardstick "$receivers"
    fanout ours "$receivers"
  done
  y=$(column "yardstick.$receivers" 1) o=$(column "ours.$receivers" 1)
  lost=$(cut -d' ' -f5 "$work/ours.$receivers" | awk '{n += $1} END {print n}')
  other=$(cut -d' ' -f4 "$work/yardstick.$receivers" "$work/ours.$receivers" | sort -n | tail -n 1)
  awk -v r="$receivers" -v y="$y" -v o="$o" -v a="$(column "ours.$receivers" 2)" -v b="$(column "ours.$receivers" 3)" -v l="$lost" \
    -v c="$other" 'BEGIN {printf "| %d | %d | %d | **%.2f** | %.1f ms | %.1f ms | %d | %.2f s |\n", r, y, o, o / y, a / 1000, b / 1000, l, c}'
done

echo
echo "| 10,000 idle connections at | resident bytes a connection |"
echo "|---|---|"
for path in '/ws?room=room{ROOM}' /ws /echo; do
  for _ in 1 2 3; do
    start_ours
    "$work/wsload" idle --port "$port" --pid "$server" --path "$path" --conns 10000 --json | figure rss_bytes_per_connection \
      >>"$work/idle${path//\//_}"
    stop
  done
  echo "| \`${path/'{ROOM}'/0}\` | $(median <"$work/idle${path//\//_}") |"
done

# A crowd comes to one room while somebody talks in another one: that must not be felt there. The crowd stays until the talk is
# over.
echo
echo "| 5,000 join one room within | server CPU | delay in another room meanwhile, p50 | p99 | lost | before, p50 | p99 |"
echo "|---|---|---|---|---|---|---|"
talk() {
  taskset -c 1 "$work/wsload" fanout --port "$port" --pid "$server" --path '/ws?room=quiet' \
    --send '{"type":"say","room":"quiet","text":"@@{SEQ}:{TS}@@{PAD}"}' --receivers 10 --senders 1 --rate 20 \
    --seconds 6 --warmup 1 --json
}
cpu_seconds() { awk -v hz="$(getconf CLK_TCK)" '{printf "%.2f", ($14 + $15) / hz}' "/proc/$server/stat"; }
for _ in $(seq "$rounds"); do
  start_ours
  alone=$(talk)
  talk >"$work/talk" & talking=$!
  sleep 1.5
  before=$(cpu_seconds) began=$(date +%s.%N)
  taskset -c 1 "$work/wsload" idle --port "$port" --pid "$server" --path '/ws?room=crowd' --conns 5000 --quiet 0.5 --seconds 8 \
    --json >"$work/arrived"
  # Of the time, half a second was silence, and eight the stay.
  took=$(awk -v a="$began" -v b="$(date +%s.%N)" 'BEGIN {print b - a - 8.5}')
  spent=$(awk -v a="$before" -v b="$(cpu_seconds)" 'BEGIN {print b - a}')
  wait "$talking"
  [ "$(figure connect_failures <"$work/arrived")" = 0 ] || { echo "connections failed" >&2; exit 1; }
  echo "$took $spent $(figure p50_us <"$work/talk") $(figure p99_us <"$work/talk") $(figure lost <"$work/talk")" \
    "$(figure p50_us <<<"$alone") $(figure p99_us <<<"$alone")" >>"$work/crowd"
  stop
done
awk -v v="$(column crowd 1)" -v c="$(column crowd 2)" -v a="$(column crowd 3)" -v b="$(column crowd 4)" -v l="$(column crowd 5)" \
  -v d="$(column crowd 6)" -v e="$(column crowd 7)" \
  'BEGIN {printf "| %.1f s | %.1f s | %.1f ms | %.1f ms | %d | %.1f ms | %.1f ms |\n",
          v, c, a / 1000, b / 1000, l, d / 1000, e / 1000}'
