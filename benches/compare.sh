#!/usr/bin/env bash
# Compares the speed of reading with poppler's pdftotext, on the same files in one run: one long PDF by processor time, and
# many small ones on the clock, `pdftotext` with a process each as it is used.
#
# Usage: benches/compare.sh FOLDER…
#
# FOLDER holds PDFs, below it too. The long one is made of them (needs qpdf), unless LONG names one. PROGRAM names the binary
# (target/release/dagsorden), ROUNDS how often each is measured (5, the least counts), COPIES how often the small ones come (10).
set -uo pipefail
program=${PROGRAM:-target/release/dagsorden}
rounds=${ROUNDS:-5}
copies=${COPIES:-10}

fail() { echo "compare.sh: $1" >&2; exit 2; }
[ $# -gt 0 ] || fail "expected a folder of PDFs"
[ -x "$program" ] || fail "$program: expected the program, but found none; cargo build --release"
for tool in pdftotext ${LONG:-qpdf}; do
    [ "$tool" = "${LONG:-}" ] || command -v "$tool" >/dev/null || fail "expected $tool, but it is not installed"
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# What both can read: a password or a missing end would be measured as an early way out.
find "$@" -name '*.pdf' -type f | sort >"$work/all"
while IFS= read -r file; do
    pdftotext "$file" - >/dev/null 2>&1 && qpdf --requires-password "$file" >/dev/null 2>&1
    [ $? = 2 ] && printf '%s\0' "$file"
done <"$work/all" >"$work/good"
count=$(tr -cd '\0' <"$work/good" | wc -c)
[ "$count" -gt 0 ] || fail "expected PDFs in $*, but found none that pdftotext reads"

# Seconds on the clock, and of processor time (user and system, children included), of a command: the least of all rounds.
measure() {
    local TIMEFORMAT='%R %U %S'
    { time "$@" >/dev/null 2>&1; } 2>&1 | awk '{ print $1, $2 + $3 }'
}
# Both commands turn by turn, so that a busy machine is busy for both.
compare() {
    local column=$1 first=$2 second=$3
    for _ in $(seq "$rounds"); do
        measure "$first" | awk -v at="$column" '{ print "a", $at }'
        measure "$second" | awk -v at="$column" '{ print "b", $at }'
    done | awk '!($1 in least) || $2 < least[$1] { least[$1] = $2 }
        END { printf "pdftotext %.2f s, dagsorden %.2f s: %.1f times as fast\n", least["a"], least["b"], least["a"] / least["b"] }'
}

if [ -z "${LONG:-}" ]; then
    LONG=$work/long.pdf
    for _ in $(seq 10); do cat "$work/good"; done | xargs -0 sh -c 'qpdf --empty --pages "$@" -- "$0"' "$LONG" 2>/dev/null
    [ -s "$LONG" ] || fail "qpdf could not join the files; name a long PDF with LONG=FILE"
fi
poppler_long() { pdftotext "$LONG" -; }
ours_long() { "$program" text --ocr never "$LONG"; }
echo "one PDF of $(pdfinfo "$LONG" | awk '/^Pages/ { print $2 }') pages, processor time: $(compare 2 poppler_long ours_long)"

for _ in $(seq "$copies"); do cat "$work/good"; done >"$work/small"
poppler_small() { xargs -0 -I {} -a "$work/small" pdftotext {} -; }
ours_small() { xargs -0 -a "$work/small" "$program" text --ocr never; }
echo "$((count * copies)) small PDFs, clock, $(nproc) cores: $(compare 1 poppler_small ours_small)"
echo "$((count * copies)) small PDFs, processor time: $(compare 2 poppler_small ours_small)"
