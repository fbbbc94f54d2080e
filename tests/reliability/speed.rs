//! What an archive costs in which nothing changed.

use std::fs;
use std::time::Instant;

use crate::archive::{Archive, whole};

#[test]
#[ignore = "takes minutes; tests/reliability.sh runs it"]
fn ten_thousand_unchanged_files_take_less_than_a_second() {
    let archive = Archive::new(0..10_000);
    archive.build(&[]);
    let times: Vec<_> = (0..5)
        .map(|_| {
            let started = Instant::now();
            archive.build(&[]);
            started.elapsed()
        })
        .collect();
    let least = times.iter().min().expect("five runs");
    println!("10000 unchanged files: {} ms, the least of five runs", least.as_millis());
    assert_eq!(whole(&archive.index()).0, 10_000);
    assert!(least.as_secs_f64() < 1.0);
}

#[test]
#[ignore = "makes many files; tests/reliability.sh runs it"]
fn folder_of_a_hundred_thousand_files_is_walked() {
    let archive = Archive::new(0..3);
    let folder = archive.documents().join("000");
    (0..100_000).for_each(|n| fs::write(folder.join(format!("{n}.jpg")), "").expect("a file"));
    let started = Instant::now();
    archive.build(&[]);
    println!("a folder of 100000 files: {} ms", started.elapsed().as_millis());
    assert_eq!(whole(&archive.index()).0, 3);
}
