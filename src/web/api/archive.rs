//! The state of the archive, and saved searches.

use schemars::JsonSchema;
use serde::Serialize;

use super::endpoint::{Asked, Endpoint};
use super::search::PAGING;
use crate::archive::Snapshot;
use crate::index::{FileRecord, Outcome, format};
use crate::source::Reason;
use crate::web::{Problem, Site};

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new("/status", "What the archive holds, and the files that were not read or only in part.", status)
            .with(PAGING),
        Endpoint::new("/saved", "Searches that whoever runs the site has saved.", saved),
    ]
}

/// The state of the archive.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct StatusAnswer {
    /// The program and its version.
    pub program: &'static str,
    /// The version of the index's format.
    pub format: u32,
    /// When the index was last written (RFC 3339).
    pub written: Option<String>,
    pub files: usize,
    /// Files read whole.
    pub read: usize,
    pub in_part: usize,
    pub failed: usize,
    /// Failed files that need OCR.
    pub needs_ocr: usize,
    pub pages: u64,
    pub items: u64,
    /// The first and the last day of a meeting, `YYYY-MM-DD`.
    pub first_day: Option<String>,
    pub last_day: Option<String>,
    /// Files not read or read only in part, by name; one page of the list.
    pub problems: Vec<FileProblemObject>,
}

/// A file not read or read only in part.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct FileProblemObject {
    pub source: String,
    /// One word: `in-part`, `needs-ocr`, `broken` …
    pub reason: String,
    /// The expected and the found value.
    pub explanation: String,
}

impl FileProblemObject {
    fn of(file: &FileRecord) -> Option<Self> {
        let (explanation, _) = file.outcome.problem(&file.path)?;
        let reason = match &file.outcome {
            Outcome::Failed { reason, .. } => reason.clone(),
            _ => "in-part".to_owned(),
        };
        Some(Self { source: file.source.clone(), reason, explanation })
    }
}

fn status(site: &Site, snapshot: &Snapshot, asked: &Asked) -> Result<StatusAnswer, Problem> {
    let (skip, limit) = (asked.skip()?, asked.limit()?);
    let files = snapshot.files()?;
    let count = |of: &dyn Fn(&Outcome) -> bool| files.iter().filter(|f| of(&f.outcome)).count();
    let needs_ocr = Reason::NeedsOcr { pages: 0 }.name();
    let days = snapshot.extent()?.days;
    Ok(StatusAnswer {
        program: concat!("dagsorden ", env!("CARGO_PKG_VERSION")),
        format: format::VERSION,
        written: site.archive.written().map(seconds),
        files: files.len(),
        read: count(&|o| *o == Outcome::Read),
        in_part: count(&|o| matches!(o, Outcome::ReadInPart(_))),
        failed: count(&|o| matches!(o, Outcome::Failed { .. })),
        needs_ocr: count(&|o| matches!(o, Outcome::Failed { reason, .. } if reason == needs_ocr)),
        pages: files.iter().map(|f| u64::from(f.pages)).sum(),
        items: files.iter().map(|f| u64::from(f.items)).sum(),
        first_day: days.first().map(ToString::to_string),
        last_day: days.last().map(ToString::to_string),
        problems: files.iter().filter_map(FileProblemObject::of).skip(skip).take(limit).collect(),
    })
}

/// A time without fractions of a second.
pub(in crate::web) fn seconds(time: jiff::Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// The saved searches.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct SavedAnswer {
    pub searches: Vec<SavedObject>,
}

/// A saved search.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct SavedObject {
    pub name: String,
    /// The query string of the search's address, without its question mark.
    pub query: String,
    /// The page of its hits.
    pub address: String,
    /// Its newest hits as an Atom feed.
    pub feed: String,
}

fn saved(site: &Site, _: &Snapshot, _: &Asked) -> Result<SavedAnswer, Problem> {
    let searches = site.saved_searches().into_iter().map(|search| SavedObject {
        address: site.links.whole(&format!("{}?{}", site.links.to("search"), search.query)),
        feed: site.links.whole(&format!("{}?{}", site.links.to("feed.atom"), search.query)),
        name: search.name,
        query: search.query,
    });
    Ok(SavedAnswer { searches: searches.collect() })
}
