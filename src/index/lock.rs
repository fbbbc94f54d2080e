//! The write lock: one writer at a time, with its identity.
//!
//! The lock is the system's lock on a file. The system releases it at the end of the process, even after a crash, so no
//! stale lock remains. A second file names the owner for waiting processes. It is read only while the lock is held, so
//! leftovers of a killed process do no harm.

use std::fmt;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::process;
use std::thread::sleep;
use std::time::Duration;

use jiff::Timestamp;

use super::IndexError;
use super::folder::holds_index;

/// The locked file. Hidden, like every file in the folder outside the index itself.
const LOCK: &str = ".dagsorden-writer.lock";
/// The file with the owner's identity.
const OWNER: &str = ".dagsorden-writer";
/// The owner needs a moment to write its identity: 10 attempts at 20 ms are a wait of 0.2 s at most.
const PATIENCE: Duration = Duration::from_millis(20);
const ATTEMPTS: u32 = 10;

/// The exclusive right to write to an index. Dropping it releases the lock.
#[derive(Debug)]
pub struct WriterLock {
    folder: PathBuf,
    /// Dropping the file releases the lock.
    _file: File,
}

/// The process holding the lock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner {
    /// Process id.
    pub pid: u32,
    /// Host name, if the machine has one.
    pub host: Option<String>,
    /// The time it took the lock.
    pub since: Timestamp,
}

impl WriterLock {
    /// Takes the lock of an index. Creates the folder if it is missing.
    ///
    /// # Errors
    ///
    /// [`IndexError::Locked`] if another process holds it, [`IndexError::NotAnIndex`] for a folder with other content,
    /// and I/O errors.
    pub fn take(folder: &Path) -> Result<Self, IndexError> {
        holds_index(folder)?;
        let failed = |e: io::Error| IndexError::Engine { folder: folder.to_owned(), words: e.to_string() };
        fs::create_dir_all(folder).map_err(failed)?;
        let file = File::create(folder.join(LOCK)).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(IndexError::Locked { folder: folder.to_owned(), owner: owner(folder) });
            }
            Err(TryLockError::Error(e)) => return Err(failed(e)),
        }
        let me = Owner { pid: process::id(), host: host(), since: Timestamp::now() };
        // The owner's name only helps waiting processes. Failing to write it is harmless.
        let _ = fs::write(folder.join(OWNER), me.written());
        Ok(Self { folder: folder.to_owned(), _file: file })
    }

    /// The locked folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Drop for WriterLock {
    fn drop(&mut self) {
        let _ = fs::remove_file(self.folder.join(OWNER));
    }
}

/// Reads the owner's identity, if complete.
fn owner(folder: &Path) -> Option<Owner> {
    for _ in 0..ATTEMPTS {
        let said = fs::read_to_string(folder.join(OWNER)).ok().and_then(|text| Owner::read(&text));
        if said.is_some() {
            return said;
        }
        sleep(PATIENCE);
    }
    None
}

/// The name of this machine.
fn host() -> Option<String> {
    let files = ["/proc/sys/kernel/hostname", "/etc/hostname"].into_iter();
    let variables = ["COMPUTERNAME", "HOSTNAME"].into_iter();
    let named = files.filter_map(|f| fs::read_to_string(f).ok()).chain(variables.filter_map(|v| std::env::var(v).ok()));
    named.map(|name| name.trim().to_owned()).find(|name| !name.is_empty())
}

impl Owner {
    /// `4711 2026-11-22T07:20:13Z rådhus-2`.
    fn written(&self) -> String {
        format!("{} {} {}\n", self.pid, self.since, self.host.as_deref().unwrap_or_default())
    }

    /// Parses the text of [`Owner::written`]. `None` if incomplete.
    fn read(text: &str) -> Option<Self> {
        let mut words = text.strip_suffix('\n')?.splitn(3, ' ');
        let (pid, since) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
        let host = words.next().filter(|name| !name.is_empty()).map(str::to_owned);
        Some(Self { pid, host, since })
    }

    /// True if the owner runs on another machine.
    pub fn is_elsewhere(&self) -> bool {
        self.host.is_some() && self.host != host()
    }

    /// Advice for a waiting user.
    pub(super) fn advice(&self) -> String {
        let waiting = "wait until it is done; searching goes on meanwhile";
        match &self.host {
            Some(host) if self.is_elsewhere() => format!("{waiting}, or end it on {host}"),
            _ => format!("{waiting}, or end it with `kill {}`: the index stays as it was before", self.pid),
        }
    }
}

impl fmt::Display for Owner {
    /// `process 4711 has been at it since 2026-11-22 07:20:13 UTC`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "process {}", self.pid)?;
        if let Some(host) = self.host.as_ref().filter(|_| self.is_elsewhere()) {
            write!(f, " on {host}")?;
        }
        write!(f, " has been at it since {}", self.since.strftime("%Y-%m-%d %H:%M:%S UTC"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn second_writer_is_told_who_the_first_one_is_and_what_to_do() {
        let dir = tempfile::tempdir().unwrap();
        let first = WriterLock::take(dir.path()).unwrap();
        let Err(refused) = WriterLock::take(dir.path()) else { panic!("there is one already") };
        let (said, pid) = (refused.to_string(), process::id());
        assert!(said.contains(&format!("but process {pid} has been at it since 20")), "{said}");
        assert!(said.contains(&format!("or end it with `kill {pid}`")), "{said}");
        drop(first);
        assert!(WriterLock::take(dir.path()).is_ok(), "and it is free when the first one is done");
    }

    #[test]
    fn what_a_killed_process_left_blocks_nobody() {
        let dir = tempfile::tempdir().unwrap();
        let dead = Owner { pid: u32::MAX, host: None, since: Timestamp::UNIX_EPOCH };
        fs::write(dir.path().join(OWNER), dead.written()).unwrap();
        fs::write(dir.path().join(LOCK), "").unwrap();
        assert!(WriterLock::take(dir.path()).is_ok());
    }

    #[test]
    fn owner_is_read_as_it_was_written_and_only_whole() {
        for host in [None, Some("rådhus 2".to_owned())] {
            let owner = Owner { pid: 7, host, since: Timestamp::UNIX_EPOCH };
            let text = owner.written();
            assert_eq!(Owner::read(&text), Some(owner));
            assert_eq!(Owner::read(text.trim_end()), None);
        }
        assert_eq!(Owner::read("\n"), None);
    }

    #[test]
    fn owner_on_another_machine_is_named_with_it() {
        let owner = Owner { pid: 7, host: Some("rådhus-2".into()), since: Timestamp::UNIX_EPOCH };
        assert_eq!(owner.to_string(), "process 7 on rådhus-2 has been at it since 1970-01-01 00:00:00 UTC");
        assert_eq!(owner.advice(), "wait until it is done; searching goes on meanwhile, or end it on rådhus-2");
    }

    #[test]
    fn folder_that_holds_something_else_is_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("notat.txt"), "x").unwrap();
        assert!(matches!(WriterLock::take(dir.path()), Err(IndexError::NotAnIndex(_))));
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }
}
