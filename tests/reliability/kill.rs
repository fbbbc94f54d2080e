//! Killed at any moment, also while it commits, merges or builds anew.

use std::fs;
use std::path::Path;
use std::process::Child;
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::archive::{Archive, Dice, copy, fingerprint, whole};

/// Runs before the one that is killed, so that its commit makes the engine merge.
const RUNS_BEFORE: usize = 7;
/// Files of a run before.
const BEFORE: usize = 5;

/// When a run is killed.
#[derive(Debug, Clone, Copy)]
enum Moment {
    /// So long after it started.
    After(Duration),
    /// So long after it began to write its words.
    Writing(Duration),
    /// So long after it committed.
    Committed(Duration),
}

/// Waits for the moment, or until the run ends.
fn await_moment(moment: Moment, index: &Path, running: &mut Child) {
    let engine_files =
        || fs::read_dir(index).map_or(0, |entries| entries.flatten().filter(|e| is_words(&e.path())).count());
    let meta = || fs::read(index.join("meta.json")).unwrap_or_default();
    let (files, state, started) = (engine_files(), meta(), Instant::now());
    let until = |running: &mut Child, reached: &dyn Fn() -> bool| {
        while !reached() && running.try_wait().expect("it is ours").is_none() {
            sleep(Duration::from_micros(300));
        }
    };
    match moment {
        Moment::After(time) => until(running, &|| started.elapsed() >= time),
        Moment::Writing(time) => {
            until(running, &|| engine_files() > files);
            sleep(time);
        }
        Moment::Committed(time) => {
            until(running, &|| meta() != state);
            sleep(time);
        }
    }
}

fn is_words(path: &Path) -> bool {
    path.extension().is_some_and(|suffix| suffix == "store")
}

/// An index of a few documents in as many segments as the engine leaves alone.
fn before(archive: &Archive) {
    for run in 0..RUNS_BEFORE {
        archive.add(run * BEFORE..(run + 1) * BEFORE);
        archive.build(&[]);
    }
}

/// Kills `kills` runs over `documents` documents and then lets one run to its end.
fn survive(documents: usize, kills: usize) {
    let archive = Archive::new(0..0);
    before(&archive);
    let (index, snapshot, afresh) =
        (archive.index(), archive.dir.path().join("before"), archive.dir.path().join("afresh"));
    copy(&index, &snapshot);
    let small = whole(&index);
    archive.add(RUNS_BEFORE * BEFORE..documents);
    let started = Instant::now();
    assert!(archive.command(&afresh, &[]).status().expect("it runs").success());
    let time = started.elapsed();
    let (all, expected) = (whole(&afresh), fingerprint(&afresh));

    let (mut dice, mut opened, mut finished) = (Dice(0x2545_f491_4f6c_dd1d), 0, 0);
    for kill in 0..kills {
        let share = |dice: &mut Dice, of: Duration| of.mul_f64(dice.roll(1000) as f64 / 1000.0);
        let moment = match kill % 4 {
            0 | 1 => Moment::After(share(&mut dice, time.mul_f64(1.05))),
            2 => Moment::Writing(share(&mut dice, Duration::from_millis(60))),
            _ => Moment::Committed(share(&mut dice, Duration::from_millis(60))),
        };
        let more: &[&str] = if kill % 5 == 4 { &["--rebuild"] } else { &[] };
        let mut running = archive.command(&index, more).spawn().expect("it starts");
        await_moment(moment, &index, &mut running);
        let _ = running.kill();
        running.wait().expect("it is ours");
        let found = whole(&index);
        assert!(found == small || found == all, "{moment:?} {more:?}: {found:?} is neither {small:?} nor {all:?}");
        opened += 1;
        if found == all {
            finished += 1;
            copy(&snapshot, &index);
        }
    }
    let broken_off = kills - finished;
    println!(
        "{opened} of {kills} killed runs opened whole, {broken_off} as before the run, {finished} after its commit"
    );
    archive.build(&[]);
    assert_eq!(whole(&index), all);
    assert_eq!(fingerprint(&index), expected, "the same ids, texts and counts as an index built in one go");
    let left: Vec<_> = fs::read_dir(&index).expect("it is there").flatten().map(|e| e.file_name()).collect();
    assert!(!left.iter().any(|name| name == ".rebuild"), "{left:?}");
}

#[test]
fn killed_runs_leave_the_index_whole_and_the_next_one_completes_it() {
    survive(80, 12);
}

#[test]
#[ignore = "takes half an hour; tests/reliability.sh runs it"]
fn two_hundred_killed_runs_over_two_thousand_documents() {
    survive(2_000, 200);
}
