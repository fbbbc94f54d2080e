//! Commands that read files and print what they say, and how files are read.

use std::path::PathBuf;
use std::str::FromStr;

use clap::{Args, ValueEnum};

use super::{FormatName, OutputArgs};
use crate::archive::{ArchiveError, CorrectionsFile};
use crate::source::Limits;

/// Print the plain text of files in reading order.
///
/// Examples:
///   dagsorden text referat.pdf
///   dagsorden text --pages 3-5 referat.pdf
///   pdftotext referat.pdf - | dagsorden text
///
/// Pages are parted by form feeds. Running heads and feet and page numbers are left out.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct TextArgs {
    /// PDF, Word, HTML or text files; `-` is standard input.
    #[arg(value_name = "FILE", default_value = "-")]
    pub files: Vec<PathBuf>,

    /// Only these pages, counted from 1: `3`, `3-5`, `3-`, `-5`.
    #[arg(long, value_name = "PAGES", allow_hyphen_values = true)]
    pub pages: Option<PageRange>,

    /// Print running heads and feet and page numbers too.
    #[arg(long)]
    pub furniture: bool,

    #[command(flatten)]
    pub reading: ReadingArgs,
}

/// Split documents into meeting, items and sections.
///
/// Examples:
///   dagsorden parse referat.pdf
///   dagsorden parse arkiv/*.pdf --format jsonl > arkiv.jsonl
///   dagsorden parse referat.pdf --format md
///   dagsorden parse referat.pdf --why
///
/// `json` prints one object for one FILE and an array for several, `jsonl` one object a line.
/// The object's fields are described in docs/meeting-object.md.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct ParseArgs {
    /// PDF, Word, HTML or text files; `-` is standard input.
    #[arg(value_name = "FILE", default_value = "-")]
    pub files: Vec<PathBuf>,

    /// How to print.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: ParseFormat,

    /// Print, instead of the meeting, which evidence carried each item and section, and what was rejected.
    #[arg(long, conflicts_with = "format")]
    pub why: bool,

    #[command(flatten)]
    pub reading: ReadingArgs,

    #[command(flatten)]
    pub corrections: CorrectionsOption,

    /// Give topics by the rules of this file instead of the program's own.
    #[arg(long, value_name = "FILE")]
    pub topics: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum ParseFormat {
    /// The meeting object, indented.
    #[default]
    Json,
    /// One meeting object a line.
    Jsonl,
    /// A readable outline.
    Text,
    /// The outline in Markdown.
    Md,
}

/// Say what each item of a document is about.
///
/// Examples:
///   dagsorden classify referat.pdf
///   dagsorden classify referat.pdf --why
///   dagsorden classify arkiv/*.pdf --topics emner.toml --format csv -o emner.csv
///
/// Topics come from the words of an item by rules that are data, municipalities from the body or from those
/// that title, presenter and headings name, numbers of KL's plan (KLE) from case numbers and text.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct ClassifyArgs {
    /// PDF, Word, HTML or text files; `-` is standard input.
    #[arg(value_name = "FILE", default_value = "-")]
    pub files: Vec<PathBuf>,

    /// Show which words earned an item its topics and municipalities.
    #[arg(long)]
    pub why: bool,

    /// Give topics by the rules of this file instead of the program's own.
    #[arg(long, value_name = "FILE")]
    pub topics: Option<PathBuf>,

    #[command(flatten)]
    pub reading: ReadingArgs,

    #[command(flatten)]
    pub corrections: CorrectionsOption,

    #[command(flatten)]
    pub output: OutputArgs,
}

