//! Whether an archive can be kept for ten years: killed at any moment, on a full disk, read while it is written.
//!
//! Each test has a small version that runs with the others and, where more is promised, a large one that is ignored;
//! `tests/reliability.sh` runs those and prints their figures (docs/reliability.md).

mod archive;
mod determinism;
mod disk;
mod kill;
mod memory;
mod readers;
mod speed;
