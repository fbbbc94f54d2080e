//! Turns a file into a [`Document`] of [`Page`]s of [`Line`]s, in reading order.
//!
//! [`read`] detects the format from the bytes, not from the file's suffix. An unreadable file is a [`SourceError`] and
//! does not affect other files; partial losses are listed in the notes. Commands use a [`Reader`]: it does the same in
//! [`worker`] processes and lets [`Ocr`] read the pages that are pictures.

mod catch_panic;
pub mod container;
mod doc;
mod docx;
mod html;
mod image;
mod language;
mod mime;
mod ocr;
mod odt;
mod ole;
mod page;
mod pdf;
mod plain;
mod progress;
mod reader;
mod rescue;
mod rtf;
mod sheet;
pub mod worker;

use std::fmt;
use std::io::Read;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::note::Noted;

pub use ocr::{Ocr, Wanted};
pub use page::{Document, Format, Line, OutlineEntry, Page, Setting};
pub use reader::{Limits, PageRequest, Reader};
pub use sheet::{Place, PlacedWord, Sheet};

use pdf::Picture;
use progress::Progress;
use worker::Input;

/// The largest file that is read: real agendas with all attachments stay below a tenth of it.
const MAX_BYTES: u64 = 512 << 20;

/// Why a file could not be read. The message names the file, what was expected, what was found and what to do.
#[derive(Debug)]
pub struct SourceError {
    /// The file, as its caller named it.
    pub path: PathBuf,
    /// Its fault.
    pub reason: Reason,
}

/// The fault of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reason {
    /// The system did not let us read it; its message.
    Io(String),
    /// It has no bytes, or only white space.
    Empty,
    /// It has more bytes than are read.
    TooLarge {
        /// The size of the file.
        bytes: u64,
    },
    /// It has the header of a PDF but cannot be opened as one; the readers' message.
    BrokenPdf(String),
    /// It opens only with a password.
    NeedsPassword,
    /// None of its pages has text: a scan that nobody ran OCR on.
    NeedsOcr {
        /// The number of pages.
        pages: usize,
    },
    /// It is neither text nor a known format; a guess at its kind.
    UnknownFormat(String),
    /// It is a packed folder: its files are documents of their own. The path of the first, and how many there are.
    Packed {
        /// The name of the first file within it.
        first: String,
        /// The number of its files.
        files: usize,
    },
    /// Its pages are blank, or OCR found no text on them either.
    NoText {
        /// The number of pages.
        pages: usize,
    },
    /// It has the form of a Word document but cannot be opened as one; the reader's message.
    BrokenOffice(String),
    /// It crashed the process reading it; the cause.
    Crashed(String),
    /// It took longer than a file may.
    TimedOut {
        /// The limit that was reached.
        seconds: u64,
    },
    /// It asked for more memory than a file may.
    OutOfMemory {
        /// The limit that was reached.
        mebibytes: u64,
    },
}

