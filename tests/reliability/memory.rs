//! What a run keeps in memory does not grow with the archive.

#![cfg(target_os = "linux")]

use std::fs;
use std::thread::sleep;
use std::time::Duration;

use crate::archive::Archive;

/// What is promised, in KiB.
const MOST: u64 = 500 << 10;

/// The most that a process had in memory so far, in KiB (`VmHWM` of proc(5)).
fn peak(pid: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|l| l.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}

/// The workers of `pid`. One that was just started is still the image of its parent and no worker.
fn workers(pid: u32) -> Vec<u32> {
    let is_worker = |pid: &u32| {
        let line = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
        line.split(|byte| *byte == 0).nth(1) == Some(b"worker")
    };
    let tasks = fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten();
    let lists = tasks.filter_map(|task| fs::read_to_string(task.path().join("children")).ok());
    let all = lists.flat_map(|list| list.split_whitespace().filter_map(|n| n.parse().ok()).collect::<Vec<u32>>());
    all.filter(is_worker).collect()
}

/// Indexes so many documents and gives the most that the program had in memory, and its workers together, in KiB.
fn measured(archive: &Archive, more: &[&str]) -> (u64, u64) {
    let mut running = archive.command(&archive.index(), more).spawn().expect("it starts");
    let (mut own, mut workers) = (0, 0);
    while running.try_wait().expect("it is ours").is_none() {
        own = own.max(peak(running.id()));
        workers = workers.max(self::workers(running.id()).into_iter().map(peak).sum());
        sleep(Duration::from_millis(10));
    }
    assert!(running.wait().expect("it is ours").success());
    (own, workers)
}

fn check(documents: usize) -> u64 {
    let archive = Archive::new(0..documents);
    let (own, workers) = measured(&archive, &[]);
    archive.add(documents..documents + 10);
    let (again, _) = measured(&archive, &[]);
    println!(
        "{documents} documents: {} MiB at most and its workers {} MiB; {} MiB when 10 more came",
        own >> 10,
        workers >> 10,
        again >> 10
    );
    assert!(own.max(again) + workers < MOST, "{own} {again} {workers}");
    own
}

#[test]
fn small_archive_needs_little_memory() {
    check(150);
}

#[test]
#[ignore = "takes minutes; tests/reliability.sh runs it"]
fn twenty_thousand_documents_need_hardly_more_memory_than_five_thousand() {
    let (few, many) = (check(5_000), check(20_000));
    // What is known of each file and item until they are paired is some hundred bytes each, and the pages of the index's own
    // files count as resident while they are merged.
    assert!(many < few + (150 << 10), "{few} {many}");
}
