#!/bin/sh
# Checks what docs/reliability.md promises and prints the figures that stand there.
#
#   tests/reliability.sh            all of it: about an hour
#   tests/reliability.sh --quick    the small versions, which run with the other tests too
#   tests/reliability.sh kill       what has that in its name: kill, disk, readers, determinism, memory, speed
#
# The program is built with optimisation. Mounting the small file system needs the right to mount; without it that test
# says so and is skipped.
set -eu
cd "$(dirname "$0")/.."

case "${1:-}" in
    --quick) set -- ;;
    -*) sed -n '2,9s/^# \{0,1\}//p' "$0"; exit 2 ;;
    '') set -- --include-ignored ;;
    *) set -- --include-ignored "$1" ;;
esac
exec cargo test --release --test reliability -- --test-threads 1 --nocapture "$@"
