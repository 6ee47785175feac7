#!/usr/bin/env bash
# The main job on the demo company, over three days of the test clock: what the bank brings on one day, the bookkeeper
# enters in U8 the next, and it is pulled again. Usage: demo/run.sh [SETTLED] [FOLDER]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
settled=${1:-$here/../build/dev/bin/settled}
folder=${2:-${TMPDIR:-/tmp}/settled-demo}
[ -x "$settled" ] || { echo "demo: $settled is not built; run ./dev build" >&2; exit 2; }
case "$folder" in /|"$HOME") echo "demo: $folder is no folder for a demo" >&2; exit 2 ;; esac
if [ -e "$folder" ] && [ ! -e "$folder/.settled-demo" ]; then echo "demo: $folder is not ours; name another folder" >&2; exit 2; fi
rm -rf "$folder"
mkdir -p "$folder/bank"
touch "$folder/.settled-demo"
sed "s#@FOLDER@#$folder#g" "$here/settled.toml" > "$folder/settled.toml"
# A second person releases what waits for one: who made a letter does not release it.
sed 's/^actor = .*/actor = "li"/' "$folder/settled.toml" > "$folder/release.toml"

run() { # run CLOCK ARGUMENT…
  local clock=$1
  shift
  SETTLED_TEST_CLOCK=$clock "$settled" --config "$folder/settled.toml" --log-level warning "$@"
}

count() { # count TEXT, in what comes in
  grep -o "$1" | wc -l
}

for day in 1 2 3; do
  date=2026-11-$((17 + day))
  printf '\n== %s: what the bank brought, what it settled, who is written to ==\n\n' "$date"
  python3 "$here/make_company.py" --out "$folder" --day "$day"
  run "${date}T10:00:00+08:00" cycle
  released=$(SETTLED_TEST_CLOCK=${date}T10:30:00+08:00 "$settled" --config "$folder/release.toml" --log-level error \
    outbox release all --format json | count '"state":"due"')
  sent=$(run "${date}T10:35:00+08:00" deliver --format json | count '"state":"sent"')
  printf '\n%s letters released by a second person, %s sent. Finance read in the morning:\n\n' "$released" "$sent"
  python3 "$here/headline.py" "$folder/mails/huayuan.daily-en.$date.finance.eml"
done

printf '\n== what waits for a person: questions, and money to give back ==\n'
waiting() {
  run 2026-11-20T10:40:00+08:00 review --format json
  run 2026-11-20T10:40:00+08:00 matches --refunds --format json
}
waiting | { grep -oE '"entry":"?[0-9]+' || true; } | tr -cd '0-9\n' | while read -r entry; do
  printf '\n'
  run 2026-11-20T10:40:00+08:00 explain entry "$entry"
done
printf '\nMails     %s\nReports   %s\n' "$folder/mails" "$folder/state/reports"
find "$folder/state/reports" -name '*.xlsx' | sort | tail -n 1 | sed 's/^/Workbook  /'
printf 'More      SETTLED_TEST_CLOCK=2026-11-20T10:40:00+08:00 %s --config %s --help\n' "$settled" "$folder/settled.toml"
