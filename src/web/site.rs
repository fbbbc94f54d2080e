//! The state shared by all requests.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use jiff::civil::Date;
use tokio::sync::Semaphore;

use super::export::Exports;
use super::picture::Pictures;
use super::{Links, Problem, SavedSearch, saved};
use crate::archive::Snapshot;
use crate::archive::{Archive, ArchiveError};
use crate::query::Synonyms;
use crate::source::Reader;

/// Answers worked on at once per core: some wait for the disk.
const AT_ONCE: usize = 2;

/// How long a request waits for its turn.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long a client waits for an answer once work has begun.
const DEADLINE: Duration = Duration::from_secs(20);

/// How a site is set up.
#[derive(Debug)]
pub struct Settings {
    /// The folder of the index.
    pub index: PathBuf,
    /// The address behind a proxy: `https://intra.example.dk/dagsorden`.
    pub base_url: Option<String>,
    /// Listens to this machine only.
    pub local: bool,
    /// Synonyms in place of the built-in ones.
    pub synonyms: Option<Synonyms>,
    /// Reads source documents again, to draw their pages.
    pub reader: Reader,
    /// The current day. The histogram marks the current year as unfinished.
    pub today: fn() -> Date,
}

/// An archive with the state of its pages.
#[derive(Debug)]
pub struct Site {
    /// How the site is set up.
    pub(crate) settings: Settings,
    /// The archive that the pages show.
    pub(crate) archive: Archive,
    /// The addresses of the pages.
    pub(crate) links: Links,
    pub(super) pictures: Pictures,
    pub(super) exports: Exports,
    turns: Arc<Semaphore>,
}

impl Site {
    /// Opens the archive.
    ///
    /// # Errors
    ///
    /// Those of [`Archive::open`] and [`Archive::snapshot`].
    pub fn open(settings: Settings) -> Result<Self, ArchiveError> {
        let archive = Archive::open(settings.index.clone())?;
        archive.snapshot()?;
        let links = Links::below(settings.base_url.as_deref());
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let (pictures, exports) = (Pictures::default(), Exports::default());
        Ok(Self { settings, archive, links, pictures, exports, turns: Arc::new(Semaphore::new(AT_ONCE * cores)) })
    }

    /// The saved searches in the order of their file.
    pub fn saved_searches(&self) -> Vec<SavedSearch> {
        saved::read(&self.settings.index)
    }

    /// Runs CPU-bound work on a blocking thread, a limited number at once. After the deadline of a page the
    /// request gets 503, but the work keeps its turn until done, because its core is not free.
    ///
    /// # Errors
    ///
    /// Those of `work`, and 503 if the turn does not come in time or the work takes too long.
    pub async fn work<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Self, &Snapshot) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        self.work_within(DEADLINE, work).await
    }

    async fn work_within<T: Send + 'static>(
        self: &Arc<Self>,
        deadline: Duration,
        work: impl FnOnce(&Self, &Snapshot) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let turn = tokio::time::timeout(PATIENCE, self.turns.clone().acquire_owned());
        let Ok(Ok(turn)) = turn.await else { return Err(Problem::busy()) };
        let site = self.clone();
        let done = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            let snapshot = site.archive.snapshot()?;
            work(&site, &snapshot)
        });
        match tokio::time::timeout(deadline, done).await {
            Ok(done) => done.unwrap_or_else(|_| Err(Problem::fault())),
            Err(_) => Err(Problem::too_slow()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;
    use crate::web::tests::site;

    #[tokio::test]
    async fn work_that_takes_too_long_is_not_waited_for_and_keeps_its_turn() {
        let (_folder, site) = site();
        let free = site.turns.available_permits();
        let (go, wait) = channel::<()>();
        let slow = site.work_within(Duration::from_millis(20), move |_, _| Ok(wait.recv().is_ok())).await;
        assert_eq!(slow.unwrap_err().status, 503);
        assert_eq!(site.turns.available_permits(), free - 1);
        go.send(()).unwrap();
        while site.turns.available_permits() < free {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    #[tokio::test]
    async fn panic_costs_its_request_alone() {
        let (_folder, site) = site();
        let failed = site.work(|_, _| -> Result<(), Problem> { panic!("a mistake of ours") }).await;
        assert_eq!(failed.unwrap_err().status, 500);
        assert!(site.work(|_, _| Ok(())).await.is_ok());
    }
}
