//! Source documents as they are, for a viewer that opens them at a page.
//!
//! They come from elsewhere and are never run: a PDF is shown by the browser's own viewer, plain text as text, and everything
//! else is saved. Nothing of them may load or run anything, nor act as a page of ours.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use hyper::body::{Frame, SizeHint};
use tokio::task::JoinHandle;

use super::disposition::{self, Disposition};
use super::files::SourceFile;
use super::{Problem, Site};
use crate::source::Format;

/// What is read at a time.
const CHUNK: usize = 64 << 10;

/// Nothing within a document is run or loaded. A PDF cannot be in a sandbox: browsers then refuse to show it.
const PDF_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'";
const POLICY: &str = "sandbox; default-src 'none'; frame-ancestors 'none'";

/// Gives a document, or a part of it.
///
/// # Errors
///
/// Those of [`SourceFile::find`], and 416 for a part that it does not have.
pub async fn get(
    State(site): State<Arc<Site>>,
    Path(source): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    site.work(move |_, index| answer(&SourceFile::find(index, &source)?, &headers)).await
}

fn answer(file: &SourceFile, headers: &HeaderMap) -> Result<Response, Problem> {
    let tag = format!("\"{:016x}\"", file.record.hash);
    let known = |name| headers.get(name).and_then(|v| v.to_str().ok());
    if known(header::IF_NONE_MATCH).is_some_and(|known| known.contains(&tag)) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response());
    }
    let bytes = file.record.bytes;
    // A part of another content than the one that the client has would not fit.
    let wanted = known(header::RANGE).filter(|_| known(header::IF_RANGE).is_none_or(|of| of == tag));
    let part = wanted.and_then(|wanted| Part::read(wanted, bytes));
    let (status, range) = match part {
        None => (StatusCode::OK, 0..bytes),
        Some(Part::Within(range)) => (StatusCode::PARTIAL_CONTENT, range),
        Some(Part::Beyond) => return Err(Problem::no_such_range(bytes)),
    };
    let body = open(file, &range).map_err(|_| Problem::gone(format!("{} cannot be read", file.record.source)))?;
    let mut response = (status, Body::new(body)).into_response();
    let headers = response.headers_mut();
    describe(file, headers);
    headers.insert(header::CONTENT_LENGTH, (range.end - range.start).into());
    set(headers, header::ETAG, tag);
    if status == StatusCode::PARTIAL_CONTENT {
        set(headers, header::CONTENT_RANGE, format!("bytes {}-{}/{bytes}", range.start, range.end - 1));
    }
    Ok(response)
}

fn describe(file: &SourceFile, headers: &mut HeaderMap) {
    let (kind, shown, policy) = match file.format {
        Format::Pdf => ("application/pdf", Disposition::Inline, PDF_POLICY),
        Format::PlainText => (text_kind(&file.head), Disposition::Inline, POLICY),
        Format::Html => ("text/html", Disposition::Attachment, POLICY),
        Format::Docx => ("application/octet-stream", Disposition::Attachment, POLICY),
    };
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    headers.insert(header::CONTENT_DISPOSITION, disposition::value(shown, file.name()));
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
}

fn set(headers: &mut HeaderMap, name: header::HeaderName, value: String) {
    if let Ok(value) = value.parse::<HeaderValue>() {
        headers.insert(name, value);
    }
}

/// A text is in UTF-8, but for a letter cut in two at the end of what is looked at, or as old Danish systems write it.
fn text_kind(head: &[u8]) -> &'static str {
    match std::str::from_utf8(head) {
        Err(e) if e.error_len().is_some() => "text/plain; charset=windows-1252",
        _ => "text/plain; charset=utf-8",
    }
}

/// What a `Range` header asks for.
#[derive(Debug, PartialEq, Eq)]
enum Part {
    Within(Range<u64>),
    Beyond,
}

impl Part {
    /// `bytes=0-99`, `bytes=100-`, `bytes=-100`. `None` for several parts and what is no range: the whole is then given, as
    /// RFC 9110 (14.2) allows.
    fn read(header: &str, bytes: u64) -> Option<Self> {
        let (first, last) = header.trim().strip_prefix("bytes=")?.split_once('-')?;
        let number = |digits: &str| digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse::<u64>().ok())?;
        let range = match (first, last) {
            ("", last) => bytes.saturating_sub(number(last)?)..bytes,
            (first, "") => number(first)?..bytes,
            (first, last) => {
                let (first, last) = (number(first)?, number(last)?);
                if last < first {
                    return None;
                }
                first..last.saturating_add(1).min(bytes)
            }
        };
        Some(if range.is_empty() || range.start >= bytes { Self::Beyond } else { Self::Within(range) })
    }
}

fn open(file: &SourceFile, range: &Range<u64>) -> io::Result<Reading> {
    let mut source = File::open(&file.record.path)?;
    source.seek(SeekFrom::Start(range.start))?;
    Ok(Reading { left: range.end - range.start, state: Phase::Idle(source) })
}

/// A file that is read as fast as the client takes it.
struct Reading {
    left: u64,
    state: Phase,
}

enum Phase {
    Idle(File),
    Busy(JoinHandle<(File, io::Result<Vec<u8>>)>),
    Over,
}

impl HttpBody for Reading {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        loop {
            match std::mem::replace(&mut self.state, Phase::Over) {
                Phase::Idle(file) if self.left > 0 => {
                    let most = self.left.min(CHUNK as u64);
                    self.state = Phase::Busy(tokio::task::spawn_blocking(move || read(file, most)));
                }
                Phase::Idle(_) | Phase::Over => return Poll::Ready(None),
                Phase::Busy(mut reading) => {
                    let Poll::Ready(done) = Pin::new(&mut reading).poll(cx) else {
                        self.state = Phase::Busy(reading);
                        return Poll::Pending;
                    };
                    let (file, chunk) = done.map_err(io::Error::other)?;
                    let chunk = chunk?;
                    if chunk.is_empty() {
                        // It was promised to be longer.
                        return Poll::Ready(Some(Err(io::ErrorKind::UnexpectedEof.into())));
                    }
                    self.left -= chunk.len() as u64;
                    self.state = Phase::Idle(file);
                    return Poll::Ready(Some(Ok(Frame::data(chunk.into()))));
                }
            }
        }
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}

fn read(file: File, most: u64) -> (File, io::Result<Vec<u8>>) {
    let mut chunk = Vec::new();
    let read = (&file).take(most).read_to_end(&mut chunk);
    (file, read.map(|_| chunk))
}

#[cfg(test)]
mod tests;
