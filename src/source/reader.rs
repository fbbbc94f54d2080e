//! Files as commands read them: in worker processes, with OCR for pages that have no text.

use std::path::{Path, PathBuf};

use super::ocr::Ocr;
use super::part::Progress;
use super::worker::{DrawAnswer, Failure, Input, Pool, ReadAnswer, Task, TaskKind};
use super::{Document, Picture, Reason, Sheet, SourceError, rescue, sheet};
use crate::note::Noted;

/// What a single file may use up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Wall-clock seconds for its text, and for each page that is drawn.
    pub seconds: u64,
    /// MiB of address space for its text.
    pub mebibytes: u64,
}

impl Default for Limits {
    /// Ten times what the slowest real file took, twenty times what the largest needed.
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

/// Processes for text, and such for pictures.
#[derive(Debug)]
struct Workers {
    text: Pool,
    pictures: Pool,
    limits: Limits,
}

impl Reader {
    /// A reader within this process: faster for files that are known to be good.
    pub fn in_process() -> Self {
        Self::default()
    }

    /// A reader in processes of their own. `program` is one that calls [`worker::serve`](super::worker::serve) when its first
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
    /// Every [`Reason`]; the file then has given nothing at all.
    pub fn read(&self, path: &Path) -> Result<Noted<Document>, SourceError> {
        self.read_input(&Input::File(path.to_owned()))
    }

    /// Reads a file or what is in memory.
    ///
    /// # Errors
    ///
    /// Every [`Reason`].
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
        // Better read without guard than not at all: the readers hold their own against most of what there is.
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

/// How a page is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sight {
    /// Counted from 1.
    pub page: u32,
    /// In pixels.
    pub width: u32,
    /// xxh3 of the file's content: what was recognised is kept by it.
    pub content: u64,
}

/// Somebody waits for a page that is looked at.
const SHOWN_SECONDS: u64 = 10;

impl Reader {
    /// Draws a page of a PDF in colour, with its words: those that the file has, or those that OCR found on its picture.
    ///
    /// # Errors
    ///
    /// Every [`Reason`]; [`Reason::BrokenPdf`] also where the file has no such page.
    pub fn show(&self, path: &Path, sight: Sight) -> Result<Sheet, Reason> {
        let mut sheet = self.shown(&Input::File(path.to_owned()), sight)?;
        let recognised = self.ocr.as_ref().and_then(|ocr| ocr.words(sight.content, sight.page));
        if let Some(recognised) = recognised.filter(|r| sheet::letters(r) > sheet::letters(&sheet.words)) {
            sheet.words = recognised;
        }
        Ok(sheet)
    }

    fn shown(&self, input: &Input, Sight { page, width, .. }: Sight) -> Result<Sheet, Reason> {
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

/// A worker that a hostile file took over may answer anything.
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

/// The reasons for which another attempt with larger limits may succeed.
impl Reason {
    /// True where the file ran into a limit.
    pub fn is_limit(&self) -> bool {
        matches!(self, Self::TimedOut { .. } | Self::OutOfMemory { .. })
    }
}
