//! All hits of a search, or a case, as a file; the same columns as the command line writes.
//!
//! `search` takes the parameters of the page, `case` an item or words. CSV, JSON and JSON Lines are streamed, however many
//! hits there are. Excel, Markdown and HTML are made whole in memory, so they have a limit; a search with more hits is
//! refused, because a silently cut file would be wrong.

use std::cell::RefCell;
use std::io::{self, Write};
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::api::history_request;
use super::disposition::{self, Disposition};
use super::{Problem, SearchState, Site, stream};
use crate::archive::Snapshot;
use crate::output::{
    Asked, Csv, Format, HistoryReport, HitsReport, Html, JsonArray, JsonLines, Markdown, Report, Xlsx,
};
use crate::query::{Checked, HistoryRequest, Question};

/// Exports at once: each keeps a core busy.
const AT_ONCE: usize = 2;
/// How long a request waits for its turn.
const PATIENCE: Duration = Duration::from_secs(10);
/// The most hits of a file made in memory: some 100 MB.
const MOST_AT_ONCE: u64 = 20_000;

/// How many files are being written.
#[derive(Debug)]
pub(super) struct Exports(Arc<Semaphore>);

impl Default for Exports {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(AT_ONCE)))
    }
}

impl Exports {
    async fn place(&self) -> Result<OwnedSemaphorePermit, Problem> {
        match tokio::time::timeout(PATIENCE, self.0.clone().acquire_owned()).await {
            Ok(Ok(place)) => Ok(place),
            _ => Err(Problem::busy()),
        }
    }
}

/// A format of files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Csv,
    Xlsx,
    Markdown,
    Json,
    JsonLines,
    Html,
}

impl Kind {
    const OF_HITS: [Self; 5] = [Self::Csv, Self::Xlsx, Self::Markdown, Self::Json, Self::JsonLines];
    const OF_CASES: [Self; 5] = [Self::Csv, Self::Xlsx, Self::Markdown, Self::Json, Self::Html];

    fn suffix(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Markdown => "md",
            Self::Json => "json",
            Self::JsonLines => "jsonl",
            Self::Html => "html",
        }
    }

    /// Each format's own type; the download headers keep HTML from being shown as a page of the site.
    fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Markdown => "text/markdown; charset=utf-8",
            Self::Json => "application/json",
            Self::JsonLines => "application/jsonl",
            Self::Html => "text/html; charset=utf-8",
        }
    }

    fn format(self) -> Box<dyn Format> {
        match self {
            Self::Csv => Box::new(Csv::default()),
            Self::Xlsx => Box::new(Xlsx),
            Self::Markdown => Box::new(Markdown),
            Self::Json => Box::new(JsonArray),
            Self::JsonLines => Box::new(JsonLines),
            Self::Html => Box::new(Html),
        }
    }

    /// Its entries are written one after another.
    fn flows(self) -> bool {
        matches!(self, Self::Csv | Self::Json | Self::JsonLines)
    }
}

/// The format by the file's suffix.
fn kind(file: &str, stem: &str, of: &[Kind]) -> Result<Kind, Problem> {
    let suffix = file.strip_prefix(stem).and_then(|rest| rest.strip_prefix('.'));
    let known = of.iter().find(|kind| Some(kind.suffix()) == suffix).copied();
    known.ok_or_else(|| {
        let suggestions = of.iter().map(|kind| format!("{stem}.{}", kind.suffix())).collect();
        Problem { suggestions, ..Problem::not_found(format!("there is no export {file}")) }
    })
}

/// Writes an export.
///
/// # Errors
///
/// 404 for an unknown name, 400 for an invalid search or more hits than the format takes, 503 for too many exports at
/// once.
pub(super) async fn get(
    State(site): State<Arc<Site>>,
    Path(file): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let query = query.unwrap_or_default();
    match file.starts_with("case.") {
        true => case(site, kind(&file, "case", &Kind::OF_CASES)?, &query).await,
        false => search(site, kind(&file, "search", &Kind::OF_HITS)?, &query).await,
    }
}

async fn search(site: Arc<Site>, kind: Kind, query: &str) -> Result<Response, Problem> {
    let state = SearchState::read(query)?;
    let request = Question { counts: false, skip: 0, limit: None, ..state.question(site.settings.synonyms.clone()) };
    let asked = Asked { query: state.words.clone(), options: options(&state), ..Asked::default() };
    let place = site.exports.place().await?;
    if kind.flows() {
        // Errors in the search must come before the first byte.
        let (snapshot, _) = total(&site, request.clone()).await?;
        let body = stream::body(move |out| {
            let _place = place;
            flow(&site, &snapshot, &request, kind, out)
        });
        return Ok(download(kind, "dagsorden-soegning", body));
    }
    let (_, total) = total(&site, request.clone()).await?;
    if total > MOST_AT_ONCE {
        return Err(Problem::bad_request(format!(
            "expected at most {MOST_AT_ONCE} hits for {}, but there are {total}; take csv or jsonl, or ask for less",
            kind.suffix()
        )));
    }
    site.work(move |site, snapshot| {
        let _place = place;
        let answer = snapshot.search(&request)?;
        let asked = Asked { indexed: site.archive.written().map(Asked::time), ..asked };
        let this_year = (site.settings.today)().year();
        let report = HitsReport { answer: &answer, this_year, asked: &asked, links: false, rest: None };
        Ok(download(kind, "dagsorden-soegning", written(kind, &report)?))
    })
    .await
}

