//! Reads files for commands: in worker processes, with OCR for pages without text.

use std::path::{Path, PathBuf};

use super::ocr::Ocr;
use super::progress::Progress;
use super::worker::{DrawAnswer, Failure, Input, Pool, ReadAnswer, Task, TaskKind};
use super::{Document, Picture, Reason, Sheet, SourceError, rescue, sheet};
use crate::note::Noted;

/// The limits for a single file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Wall-clock seconds for its text, and for each drawn page.
    pub seconds: u64,
    /// MiB of address space for its text.
    pub mebibytes: u64,
}

impl Default for Limits {
    /// Ten times the time of the slowest real file, twenty times the memory of the largest.
    fn default() -> Self {
        Self { seconds: 60, mebibytes: 1024 }
    }
}

/// Drawing needs more memory than text: the page's pixels, and those of its pictures in colour.
const PICTURE_MEBIBYTES: u64 = 2048;

/// Reads files.
#[derive(Debug, Default)]
pub struct Reader {
    workers: Option<Workers>,
    ocr: Option<Ocr>,
}

/// Processes for text, and others for pictures.
#[derive(Debug)]
struct Workers {
    text: Pool,
    pictures: Pool,
    limits: Limits,
}

impl Reader {
    /// A reader within this process: faster for files known to be good.
    pub fn in_process() -> Self {
        Self::default()
    }

    /// A reader in separate processes. `program` must call [`worker::serve`](super::worker::serve) if its first
    /// argument is [`worker::COMMAND`](super::worker::COMMAND).
    pub fn isolated(program: PathBuf, limits: Limits) -> Self {
        let text = Pool::new(program.clone(), limits.mebibytes);
        let pictures = Pool::new(program, limits.mebibytes.max(PICTURE_MEBIBYTES));
        Self { workers: Some(Workers { text, pictures, limits }), ocr: None }
    }

    /// The same with OCR.
    #[must_use]
    pub fn with_ocr(self, ocr: Ocr) -> Self {
        Self { ocr: Some(ocr), ..self }
    }

    /// True where pages without text are recognised.
    pub fn has_ocr(&self) -> bool {
        self.ocr.is_some()
    }

    /// Reads one file.
    ///
    /// # Errors
    ///
    /// Any [`Reason`]; nothing of the file was read then.
    pub fn read(&self, path: &Path) -> Result<Noted<Document>, SourceError> {
        self.read_input(&Input::File(path.to_owned()))
    }

    /// Reads a file or bytes in memory.
    ///
    /// # Errors
    ///
    /// Any [`Reason`].
    pub fn read_input(&self, input: &Input) -> Result<Noted<Document>, SourceError> {
        let text = self.text(input);
        let read = match &self.ocr {
            Some(ocr) => ocr.complete(input, text, &|page| self.draw(input, page)),
            None => text,
        };
        read.map_err(|reason| SourceError { path: input.path().to_owned(), reason })
    }

    fn text(&self, input: &Input) -> ReadAnswer {
        let read_here = || super::read_input(input, &mut Progress::unwatched());
        let Some(workers) = &self.workers else { return read_here() };
        // Reading unguarded is better than not at all: the readers survive most files.
        rescue::read(&workers.text, input, workers.limits).unwrap_or_else(|_| read_here())
    }

    fn draw(&self, input: &Input, page: u32) -> DrawAnswer {
        let Some(workers) = &self.workers else { return super::draw(input, page) };
        match workers.pictures.run::<DrawAnswer>(&task(TaskKind::Draw { page }, input, workers.limits)) {
            Ok(Ok(picture)) if !picture.is_whole() => Err(cut_short()),
            Ok(answer) => answer,
            Err(Failure::NoWorker(_)) => super::draw(input, page),
            Err(Failure::Fatal(reason)) => Err(reason),
        }
    }
}

/// A request for a picture of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageRequest {
    /// Counted from 1.
    pub page: u32,
    /// In pixels.
    pub width: u32,
    /// xxh3 of the file's content, the key of the OCR cache.
    pub content: u64,
}

/// The limit for drawing a page for a waiting person.
const SHOWN_SECONDS: u64 = 10;

impl Reader {
    /// Draws a page of a PDF in colour, with its words: the file's own, or those found by OCR.
    ///
    /// # Errors
    ///
    /// Any [`Reason`]; [`Reason::BrokenPdf`] also if the file has no such page.
    pub fn show(&self, path: &Path, request: PageRequest) -> Result<Sheet, Reason> {
        let mut sheet = self.shown(&Input::File(path.to_owned()), request)?;
        let recognised = self.ocr.as_ref().and_then(|ocr| ocr.words(request.content, request.page));
        if let Some(recognised) = recognised.filter(|r| sheet::letters(r) > sheet::letters(&sheet.words)) {
            sheet.words = recognised;
        }
        Ok(sheet)
    }

    fn shown(&self, input: &Input, PageRequest { page, width, .. }: PageRequest) -> Result<Sheet, Reason> {
        let Some(workers) = &self.workers else { return super::show(input, page, width) };
        let seconds = workers.limits.seconds.min(SHOWN_SECONDS);
        let task = task(TaskKind::Show { page, width }, input, Limits { seconds, ..workers.limits });
        match workers.pictures.run::<Result<Sheet, Reason>>(&task) {
            Ok(Ok(sheet)) if !sheet.is_whole() => Err(cut_short()),
            Ok(answer) => answer,
            Err(Failure::NoWorker(_)) => super::show(input, page, width),
            Err(Failure::Fatal(reason)) => Err(reason),
        }
    }
}

/// A worker taken over by a hostile file may answer anything.
fn cut_short() -> Reason {
    Reason::Crashed("its picture has other pixels than it says".into())
}

fn task(kind: TaskKind, input: &Input, limits: Limits) -> Task {
    Task { kind, input: input.clone(), seconds: limits.seconds }
}

impl From<&Picture> for Vec<u8> {
    /// As a portable grey map, which every OCR program reads.
    fn from(picture: &Picture) -> Self {
        let mut out = format!("P5 {} {} 255\n", picture.width, picture.height).into_bytes();
        out.extend_from_slice(&picture.grey);
        out
    }
}

/// The reasons after which another attempt with larger limits may succeed.
impl Reason {
    /// True where the file ran into a limit.
    pub fn is_limit(&self) -> bool {
        matches!(self, Self::TimedOut { .. } | Self::OutOfMemory { .. })
    }
}
