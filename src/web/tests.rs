//! An archive for tests, and the router as it is asked without a network.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::UNIX_EPOCH;

use axum::body::{Body, Bytes, HttpBody};
use axum::http::{HeaderMap, Request, StatusCode, header};
use jiff::civil::date;
use serde_json::Value;
use tempfile::TempDir;
use tower::ServiceExt;
use xxhash_rust::xxh3::xxh3_64;

use super::{Settings, Site, router};
use crate::engine::Writer;
use crate::index::{FileRecord, Outcome};
use crate::lexicon::Vocabulary;
use crate::model::Meeting;
use crate::pipeline;
use crate::source::Reader;

/// A response.
pub(crate) struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Answer {
    pub(crate) fn header(&self, name: header::HeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.to_vec()).unwrap()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|e| panic!("{e}: {}", self.text()))
    }

    /// The body of a problem with that status (RFC 9457).
    pub(crate) fn problem(&self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.text());
        assert_eq!(self.header(header::CONTENT_TYPE), "application/problem+json");
        self.json()
    }
}

/// Documents of the sample archive; tests of pages know their content.
pub(crate) const PDF: &str = "skive/skive-social-aeldre-2021-referat.pdf";
pub(crate) const AGENDA: &str = "skive/skive-social-aeldre-2021-dagsorden.pdf";
pub(crate) const TEXT: &str = "lejre/lejre-social-2011.txt";

/// A site over some documents of the sample archive, with its folder.
pub(crate) fn site() -> (TempDir, Arc<Site>) {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let folder = tempfile::tempdir().unwrap();
    let site = site_of(folder.path(), [PDF, AGENDA, TEXT].map(|source| (source.to_owned(), corpus.join(source))));
    (folder, site)
}

/// A site over documents of one's own, by their names.
pub(crate) fn site_with(documents: &[(&str, &[u8])]) -> (TempDir, Arc<Site>) {
    let folder = tempfile::tempdir().unwrap();
    let written = documents.iter().map(|(name, content)| {
        let path = folder.path().join(name.replace('/', "-"));
        fs::write(&path, content).unwrap();
        ((*name).to_owned(), path)
    });
    let files: Vec<_> = written.collect();
    let site = site_of(&folder.path().join("index"), files);
    (folder, site)
}

fn site_of(index: &Path, files: impl IntoIterator<Item = (String, PathBuf)>) -> Arc<Site> {
    let mut writer = Writer::open(index).unwrap();
    for (source, path) in files {
        put(&mut writer, source, path);
    }
    writer.commit().unwrap();
    open(index)
}

/// A site over one meeting as it is, whatever no reader would let through. Its file is not there.
pub(crate) fn site_of_meeting(meeting: &Meeting) -> (TempDir, Arc<Site>) {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = Writer::open(folder.path()).unwrap();
    let record = FileRecord {
        source: meeting.source.clone(),
        path: folder.path().join("gone"),
        bytes: 0,
        modified: 0,
        hash: 0,
        pages: 1,
        items: meeting.items.len() as u32,
        outcome: Outcome::Read,
        notes: Vec::new(),
    };
    writer.put(&record, Some(meeting)).unwrap();
    writer.commit().unwrap();
    let site = open(folder.path());
    (folder, site)
}

fn open(index: &Path) -> Arc<Site> {
    let settings = Settings {
        index: index.to_owned(),
        base_url: None,
        local: true,
        synonyms: None,
        reader: Reader::in_process(),
        today: || date(2026, 2, 3),
    };
    Arc::new(Site::open(settings).unwrap())
}

fn put(writer: &mut Writer, source: String, path: PathBuf) {
    let document = crate::source::read(&path).unwrap();
    let pages = document.value.pages.len() as u32;
    let vocabulary = Vocabulary::default();
    let mut meeting = pipeline::read_document(document, (&vocabulary).into()).meeting;
    meeting.source.clone_from(&source);
    let content = fs::read(&path).unwrap();
    let modified = fs::metadata(&path).unwrap().modified().unwrap().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let record = FileRecord {
        source,
        path,
        bytes: content.len() as u64,
        modified: modified as i64,
        hash: xxh3_64(&content),
        pages,
        items: meeting.items.len() as u32,
        outcome: Outcome::Read,
        notes: Vec::new(),
    };
    writer.put(&record, Some(&meeting)).unwrap();
}

/// Asks for an address.
pub(crate) async fn get(site: &Arc<Site>, address: &str) -> Answer {
    get_with(site, address, &[]).await
}

/// Asks with further headers.
pub(crate) async fn get_with(site: &Arc<Site>, address: &str, headers: &[(header::HeaderName, &str)]) -> Answer {
    ask(site, "GET", address, headers).await
}

/// Asks in any way.
pub(crate) async fn ask(
    site: &Arc<Site>,
    method: &str,
    address: &str,
    headers: &[(header::HeaderName, &str)],
) -> Answer {
    let mut request = Request::builder().method(method).uri(address);
    if !headers.iter().any(|(name, _)| *name == header::HOST) {
        request = request.header(header::HOST, "localhost");
    }
    for (name, value) in headers {
        request = request.header(name, *value);
    }
    let response = router(site.clone()).oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    Answer { status: parts.status, headers: parts.headers, body: collected(body).await }
}

/// All of a body.
async fn collected(mut body: Body) -> Bytes {
    let mut bytes = Vec::new();
    while let Some(frame) = std::future::poll_fn(|cx| std::pin::Pin::new(&mut body).poll_frame(cx)).await {
        bytes.extend_from_slice(&frame.unwrap().into_data().unwrap_or_default());
    }
    bytes.into()
}
