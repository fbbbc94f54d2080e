//! One writer at a time.

use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::own::{Own, minutes};

/// A writer at work.
fn writer(own: &Own) -> Child {
    let started = own.command(&["--jobs", "1"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let (owner, until) = (own.folder().join(".dagsorden-writer"), Instant::now() + Duration::from_secs(60));
    while !owner.exists() && Instant::now() < until {
        sleep(Duration::from_millis(1));
    }
    started
}

/// An archive whose index lacks so many documents.
fn with_new(documents: usize) -> Own {
    let own = Own::indexed(&[("a.txt", &minutes("20. marts 2012", "takster"))]);
    (0..documents).for_each(|n| own.write(&format!("{n}.txt"), &minutes("17. april 2012", &format!("sag{n}"))));
    own
}

#[test]
fn second_writer_is_told_who_the_first_is_and_readers_go_on() {
    // Far more than can be read while the others are answered.
    let own = with_new(5_000);
    let mut first = writer(&own);
    let second = own.index(&[]);
    let search = own.run(&["search", "takster"]);
    let ended = first.try_wait().unwrap();
    first.kill().unwrap();
    first.wait().unwrap();
    assert!(ended.is_none(), "it was at work all the time");
    assert_eq!((second.code(), search.code()), (2, 0), "{}{}", second.err(), search.err());
    let expected =
        format!("expected to be the only one who writes, but process {} has been at it since 20", first.id());
    assert!(second.err().contains(&expected), "{}", second.err());
    assert!(second.err().contains(&format!(
        "hint: wait until it is done; searching goes on meanwhile, or end it with `kill {}`",
        first.id()
    )));
}

#[test]
fn killed_writer_blocks_nobody() {
    let own = with_new(200);
    let mut first = writer(&own);
    first.kill().unwrap();
    first.wait().unwrap();
    let second = own.index(&[]);
    assert_eq!(second.code(), 0, "{}", second.err());
    assert_eq!(own.ids().len(), 402);
}
