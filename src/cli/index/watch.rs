//! `dagsorden index --watch`: looks again and again, and takes in what changed.
//!
//! The files' sizes and times are asked for every few seconds. A file that is still being written is left for the next
//! time: its size and time must have stayed the same for one round. Where nothing changed nothing else is done, not even
//! the index is opened. Ctrl-C ends it like any other run: what is not committed leaves no trace.

use std::collections::HashMap;
use std::path::PathBuf;
use std::thread::sleep;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::super::args::IndexArgs;
use super::super::console::Console;
use super::super::exit::{Exit, Failure};
use super::plan::{Stamp, stamp};
use super::walk::Found;
use super::{Started, find, prepare, tell_failed, update};
use crate::engine::Index;
use crate::index::WriterLock;

/// Takes in what is there, and then what changes, until it is ended.
///
/// # Errors
///
/// Of the first round only: what fails later may work the next time, and is told.
pub fn run(args: &IndexArgs, every: Duration, console: &Console) -> Result<Exit, Failure> {
    let mut args = args.clone();
    let mut rounds = Rounds::default();
    rounds.run(&args, every, console)?;
    args.rebuild = false;
    loop {
        sleep(every);
        match rounds.run(&args, every, console) {
            Err(Failure::Message(message)) => console.soft_error(message),
            other => other?,
        }
    }
}

/// What the last round saw.
#[derive(Default)]
struct Rounds {
    stamps: HashMap<PathBuf, Stamp>,
    /// The index after the last round that left nothing to do.
    settled: Option<Index>,
}

impl Rounds {
    fn run(&mut self, args: &IndexArgs, every: Duration, console: &Console) -> Result<(), Failure> {
        let started = Started::now();
        let mut found = find(args)?;
        let now = stamps(&found);
        let is_same = now == self.stamps;
        let before = std::mem::replace(&mut self.stamps, now);
        if is_same && self.settled.as_ref().is_some_and(|index| !index.has_changed()) {
            return Ok(());
        }
        self.settled = None;
        let all = found.files.len();
        found.files.retain(|file| {
            let now = self.stamps.get(&file.path).copied().unwrap_or_default();
            before.get(&file.path) == Some(&now) || is_old(now, every)
        });
        let is_whole = found.files.len() == all;
        let lock = WriterLock::take(&args.index.folder)?;
        let task = prepare(args, found, console)?;
        if !task.is_idle() || args.rebuild || task.before.is_none() {
            let summary = update(args, &task, lock, started)?;
            if !args.quiet {
                let text = summary.changes(&task.plan);
                let time = started.at.strftime("%Y-%m-%d %H:%M:%S UTC");
                console.say(&format!("{time}: {text}\n"))?;
            }
            tell_failed(args, console, &summary);
        }
        self.settled = if is_whole { Index::open(&args.index.folder).ok() } else { None };
        Ok(())
    }
}

fn stamps(found: &Found) -> HashMap<PathBuf, Stamp> {
    let stamp = |path: &PathBuf| (path.clone(), stamp(path).unwrap_or_default());
    found.files.iter().map(|file| stamp(&file.path)).collect()
}

/// True for a file that was last changed before the last round.
fn is_old(stamp: Stamp, every: Duration) -> bool {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let modified = Duration::from_secs(stamp.modified.try_into().unwrap_or_default());
    modified + every + Duration::from_secs(1) < now
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_changed_since_the_last_round_is_not_old() {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs().try_into().unwrap();
        let every = Duration::from_secs(5);
        assert!(!is_old(Stamp { bytes: 1, modified: now }, every));
        assert!(!is_old(Stamp { bytes: 1, modified: now - 5 }, every));
        assert!(is_old(Stamp { bytes: 1, modified: now - 60 }, every));
        assert!(is_old(Stamp { bytes: 1, modified: -1 }, every), "before 1970");
    }
}
