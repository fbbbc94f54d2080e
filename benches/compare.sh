#!/bin/sh
# Compares processor time with poppler's pdftotext on the same files: one long PDF, and many small ones.
# Usage: benches/compare.sh FOLDER [DAGSORDEN]     FOLDER holds PDFs; the long one is all of them in one (needs qpdf), or LONG=FILE.
set -eu
folder=$1
program=${2:-target/release/dagsorden}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Seconds of processor time (user and system) and on the clock.
measure() {
    python3 - "$@" <<'PYTHON'
import os, subprocess, sys, time
started = time.monotonic()
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
clock, used = time.monotonic() - started, os.times()
print(f"{used.children_user + used.children_system:.3f} {clock:.3f}")
PYTHON
}
ratio() { awk "BEGIN { printf \"%.2f\", $1 / $2 }"; }
least() { for _ in 1 2 3; do measure "$@"; done | sort -n | head -n 1; }

each() { find "$folder" -name '*.pdf' -type f | sort; }
long=${LONG:-$work/long.pdf}
if [ -z "${LONG:-}" ]; then
    # Some files do not merge (a password, no end): those that do, ten times over.
    each | while read -r file; do qpdf --check "$file" >/dev/null 2>&1 && echo "$file"; done >"$work/good"
    for _ in 1 2 3 4 5 6 7 8 9 10; do cat "$work/good"; done | tr '\n' '\0' | xargs -0 sh -c 'qpdf --empty --pages "$@" -- "$0"' "$long"
fi

set -- $(least pdftotext "$long" -) ; poppler=$1
set -- $(least "$program" text --ocr never "$long") ; ours=$1
echo "long PDF: pdftotext $poppler s, dagsorden $ours s of processor time: $(ratio "$poppler" "$ours") times as fast"

each >"$work/list"
set -- $(least xargs -d '\n' -n 1 -a "$work/list" sh -c 'pdftotext "$0" -') ; clock=$2
set -- $(least xargs -d '\n' -a "$work/list" "$program" text --ocr never) ; ours=$2
echo "$(wc -l <"$work/list") small PDFs: pdftotext $clock s, dagsorden $ours s on the clock: $(ratio "$clock" "$ours") times as fast"