/// Writes hits while they are looked up.
fn flow(site: &Site, snapshot: &Snapshot, request: &Question, kind: Kind, out: &mut dyn Write) -> io::Result<()> {
    let (answer, hits) = snapshot.search_lazily(request).map_err(|e| io::Error::other(e.to_string()))?;
    let (asked, rest) = (Asked::default(), RefCell::new(Checked::new(hits)));
    let this_year = (site.settings.today)().year();
    let report = HitsReport { answer: &answer, this_year, asked: &asked, links: false, rest: Some(&rest) };
    kind.format().write(&report, out)?;
    rest.into_inner().outcome().map_err(|e| io::Error::other(e.to_string()))
}

/// The number of hits, and the state of the index they are counted in.
async fn total(site: &Arc<Site>, request: Question) -> Result<(Snapshot, u64), Problem> {
    site.work(move |_, snapshot| {
        let total = snapshot.search(&Question { limit: Some(1), ..request })?.total;
        Ok((snapshot.clone(), total))
    })
    .await
}

async fn case(site: Arc<Site>, kind: Kind, query: &str) -> Result<Response, Problem> {
    let request = case_request(&site, query)?;
    let place = site.exports.place().await?;
    site.work(move |site, snapshot| {
        let _place = place;
        check_item(snapshot, &request)?;
        let history = snapshot.history(&request)?;
        let asked = Asked {
            query: request.question.words.clone(),
            indexed: site.archive.written().map(Asked::time),
            ..Asked::default()
        };
        let report = HistoryReport { history: &history, asked: &asked, why: true, whole: true };
        Ok(download(kind, "dagsorden-sag", written(kind, &report)?))
    })
    .await
}

/// The last non-empty value of a parameter.
fn value(query: &str, wanted: &str) -> Option<String> {
    let values = form_urlencoded::parse(query.as_bytes()).filter(|(name, value)| name == wanted && !value.is_empty());
    values.last().map(|(_, value)| value.into_owned())
}

fn case_request(site: &Site, query: &str) -> Result<HistoryRequest, Problem> {
    let state = SearchState::read(query)?;
    let switch = |name: &'static str| match value(query, name).as_deref() {
        None | Some("no") => Ok(false),
        Some("yes") => Ok(true),
        Some(other) => Err(Problem::parameter(name, format!("expected yes or no, but found {other}"))),
    };
    let pick = value(query, "pick").map(|typed| {
        let wrong = || Problem::parameter("pick", format!("expected the number of a matter, but found {typed}"));
        typed.parse().map_err(|_| wrong())
    });
    history_request(site, &state, |name| value(query, name), switch, pick.transpose()?)
}

/// Without this check an unknown id would give an empty case.
fn check_item(snapshot: &Snapshot, request: &HistoryRequest) -> Result<(), Problem> {
    if request.item {
        snapshot.item(&request.question.words)?;
    }
    Ok(())
}

fn written(kind: Kind, report: &dyn Report) -> Result<Vec<u8>, Problem> {
    let mut out = Vec::new();
    kind.format().write(report, &mut out).map_err(|_| Problem::fault())?;
    out.flush().map_err(|_| Problem::fault())?;
    Ok(out)
}

fn download(kind: Kind, stem: &str, body: impl Into<axum::body::Body>) -> Response {
    let name = format!("{stem}.{}", kind.suffix());
    let mut response = body.into().into_response();
    let headers: &mut HeaderMap = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, header::HeaderValue::from_static(kind.media_type()));
    headers.insert(header::CONTENT_DISPOSITION, disposition::value(Disposition::Attachment, &name));
    headers.insert(header::CACHE_CONTROL, header::HeaderValue::from_static("private, no-store"));
    let policy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
    headers.insert(header::CONTENT_SECURITY_POLICY, header::HeaderValue::from_static(policy));
    response
}

/// The filters as options of the command line.
fn options(state: &SearchState) -> Vec<String> {
    let options = state.pairs().into_iter().filter(|(name, _)| !["q", "page", "lang", "unit", "sort"].contains(name));
    options.map(|(name, value)| format!("--{name} {value}")).collect()
}

#[cfg(test)]
mod tests;
