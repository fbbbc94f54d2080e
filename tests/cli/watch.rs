//! `index --watch`.

use std::process::{Child, Stdio};
use std::thread::{self, sleep};
use std::time::{Duration, Instant};

use crate::own::{Own, minutes};

/// Far longer than any step takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

struct Watching(Child);

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn wait_for(own: &Own, ids: &[&str]) {
    let until = Instant::now() + PATIENCE;
    while own.ids() != ids {
        assert!(Instant::now() < until, "{:?} and not {ids:?}", own.ids());
        sleep(Duration::from_millis(100));
    }
}

#[cfg(unix)]
#[test]
fn changes_are_taken_in_until_ctrl_c() {
    use std::os::unix::process::ExitStatusExt;

    let own = Own::new(&[("a.txt", &minutes("20. marts 2012", "takster"))]);
    let started = own.command(&["--watch=1"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let mut watching = Watching(started);
    wait_for(&own, &["a#1", "a#2"]);
    own.write("b.txt", &minutes("17. april 2012", "veje"));
    wait_for(&own, &["a#1", "a#2", "b#1", "b#2"]);
    own.rename("b.txt", "c.txt");
    own.remove("a.txt");
    wait_for(&own, &["b#1", "b#2"]);
    let forgotten = own.run(&["forget", "b#1"]);
    assert_eq!(forgotten.code(), 0, "nobody else is kept from writing meanwhile: {}", forgotten.err());
    let pid = watching.0.id().to_string();
    assert!(std::process::Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    let status = watching.0.wait().unwrap();
    assert_eq!(status.signal(), Some(2), "a shell tells it as 130");
    assert_eq!(own.ids(), ["b#2"]);
}

/// Shorter than the time for which a file has to stay as it is.
const STEADY: Duration = Duration::from_millis(900);

/// Writes `b.txt` item by item, and gives the longest time that passed without a change.
fn grow(own: &Own) -> Duration {
    let mut text = minutes("17. april 2012", "veje");
    let (mut last, mut longest) = (Instant::now(), Duration::ZERO);
    for n in 3..33 {
        text += &format!("\n{n}. Punkt {n}\n\nBeslutning\nGodkendt.\n");
        own.write("b.txt", &text);
        longest = longest.max(last.elapsed());
        last = Instant::now();
        sleep(Duration::from_millis(100));
    }
    longest
}

#[test]
fn file_that_is_being_written_is_left_until_it_is_whole() {
    let own = Own::new(&[("a.txt", &minutes("20. marts 2012", "takster"))]);
    let started = own.command(&["--watch=1"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let _watching = Watching(started);
    wait_for(&own, &["a#1", "a#2"]);
    // It grows faster than it is looked at.
    let (seen, longest) = thread::scope(|scope| {
        let growing = scope.spawn(|| grow(&own));
        let mut seen = Vec::new();
        while !growing.is_finished() {
            seen.push(own.ids().len());
        }
        (seen, growing.join().unwrap())
    });
    // Where this test itself was held up, the file looked whole.
    assert!(longest > STEADY || seen.iter().all(|n| *n == 2), "half of it: {seen:?}");
    let until = Instant::now() + PATIENCE;
    while own.ids().len() < 20 {
        assert!(Instant::now() < until);
        sleep(Duration::from_millis(100));
    }
}
