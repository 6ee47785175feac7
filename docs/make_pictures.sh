#!/usr/bin/env bash
# The pictures of docs/pictures, made anew from the demo company: the daily mail in three languages, wide and on a phone, by
# day and by night, the first sheets of its workbook, the bank reconciliation of an account (as a sheet and as a PDF) and a
# customer's statement of account. Wants chromium, libreoffice and pdftoppm.
# Usage: docs/make_pictures.sh [SETTLED]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
settled=$(realpath "${1:-$here/../build/dev/bin/settled}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for tool in chromium soffice pdftoppm; do command -v "$tool" >/dev/null || { echo "make_pictures: $tool is not installed" >&2; exit 2; }; done

"$here/../demo/run.sh" "$settled" "$work/demo" >/dev/null
cp "$work"/demo/state/reports/2026-11/2026-11-20-daily-{zh,en}.* "$work"
# The demo writes Chinese and English; a German reader gets her first report here.
sed 's/^daily-en = .*/&\ndaily-de = { kind = "daily", company = "huayuan", language = "de", gateway = "mail", to = ["leser@huayuan.example"] }/' "$work/demo/settled.toml" > "$work/demo/de.toml"
SETTLED_TEST_CLOCK=2026-11-20T10:50:00+08:00 "$settled" --config "$work/demo/de.toml" --log-level error report >/dev/null
cp "$work"/demo/state/reports/2026-11/2026-11-20-daily-de.* "$work"

rm -rf "$here/pictures"
mkdir -p "$here/pictures"
picture() { # picture PAGE WIDTH HEIGHT FILE [dark]: a frame as wide as the reader's window
    local scheme=${5:+--blink-settings=preferredColorScheme=0}
    printf '<body style="margin:0;background:#8a949e;text-align:center"><iframe src="file://%s" width="%s" height="%s" style="border:0"></iframe>' "$1" "$2" "$3" > "$work/frame.html"
    timeout 120 chromium --headless=new --no-sandbox --disable-gpu --hide-scrollbars --allow-file-access-from-files ${scheme:+"$scheme"} \
        --window-size="$(($2 < 500 ? 500 : $2)),$3" --screenshot="$work/shot.png" "file://$work/frame.html" >/dev/null 2>&1
    mv "$work/shot.png" "$here/pictures/$4"
}
for language in zh en de; do
    page=$work/2026-11-20-daily-$language.html
    picture "$page" 1200 1500 "mail-$language-1200.png"
    picture "$page" 390 1500 "mail-$language-390.png"
    picture "$page" 1200 1500 "mail-$language-1200-dark.png" dark
    picture "$page" 390 1500 "mail-$language-390-dark.png" dark
done
for language in zh en de; do
    soffice --headless --convert-to pdf --outdir "$work" "$work/2026-11-20-daily-$language.xlsx" >/dev/null 2>&1
    pdftoppm -r 50 -png -f 1 -l 2 "$work/2026-11-20-daily-$language.pdf" "$here/pictures/workbook-$language"
done
cp "$work/demo/state/reports/2026-11/2026-11-20-daily-zh-treasury.xlsx" "$work"
soffice --headless --convert-to pdf --outdir "$work" "$work/2026-11-20-daily-zh-treasury.xlsx" >/dev/null 2>&1
pages=$(pdfinfo "$work/2026-11-20-daily-zh-treasury.pdf" | awk '/^Pages:/ { print $2 }')
for ((page = 1; page <= pages; page++)); do # the sheet stands behind as many pages as the day needs
    pdftotext -f "$page" -l "$page" "$work/2026-11-20-daily-zh-treasury.pdf" - | grep -q '编制单位' || continue
    pdftoppm -r 60 -png -f "$page" -l "$page" -singlefile "$work/2026-11-20-daily-zh-treasury.pdf" "$here/pictures/workbook-balance-zh"
    break
done
paper() { # paper FILE COMMAND…: the first page of the PDF that the command writes
    SETTLED_TEST_CLOCK=2026-11-20T10:50:00+08:00 "$settled" --config "$work/demo/settled.toml" --log-level error "${@:2}" --pdf "$work/paper.pdf" >/dev/null
    pdftoppm -r 60 -png -f 1 -l 1 -singlefile "$work/paper.pdf" "$here/pictures/$1"
}
paper balance-statement-zh balance-statement --account icbc-cny --lang zh
paper balance-statement-en balance-statement --account icbc-cny --lang en
for language in zh-CN en de; do
    paper "statement-${language%-CN}" statement u8:C0001 --from 2026-10-01 --to 2026-10-31 --language "$language"
done
ls "$here/pictures"
