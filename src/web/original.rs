//! Source documents as downloads, unchanged.
//!
//! They come from elsewhere and are never run: a PDF is shown by the browser's own viewer, plain text as text, and everything
//! else is saved. Nothing of them may load or run anything, nor act as a page of ours.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use headers::{AcceptRanges, ContentLength, ContentRange, HeaderMapExt, IfRange};
use tokio::io::AsyncReadExt;
use tokio_util::io::ReaderStream;

use super::disposition::{self, Disposition};
use super::files::SourceFile;
use super::{Problem, Site, etag};
use crate::source::{Format, container};

/// Bytes read at a time: small, because each slow client holds one chunk.
const CHUNK: usize = 64 << 10;

/// Nothing within a document is run or loaded. A PDF cannot be in a sandbox: browsers then refuse to show it.
const PDF_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'";
const POLICY: &str = "sandbox; default-src 'none'; frame-ancestors 'none'";

/// Gives a document, or a part of it.
///
/// # Errors
///
/// Those of [`SourceFile::find`], and 416 for a range beyond the end.
pub(super) async fn get(
    State(site): State<Arc<Site>>,
    Path(source): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    site.work(move |_, snapshot| answer(&SourceFile::find(snapshot, &source)?, &headers)).await
}

fn answer(file: &SourceFile, headers: &HeaderMap) -> Result<Response, Problem> {
    let tag = etag::of_hash(file.record.hash);
    if let Some(tag) = tag.clone().filter(|tag| etag::is_known(headers, tag)) {
        let mut response = StatusCode::NOT_MODIFIED.into_response();
        response.headers_mut().typed_insert(tag);
        return Ok(response);
    }
    let bytes = file.record.bytes;
    // A range of changed content would not fit the client's copy.
    let is_modified = |of: IfRange| of.is_modified(tag.as_ref(), None);
    let is_other = || headers.contains_key(header::IF_RANGE) && headers.typed_get().is_none_or(is_modified);
    let wanted = headers.get(header::RANGE).and_then(|v| v.to_str().ok()).filter(|_| !is_other());
    let asked = wanted.and_then(|wanted| ByteRange::read(wanted, bytes));
    let (status, range) = match asked {
        None => (StatusCode::OK, 0..bytes),
        Some(ByteRange::Satisfiable(range)) => (StatusCode::PARTIAL_CONTENT, range),
        Some(ByteRange::Unsatisfiable) => return Err(Problem::no_such_range(bytes)),
    };
    let body = open(file, &range).map_err(|_| Problem::gone(format!("{} cannot be read", file.record.source)))?;
    let mut response = (status, body).into_response();
    let headers = response.headers_mut();
    describe(file, headers);
    headers.typed_insert(ContentLength(range.end - range.start));
    if let Some(tag) = tag {
        headers.typed_insert(tag);
    }
    if let (StatusCode::PARTIAL_CONTENT, Ok(range)) = (status, ContentRange::bytes(range, bytes)) {
        headers.typed_insert(range);
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
    headers.typed_insert(AcceptRanges::bytes());
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
}

/// UTF-8, or the encoding of old Danish systems. A letter may be cut at the end of `head`.
fn text_kind(head: &[u8]) -> &'static str {
    match std::str::from_utf8(head) {
        Err(e) if e.error_len().is_some() => "text/plain; charset=windows-1252",
        _ => "text/plain; charset=utf-8",
    }
}

/// The range of a `Range` header. Not read by `headers::Range`, because it drops a suffix longer than the file.
#[derive(Debug, PartialEq, Eq)]
enum ByteRange {
    Satisfiable(Range<u64>),
    Unsatisfiable,
}

impl ByteRange {
    /// `bytes=0-99`, `bytes=100-`, `bytes=-100`. `None` for several ranges or a malformed one: the answer is then the whole file, as
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
        Some(if range.is_empty() || range.start >= bytes { Self::Unsatisfiable } else { Self::Satisfiable(range) })
    }
}

/// A part of a file, read at the client's pace. If the file became shorter meanwhile, the connection ends early.
fn open(file: &SourceFile, range: &Range<u64>) -> io::Result<Body> {
    if container::holder(&file.record.path).is_some() {
        // A member is unpacked to be given out.
        let (mut member, mut bytes) = (container::open(&file.record.path)?, Vec::new());
        member.seek(SeekFrom::Start(range.start))?;
        member.take(range.end - range.start).read_to_end(&mut bytes)?;
        return Ok(Body::from(bytes));
    }
    let mut source = File::open(&file.record.path)?;
    source.seek(SeekFrom::Start(range.start))?;
    let part = tokio::fs::File::from_std(source).take(range.end - range.start);
    Ok(Body::from_stream(ReaderStream::with_capacity(part, CHUNK)))
}

#[cfg(test)]
mod tests;
