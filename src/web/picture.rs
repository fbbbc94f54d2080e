//! Pictures of pages of source documents, with boxes around the words of a search.
//!
//! A page is drawn in a worker process ([`Reader::show`](crate::source::Reader::show)), so a hostile file
//! costs only its own picture. A [`SheetCache`] keeps it for the next request; the boxes are painted on a copy.

mod boxes;
mod cache;
mod paint;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use tokio::sync::Semaphore;

use super::etag::{Tag, unless_known};
use super::files::SourceFile;
use super::{Problem, SearchState, Site};
use crate::archive::Snapshot;
use crate::query::Question;
use crate::source::{Format, PageRequest, Reason, Sheet};
use cache::{Key, SheetCache};

/// The default width of a picture in pixels, and the range allowed: a text is readable from 200, and 2000 take 17 MB.
const WIDTH: u32 = 900;
const WIDTHS: std::ops::RangeInclusive<u32> = 200..=2000;

/// Browsers style the page they make around a single picture, so inline styles are allowed.
const POLICY: &str = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'";

/// Pages drawn at once: each is a process with its own memory limit.
const AT_ONCE: usize = 2;
/// How long a request waits for its turn.
const PATIENCE: Duration = Duration::from_secs(15);

/// Finished pictures, and locks for those being drawn.
#[derive(Debug)]
pub(super) struct Pictures {
    cache: Mutex<SheetCache>,
    /// A lock for each page being drawn, so a page is drawn once for several requests.
    drawing: Mutex<HashMap<Key, Weak<tokio::sync::Mutex<()>>>>,
    places: Arc<Semaphore>,
}

impl Default for Pictures {
    fn default() -> Self {
        Self { cache: Mutex::default(), drawing: Mutex::default(), places: Arc::new(Semaphore::new(AT_ONCE)) }
    }
}

impl Pictures {
    fn get(&self, key: Key) -> Option<Arc<Sheet>> {
        self.cache.lock().unwrap_or_else(PoisonError::into_inner).get(key)
    }

    fn keep(&self, key: Key, sheet: Arc<Sheet>) {
        self.cache.lock().unwrap_or_else(PoisonError::into_inner).put(key, sheet);
    }

    /// The lock of a page being drawn.
    fn lock_of(&self, key: Key) -> Arc<tokio::sync::Mutex<()>> {
        let mut drawing = self.drawing.lock().unwrap_or_else(PoisonError::into_inner);
        drawing.retain(|_, lock| lock.strong_count() > 0);
        if let Some(lock) = drawing.get(&key).and_then(Weak::upgrade) {
            return lock;
        }
        let lock = Arc::default();
        drawing.insert(key, Arc::downgrade(&lock));
        lock
    }
}

/// Draws a page.
///
/// # Errors
///
/// 400 for an invalid page or width, 404 for a page beyond the last, those of [`SourceFile::find`], 422 for a page impossible
/// to draw, 503 if drawing takes too long.
pub(super) async fn get(
    State(site): State<Arc<Site>>,
    Path((page, source)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let query = query.unwrap_or_default();
    let (state, width) = (SearchState::read(&query)?, width(&query)?);
    let page: u32 = page.parse().ok().filter(|n| *n > 0).ok_or_else(|| {
        Problem::parameter("page", format!("expected the number of a page, from 1, but found {page}"))
    })?;
    let tag = Tag::new(&site, &query);
    let (file, key) = site
        .work(move |_, snapshot| {
            let file = SourceFile::find(snapshot, &source)?;
            check(&file, page)?;
            let key = Key { content: file.record.hash, page, width };
            Ok((file, key))
        })
        .await?;
    let tag = tag.with(&key.content.to_le_bytes()).with(&key.page.to_le_bytes());
    unless_known(&headers, tag, async {
        let sheet = drawn(&site, file, key).await?;
        let request = state.question(site.settings.synonyms.clone());
        site.work(move |_, snapshot| {
            let png = painted(snapshot, &sheet, &request)?;
            Ok(([(header::CONTENT_TYPE, "image/png"), (header::CONTENT_SECURITY_POLICY, POLICY)], png).into_response())
        })
        .await
    })
    .await
}

/// The page with the words of a question in boxes, as PNG.
fn painted(snapshot: &Snapshot, sheet: &Sheet, request: &Question) -> Result<Vec<u8>, Problem> {
    let boxes = if request.words.is_empty() { Vec::new() } else { boxes::of(snapshot, sheet, request)? };
    paint::png(sheet, &boxes).ok_or_else(Problem::fault)
}

/// The page from the cache, else drawn. The first of several requests draws it for all.
async fn drawn(site: &Arc<Site>, file: SourceFile, key: Key) -> Result<Arc<Sheet>, Problem> {
    let pictures = &site.pictures;
    if let Some(sheet) = pictures.get(key) {
        return Ok(sheet);
    }
    let lock = pictures.lock_of(key);
    let _first = lock.lock().await;
    if let Some(sheet) = pictures.get(key) {
        return Ok(sheet);
    }
    let place = tokio::time::timeout(PATIENCE, pictures.places.clone().acquire_owned()).await;
    let Ok(Ok(place)) = place else { return Err(Problem::busy()) };
    let reader = site.clone();
    let sheet = tokio::task::spawn_blocking(move || {
        let _place = place;
        let request = PageRequest { page: key.page, width: key.width, content: key.content };
        reader.settings.reader.show(&file.record.path, request).map_err(|reason| not_drawn(&file, key.page, &reason))
    });
    let sheet = Arc::new(sheet.await.unwrap_or_else(|_| Err(Problem::fault()))?);
    pictures.keep(key, sheet.clone());
    Ok(sheet)
}

fn check(file: &SourceFile, page: u32) -> Result<(), Problem> {
    let source = &file.record.source;
    match file.format {
        Format::Pdf if page <= file.record.pages => Ok(()),
        Format::Pdf => Err(Problem::not_found(format!("{source} has {} pages and no page {page}", file.record.pages))),
        _ => Err(Problem::not_found(format!("{source} is no PDF: it has no pages to be drawn"))),
    }
}

fn not_drawn(file: &SourceFile, page: u32, reason: &Reason) -> Problem {
    match reason {
        Reason::TimedOut { .. } => Problem::too_slow(),
        Reason::Io(_) => Problem::gone(format!("{} cannot be read any more", file.record.source)),
        reason => Problem::not_drawn(format!("{}, page {page}: {}", file.record.source, reason.explanation())),
    }
}

fn width(query: &str) -> Result<u32, Problem> {
    let typed = form_urlencoded::parse(query.as_bytes()).find(|(name, value)| name == "width" && !value.is_empty());
    let Some((_, typed)) = typed else { return Ok(WIDTH) };
    typed.parse().ok().filter(|w| WIDTHS.contains(w)).ok_or_else(|| {
        let detail = format!("expected a width from {} to {} pixels, but found {typed}", WIDTHS.start(), WIDTHS.end());
        Problem::parameter("width", detail)
    })
}

#[cfg(test)]
mod tests;