impl Reason {
    /// One word for lists and statistics.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Io(_) => "unreadable",
            Self::Empty => "empty",
            Self::TooLarge { .. } => "too-large",
            Self::BrokenPdf(_) | Self::BrokenOffice(_) | Self::Crashed(_) => "broken",
            Self::NeedsPassword => "needs-password",
            Self::NeedsOcr { .. } => "needs-ocr",
            Self::UnknownFormat(_) => "unknown-format",
            Self::Packed { .. } => "packed",
            Self::NoText { .. } => "no-text",
            Self::TimedOut { .. } => "timed-out",
            Self::OutOfMemory { .. } => "out-of-memory",
        }
    }

    /// The expected content and the actual content.
    pub fn explanation(&self) -> String {
        match self {
            Self::Io(words) => format!("cannot be read: {words}"),
            Self::Empty => "expected text, but the file is empty".into(),
            Self::TooLarge { bytes } => {
                format!("expected at most {} MiB, but found {} MiB", MAX_BYTES >> 20, bytes >> 20)
            }
            Self::BrokenPdf(words) => format!("expected a PDF, but it cannot be opened as one: {words}"),
            Self::NeedsPassword => "expected a file that opens without a password, but it asks for one".into(),
            Self::NeedsOcr { pages } => {
                format!("expected text, but found none on {} (a scan without a text layer?)", any_of(*pages))
            }
            Self::UnknownFormat(found) => format!("expected a PDF, Word, HTML or text file, but found {found}"),
            Self::Packed { files: 0, .. } => "expected documents, but found a packed folder without any".into(),
            Self::Packed { files, .. } => {
                let files = if *files == 1 { "one file".into() } else { format!("{files} files") };
                format!("expected one document, but found a packed folder with {files}")
            }
            Self::NoText { pages } => {
                format!("expected text, but found neither text nor a picture of some on {}", any_of(*pages))
            }
            Self::BrokenOffice(words) => {
                format!("expected a Word document, but it cannot be opened as one: {words}")
            }
            Self::Crashed(end) => format!("cannot be read: it brought down the process that read it: {end}"),
            Self::TimedOut { seconds } => format!("expected to be read within {seconds} s, but it took longer"),
            Self::OutOfMemory { mebibytes } => {
                format!("expected to be read within {mebibytes} MiB of memory, but it asked for more")
            }
        }
    }

    /// Advice on the next step.
    pub fn hint(&self, path: &Path) -> Option<String> {
        let name = path.display();
        match self {
            Self::Io(_) => None,
            Self::Empty => Some("fetch it again from where it came".into()),
            Self::TooLarge { .. } => Some("split it into its meetings".into()),
            Self::BrokenPdf(_) => {
                Some(format!("try `qpdf {name} mended.pdf`, or fetch it again, then read mended.pdf"))
            }
            Self::NeedsPassword if !is_pdf_name(path) => {
                Some("open it in the program that it was made with and save it without a password".into())
            }
            Self::NeedsPassword => Some(format!("remove it with `qpdf --decrypt --password=… {name} open.pdf`")),
            Self::NeedsOcr { .. } => Some(format!(
                "install tesseract with Danish, as in `apt install tesseract-ocr-dan`, and read it with `--ocr auto`; or add \
                 a text layer with `ocrmypdf --language dan {name} out.pdf` and read out.pdf"
            )),
            Self::Packed { files: 0, .. } => None,
            Self::Packed { first, .. } => {
                let member = container::member_path(path, first);
                Some(format!("index it, or name one of them, as in `{}`", member.display()))
            }
            Self::UnknownFormat(found) if is_office(found) => {
                let folder = path.parent().map(|p| p.join("*")).unwrap_or_default();
                let suffix = path.extension().map(|s| format!(".{}", s.to_string_lossy())).unwrap_or_default();
                Some(format!(
                    "convert all of them with `soffice --headless --convert-to pdf --outdir converted {}{suffix}`, or save it as PDF",
                    folder.display()
                ))
            }
            Self::UnknownFormat(_) => Some("save it as PDF or plain text".into()),
            Self::NoText { .. } => Some("look at it; if there is text to be seen, scan it again".into()),
            Self::BrokenOffice(_) => Some("open it in Word and save it again".into()),
            Self::Crashed(_) => Some("print it to PDF anew and read that; please report the file".into()),
            Self::TimedOut { seconds } => Some(format!("allow it more with `--file-timeout {}`", 10 * seconds)),
            Self::OutOfMemory { mebibytes } => Some(format!("allow it more with `--file-memory {}`", 4 * mebibytes)),
        }
    }
}

fn is_pdf_name(path: &Path) -> bool {
    path.extension().is_none_or(|suffix| suffix.eq_ignore_ascii_case("pdf"))
}

/// True for formats that an office program can open and save as another one.
fn is_office(found: &str) -> bool {
    ["Word", "Excel", "PowerPoint", "OpenDocument"].iter().any(|program| found.contains(program))
}

fn any_of(pages: usize) -> String {
    if pages == 1 { "its only page".into() } else { format!("any of its {pages} pages") }
}

impl fmt::Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A line end in a name would begin a line that looks like ours.
        let on_a_line = |text: String| text.replace(char::is_control, "\u{fffd}");
        write!(f, "{}: {}", on_a_line(self.path.display().to_string()), self.reason.explanation())?;
        match self.reason.hint(&self.path) {
            Some(hint) => write!(f, "\nhint: {}", on_a_line(hint)),
            None => Ok(()),
        }
    }
}

impl std::error::Error for SourceError {}

/// Reads one file.
///
/// # Errors
///
/// Any [`Reason`]; nothing of the file was read then.
pub fn read(path: &Path) -> Result<Noted<Document>, SourceError> {
    let read = read_input(&Input::File(path.to_owned()), &mut Progress::unwatched());
    read.map_err(|reason| SourceError { path: path.to_owned(), reason })
}

fn read_input(input: &Input, progress: &mut Progress<'_>) -> Result<Noted<Document>, Reason> {
    if let Input::File(path) = input
        && let Some(folder) = container::contents(path).filter(|held| !held.is_letter)
    {
        return Err(packed(folder));
    }
    read_watched(&name_of(input), input.bytes()?, progress)
}

fn packed(folder: container::Contents) -> Reason {
    let files = folder.members.len();
    Reason::Packed { first: folder.members.into_iter().next().map(|m| m.name).unwrap_or_default(), files }
}

