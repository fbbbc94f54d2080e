//! A file becomes a [`Document`] of [`Page`]s of [`Line`]s, in reading order.
//!
//! [`read`] looks at the bytes, not at the file's suffix, to tell the format. What it cannot read is a [`SourceError`]
//! that costs that file alone; what it could read only in part is said in the notes.

mod guard;
mod page;
mod pdf;
mod plain;

use std::fmt;
use std::path::{Path, PathBuf};

use crate::note::Noted;

pub use page::{Document, Format, Line, OutlineEntry, Page, Setting};

/// The largest file that is read: real agendas with all attachments stay below a tenth of it.
const MAX_BYTES: u64 = 512 << 20;

/// Why a file could not be read. The message names the file, what was expected, what was found and what to do.
#[derive(Debug)]
pub struct SourceError {
    pub path: PathBuf,
    pub reason: Reason,
}

/// What was wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The system did not let us read it; its own words.
    Io(String),
    /// It has no bytes, or only white space.
    Empty,
    /// It has more bytes than are read.
    TooLarge { bytes: u64 },
    /// It says it is a PDF and cannot be opened as one; the readers' words.
    BrokenPdf(String),
    /// It opens only with a password.
    NeedsPassword,
    /// None of its pages has text: a scan that nobody ran OCR on.
    NeedsOcr { pages: usize },
    /// It is neither text nor a format that is known; what it looks like.
    UnknownFormat(String),
}

impl Reason {
    /// One word for lists and statistics.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Io(_) => "unreadable",
            Self::Empty => "empty",
            Self::TooLarge { .. } => "too-large",
            Self::BrokenPdf(_) => "broken",
            Self::NeedsPassword => "needs-password",
            Self::NeedsOcr { .. } => "needs-ocr",
            Self::UnknownFormat(_) => "unknown-format",
        }
    }

    /// What was expected and what was found.
    pub fn explanation(&self) -> String {
        match self {
            Self::Io(words) => format!("cannot be read: {words}"),
            Self::Empty => "expected text, but the file is empty".into(),
            Self::TooLarge { bytes } => {
                format!("expected at most {} MiB, but found {} MiB", MAX_BYTES >> 20, bytes >> 20)
            }
            Self::BrokenPdf(words) => format!("expected a PDF, but it cannot be opened as one: {words}"),
            Self::NeedsPassword => "expected a PDF that opens without a password, but it asks for one".into(),
            Self::NeedsOcr { pages } => {
                let pages = if *pages == 1 { "its only page".into() } else { format!("any of its {pages} pages") };
                format!("expected text, but found none on {pages} (a scan without a text layer?)")
            }
            Self::UnknownFormat(found) => format!("expected PDF or plain text, but found {found}"),
        }
    }

    /// What to do about it.
    pub fn hint(&self, path: &Path) -> Option<String> {
        let name = path.display();
        match self {
            Self::Io(_) => None,
            Self::Empty => Some("fetch it again from where it came".into()),
            Self::TooLarge { .. } => Some("split it into its meetings".into()),
            Self::BrokenPdf(_) => {
                Some(format!("try `qpdf {name} mended.pdf`, or fetch it again, then read mended.pdf"))
            }
            Self::NeedsPassword => Some(format!("remove it with `qpdf --decrypt --password=… {name} open.pdf`")),
            Self::NeedsOcr { .. } => {
                Some(format!("add one with `ocrmypdf --language dan {name} out.pdf`, then read out.pdf"))
            }
            Self::UnknownFormat(_) => Some("save it as PDF or plain text".into()),
        }
    }
}

impl fmt::Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path.display(), self.reason.explanation())?;
        match self.reason.hint(&self.path) {
            Some(hint) => write!(f, "\nhint: {hint}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for SourceError {}

/// Reads one file.
///
/// # Errors
///
/// Every [`Reason`]; the file then has given nothing at all.
pub fn read(path: &Path) -> Result<Noted<Document>, SourceError> {
    let fail = |reason| SourceError { path: path.to_owned(), reason };
    let io = |e: std::io::Error| fail(Reason::Io(e.to_string()));
    let found = std::fs::metadata(path).map_err(io)?;
    if found.len() > MAX_BYTES {
        return Err(fail(Reason::TooLarge { bytes: found.len() }));
    }
    let bytes = std::fs::read(path).map_err(io)?;
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    read_bytes(&name, bytes).map_err(fail)
}

/// Reads a document that is in memory already, such as standard input. `name` is only carried along.
///
/// # Errors
///
/// Every [`Reason`] but the system's.
pub fn read_bytes(name: &str, bytes: Vec<u8>) -> Result<Noted<Document>, Reason> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Reason::Empty);
    }
    if looks_like_pdf(&bytes) { pdf::read(name, bytes) } else { plain::read(name, &bytes) }
}

/// The header may stand behind up to 1,024 bytes of other matter (PDF 1.7, appendix H.3, note 13).
fn looks_like_pdf(bytes: &[u8]) -> bool {
    bytes[..bytes.len().min(1024)].windows(5).any(|w| w == b"%PDF-")
}