/// Mend the broken Danish letters of a scan.
///
/// Examples:
///   dagsorden repair scan.txt > mended.txt
///   dagsorden repair --explain scan.txt
///
/// The text is printed line for line; a text that is not broken comes out as it went in.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct RepairArgs {
    /// A PDF, Word, HTML or text file; `-` is standard input.
    #[arg(value_name = "FILE", default_value = "-")]
    pub file: PathBuf,

    /// Print what was changed and how sure it is, instead of the text.
    #[arg(long)]
    pub explain: bool,

    /// How to print the explanation [default: table].
    #[arg(long, value_enum, value_name = "FORMAT", requires = "explain")]
    pub format: Option<FormatName>,

    #[command(flatten)]
    pub reading: ReadingArgs,

    /// Print the corrections that a corrected text asks for, ready for a corrections.toml, instead of the text.
    #[arg(long, num_args = 2, value_names = ["SCAN", "TRUTH"], conflicts_with_all = ["file", "explain"])]
    pub learn: Option<Vec<PathBuf>>,

    #[command(flatten)]
    pub corrections: CorrectionsOption,
}

/// What a person said that scans should read.
#[derive(Debug, Args)]
pub(crate) struct CorrectionsOption {
    /// A file of corrections, which win over every other repair; docs/repair.md describes it.
    #[arg(id = "corrections", long = "corrections", value_name = "FILE")]
    #[arg(env = "DAGSORDEN_CORRECTIONS", hide_env_values = true)]
    pub file: Option<PathBuf>,
}

impl CorrectionsOption {
    /// The file that the user names, if any.
    pub(crate) fn read(&self) -> Result<Option<CorrectionsFile>, ArchiveError> {
        self.file.as_deref().map(CorrectionsFile::read).transpose()
    }
}

/// How files are read.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Reading")]
pub(crate) struct ReadingArgs {
    /// Recognise pages that are pictures, by the program `tesseract`: where it is installed, never or always.
    ///
    /// `always` recognises every page of a PDF anew, whatever text it carries. What was recognised is kept with the
    /// index, so that no page is recognised twice.
    #[arg(long, value_enum, default_value_t, value_name = "WHEN", env = "DAGSORDEN_OCR", hide_env_values = true)]
    pub ocr: OcrChoice,

    /// How many seconds a file may take to read, and each of its pages to be drawn for OCR.
    #[arg(long, value_name = "SECONDS", default_value_t = Limits::default().seconds)]
    #[arg(env = "DAGSORDEN_FILE_TIMEOUT", hide_env_values = true)]
    #[arg(value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub file_timeout: u64,

    /// How much memory the text of a file may take to read, in MiB.
    #[arg(long, value_name = "MIB", default_value_t = Limits::default().mebibytes)]
    #[arg(env = "DAGSORDEN_FILE_MEMORY", hide_env_values = true)]
    #[arg(value_parser = clap::value_parser!(u64).range(256..=1_048_576))]
    pub file_memory: u64,
}

impl Default for ReadingArgs {
    fn default() -> Self {
        let limits = Limits::default();
        Self { ocr: OcrChoice::default(), file_timeout: limits.seconds, file_memory: limits.mebibytes }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum OcrChoice {
    #[default]
    Auto,
    Never,
    Always,
}

/// Pages counted from 1, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PageRange {
    pub first: u32,
    pub last: u32,
}

impl FromStr for PageRange {
    type Err = String;

    fn from_str(typed: &str) -> Result<Self, String> {
        let wrong = || format!("expected pages such as 3, 3-5, 3- or -5, but found {typed}");
        let number = |s: &str, open: u32| if s.is_empty() { Ok(open) } else { s.parse().map_err(|_| wrong()) };
        let (first, last) = match typed.split_once('-') {
            None => (typed, typed),
            Some(("", "")) => return Err(wrong()),
            Some(ends) => ends,
        };
        let range = Self { first: number(first, 1)?, last: number(last, u32::MAX)? };
        if typed.is_empty() || range.first == 0 || range.first > range.last { Err(wrong()) } else { Ok(range) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_counted_from_one() {
        let range = |s: &str| s.parse::<PageRange>().map(|p| (p.first, p.last));
        assert_eq!(range("3"), Ok((3, 3)));
        assert_eq!(range("3-5"), Ok((3, 5)));
        assert_eq!(range("3-"), Ok((3, u32::MAX)));
        assert_eq!(range("-5"), Ok((1, 5)));
        for bad in ["", "-", "0", "5-3", "a", "1-2-3"] {
            assert_eq!(range(bad), Err(format!("expected pages such as 3, 3-5, 3- or -5, but found {bad}")));
        }
    }
}