/// The content of a file or of a member of one, up to [`MAX_BYTES`].
fn bytes_of(path: &Path) -> Result<Vec<u8>, Reason> {
    let io = |e: std::io::Error| Reason::Io(e.to_string());
    let (size, _) = container::metadata(path).map_err(io)?;
    if size > MAX_BYTES {
        return Err(Reason::TooLarge { bytes: size });
    }
    let mut bytes = Vec::new();
    container::open(path).and_then(|mut file| file.read_to_end(&mut bytes)).map_err(io)?;
    Ok(bytes)
}

fn name_of(input: &Input) -> String {
    input.path().file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Reads a document that is in memory already, such as standard input. `name` is only carried along.
///
/// # Errors
///
/// Every [`Reason`] but the system's.
pub fn read_bytes(name: &str, bytes: Vec<u8>) -> Result<Noted<Document>, Reason> {
    read_watched(name, bytes, &mut Progress::unwatched())
}

/// The same; a PDF's pages may be handed on before the end.
fn read_watched(name: &str, bytes: Vec<u8>, progress: &mut Progress<'_>) -> Result<Noted<Document>, Reason> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Reason::Empty);
    }
    if let Some(folder) = container::contents_of_bytes(&bytes).filter(|held| !held.is_letter) {
        return Err(packed(folder));
    }
    let bytes = image::as_pdf(&bytes).unwrap_or(bytes);
    if looks_like_pdf(&bytes) {
        pdf::read(name, bytes, progress)
    } else if docx::is_docx(&bytes) {
        docx::read(name, bytes)
    } else if docx::is_word_xml(&bytes) {
        docx::read_xml(name, &bytes)
    } else if odt::is_odt(&bytes) {
        odt::read(name, bytes)
    } else if rtf::is_rtf(&bytes) {
        rtf::read(name, &bytes)
    } else if ole::is_ole(&bytes) {
        doc::read(name, &bytes)
    } else if html::is_html(&bytes) {
        html::read(name, &bytes)
    } else if mime::is_mime(&bytes) {
        mime::read(name, &bytes)
    } else {
        plain::read(name, &bytes)
    }
}

/// The format of a file by its beginning; `head` is its first kilobytes. Any ZIP archive counts as a Word document.
pub fn format_of(head: &[u8]) -> Format {
    match () {
        () if looks_like_pdf(head) => Format::Pdf,
        () if head.starts_with(b"PK\x03\x04") => Format::Docx,
        () if docx::is_word_xml(head) || odt::is_odt(head) || rtf::is_rtf(head) || ole::is_ole(head) => Format::Docx,
        () if html::is_html(head) || mime::is_mime(head) => Format::Html,
        () => Format::PlainText,
    }
}

/// True for a file that looks like a document by its first kilobytes, whatever its name: a supported format, an e-mail,
/// a ZIP archive, a scan. Plain text has no signature, so only the name can identify it.
pub fn looks_like_document(head: &[u8]) -> bool {
    let contains = |part: &[u8]| head.windows(part.len()).any(|w| w == part);
    // Workbooks, slides, drawings and programs are ZIP archives too.
    let others = [
        &b"xl/"[..],
        b"ppt/",
        b"opendocument.spreadsheet",
        b"opendocument.presentation",
        b"opendocument.graphics",
        b"META-INF/MANIFEST.MF",
        b"AndroidManifest",
        b"epub+zip",
    ];
    let is_folder = head.starts_with(b"PK\x03\x04") && !others.iter().any(|part| contains(part));
    looks_like_pdf(head)
        || is_folder
        || format_of(head) != Format::PlainText && !head.starts_with(b"PK")
        || image::is_image(head)
}

/// Reads with the second reader alone after the first one crashed; only PDFs have a second reader.
fn read_again(input: &Input) -> Result<Noted<Document>, Reason> {
    let bytes = input.bytes()?;
    if !looks_like_pdf(&bytes) {
        return Err(Reason::Crashed("there is no other reader for it".into()));
    }
    pdf::read_again(&name_of(input), bytes)
}

/// Draws a page, counted from 1, for OCR.
fn draw(input: &Input, page: u32) -> Result<Picture, Reason> {
    pdf::draw(input.bytes()?, page)
}

/// Draws a page, counted from 1, for people.
fn show(input: &Input, page: u32, width: u32) -> Result<Sheet, Reason> {
    pdf::show(input.bytes()?, page, width)
}

/// The header may come after up to 1,024 bytes of other data (PDF 1.7, appendix H.3, note 13).
fn looks_like_pdf(bytes: &[u8]) -> bool {
    bytes[..bytes.len().min(1024)].windows(5).any(|w| w == b"%PDF-")
}
