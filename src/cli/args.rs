//! What can be typed. Options stand above the environment (`DAGSORDEN_*`).

use std::path::PathBuf;
use std::str::FromStr;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::model::{MeetingKind, SectionKind};
use crate::output::Dimension;
use crate::query::{DateBound, Filters, Order};
use crate::source::Limits;

/// Where an index is looked for when nothing else is said.
pub const INDEX: &str = "index";

/// Reads agendas and minutes of Danish municipalities and finds what was decided.
///
/// Examples:
///   dagsorden index ./arkiv                     read all PDF and text files below ./arkiv
///   dagsorden search herberg                    every item about it, from all years
///   dagsorden search takster --from 2022 --section minutes
///   dagsorden show 'dassos/2023-01-17#2.2'      one item whole
///   dagsorden history Kollegiet                 a case through its meetings
///
/// Exit codes: 0 found or done, 1 nothing found, 2 an error (were it one unreadable file among many).
#[derive(Debug, Parser)]
#[command(name = "dagsorden", version, long_version = long_version(), propagate_version = true)]
#[command(max_term_width = 100, arg_required_else_help = true, verbatim_doc_comment)]
pub struct Cli {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

/// The engine that an index was built with matters when it cannot be read elsewhere.
fn long_version() -> &'static str {
    concat!(env!("CARGO_PKG_VERSION"), "\nindex format 2, engine tantivy 0.27")
}

/// Options of every command.
#[derive(Debug, Clone, Args)]
pub struct Global {
    /// Use colours: on a terminal, always or never.
    ///
    /// `auto` also means never where NO_COLOR is set and not empty, or TERM is `dumb`.
    #[arg(long, global = true, value_enum, default_value_t, env = "DAGSORDEN_COLOR", value_name = "WHEN")]
    #[arg(hide_env_values = true)]
    pub color: Color,

    /// Do not name unreadable files and other mishaps on standard error; the exit code still tells.
    #[arg(long, global = true)]
    pub no_messages: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    Text(TextArgs),
    Parse(ParseArgs),
    Repair(RepairArgs),
    Index(IndexArgs),
    Search(SearchArgs),
    Show(ShowArgs),
    History(HistoryArgs),
    Matters(MattersArgs),
    Meetings(MeetingsArgs),
    Facets(FacetsArgs),
    Status(StatusArgs),
}

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
pub struct TextArgs {
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
pub struct ParseArgs {
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
pub enum ParseFormat {
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

/// Mend the broken Danish letters of a scan.
///
/// Examples:
///   dagsorden repair scan.txt > mended.txt
///   dagsorden repair --explain scan.txt
///
/// The text is printed line for line; a text that is not broken comes out as it went in.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct RepairArgs {
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
pub struct CorrectionsOption {
    /// A file of corrections, which win over every other repair; docs/repair.md describes it.
    #[arg(id = "corrections", long = "corrections", value_name = "FILE")]
    #[arg(env = "DAGSORDEN_CORRECTIONS", hide_env_values = true)]
    pub file: Option<PathBuf>,
}

/// Read files and folders into an index.
///
/// Examples:
///   dagsorden index ./arkiv
///   dagsorden index ./arkiv --municipality Viborg --index ./viborg
///   dagsorden index ./arkiv --dry-run
///
/// Run it again whenever you like: only new and changed files are read, vanished ones are taken
/// out. A file that cannot be read costs itself alone; it is named with the reason, and the exit
/// code is 2.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct IndexArgs {
    /// Folders and files. Of a folder every .pdf, .docx, .html, .htm, .txt and .text file is read,
    /// hidden ones excepted.
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,

    #[command(flatten)]
    pub index: IndexFolder,

    /// How many files to read at a time [default: one per processor].
    #[arg(long, value_name = "N", env = "DAGSORDEN_JOBS", hide_env_values = true)]
    #[arg(value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,

    /// Whose documents these are, where a document does not say it.
    #[arg(long, value_name = "NAME", env = "DAGSORDEN_MUNICIPALITY", hide_env_values = true)]
    pub municipality: Option<String>,

    /// A file of corrections for scans, in place of the corrections.toml in the folder of the index.
    #[arg(long, value_name = "FILE", env = "DAGSORDEN_CORRECTIONS", hide_env_values = true)]
    pub corrections: Option<PathBuf>,

    /// Only say what would be read and what taken out.
    #[arg(long)]
    pub dry_run: bool,

    /// Forget what the index holds and read everything again.
    #[arg(long)]
    pub rebuild: bool,

    /// Print no progress and no summary; unreadable files are still named.
    #[arg(long, short)]
    pub quiet: bool,

    #[command(flatten)]
    pub reading: ReadingArgs,
}

impl IndexArgs {
    /// What is typed to take files into an index before it is searched.
    pub fn before_search(paths: Vec<PathBuf>, index: IndexFolder, quiet: bool) -> Self {
        let (jobs, municipality, corrections) = (None, None, None);
        let reading = ReadingArgs::default();
        Self { paths, index, jobs, municipality, corrections, dry_run: false, rebuild: false, quiet, reading }
    }
}

/// Find items.
///
/// Examples:
///   dagsorden search herberg
///   dagsorden search '"midlertidigt botilbud" OR herberg -takst'
///   dagsorden search ungementor --municipality silkeborg --from 2022-05 --section minutes
///   dagsorden search takster --by year
///   dagsorden search § 107 --all -o paragraf107.xlsx
///   dagsorden search herberg --in ./arkiv          read what is new below ./arkiv first
///
/// All words must match; they also match inflected, in compounds and broken by a scan. Quoted words
/// mean exactly these. docs/query-syntax.md has it all. A query that begins with `-` goes after `--`.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct SearchArgs {
    /// What to look for. Without words everything that the filters let through is found; with `-` alone each line of
    /// standard input is a query, answered by a line of JSON.
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,

    #[command(flatten)]
    pub index: IndexFolder,

    /// First take new and changed files of this folder into the index; may be given several times.
    #[arg(long = "in", value_name = "PATH")]
    pub within: Vec<PathBuf>,

    #[command(flatten)]
    pub filters: FilterArgs,

    /// Only words in sections of this kind count; may be given several times.
    #[arg(long, value_name = "KIND", value_parser = section_kind(), help_heading = "Filters")]
    pub section: Vec<SectionKind>,

    /// The order of the hits.
    #[arg(long, value_enum, default_value_t, value_name = "ORDER", allow_hyphen_values = true)]
    pub sort: Sort,

    /// Only the very words: no other form, no compound, no synonym.
    #[arg(long)]
    pub exact: bool,

    /// No synonyms.
    #[arg(long)]
    pub no_synonyms: bool,

    /// Use the synonyms of this file [default: synonyms.toml in the index's folder, else the program's own].
    #[arg(long, value_name = "FILE", env = "DAGSORDEN_SYNONYMS", hide_env_values = true)]
    pub synonyms: Option<PathBuf>,

    /// Say of each hit how its score came about.
    #[arg(long)]
    pub explain: bool,

    /// Print words of the index that the last word may become, with their counts.
    #[arg(long, conflicts_with_all = ["by", "facets"])]
    pub suggest: bool,

    /// How many hits to print at most [default: 20].
    #[arg(long, value_name = "N", env = "DAGSORDEN_LIMIT", hide_env_values = true, conflicts_with = "all")]
    pub limit: Option<usize>,

    /// Print every hit.
    #[arg(long)]
    pub all: bool,

    /// Print counts by this instead of hits.
    #[arg(long, value_enum, value_name = "WHAT", conflicts_with = "facets")]
    pub by: Option<By>,

    /// Print counts by everything instead of hits.
    #[arg(long)]
    pub facets: bool,

    /// Print only how many items were found.
    #[arg(long, short, group = "short")]
    pub count: bool,

    /// Print only the ids of the items, a line each.
    #[arg(long = "list", short, group = "short")]
    pub list: bool,

    /// Print nothing; the exit code tells.
    #[arg(long, short, group = "short")]
    pub quiet: bool,

    /// Make titles lead to their pages: on terminals that are known to make links, always or never.
    #[arg(long, value_enum, default_value_t, value_name = "WHEN", env = "DAGSORDEN_HYPERLINK", hide_env_values = true)]
    pub hyperlink: Color,

    /// With --list: end each id with a zero byte instead of a line end.
    #[arg(long, short = '0', requires = "list")]
    pub null: bool,

    #[command(flatten)]
    pub output: OutputArgs,
}

/// Print one item whole.
///
/// Examples:
///   dagsorden show 'dassos/2023-01-17#2.2'
///   dagsorden show 'dassos/2023-01-17#2.2' --section minutes
///   dagsorden show 'skive/2012-03-20#24' --repairs
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct ShowArgs {
    /// The item's id, as `search` prints it.
    #[arg(value_name = "ID")]
    pub id: String,

    #[command(flatten)]
    pub index: IndexFolder,

    /// Only its sections of this kind.
    #[arg(long, value_name = "KIND", value_parser = section_kind())]
    pub section: Option<SectionKind>,

    /// Show after each repaired word what the scan says: `møde[mgde]`.
    #[arg(long)]
    pub repairs: bool,

    #[command(flatten)]
    pub output: OutputArgs,
}

/// Follow a case through its meetings.
///
/// Examples:
///   dagsorden history Kollegiet
///   dagsorden history 27.42.00 --why
///   dagsorden history --case-number 27.42.00-P20-3-21
///   dagsorden history 'dassos/2023-01-17#2.2' -o sagen.xlsx
///   dagsorden history Kollegiet --pick 2 -o kollegiet.html
///
/// Items belong to one case by case number, by references to each other, as agenda and minutes of one
/// meeting, by rare names that they share, or by their titles; --why shows it. Where several matters
/// answer, all are shown and listed on standard error. docs/history.md has it all.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct HistoryArgs {
    /// Words, a case number or an item's id.
    #[arg(value_name = "QUERY|ID", required_unless_present = "case_number")]
    pub query: Vec<String>,

    /// The case of this number, or those whose numbers begin so.
    #[arg(long, value_name = "NUMBER", conflicts_with = "query")]
    pub case_number: Option<String>,

    #[command(flatten)]
    pub index: IndexFolder,

    /// Add items on the same subject that nothing stronger ties to the case.
    #[arg(long)]
    pub loose: bool,

    /// Show what ties the steps together.
    #[arg(long)]
    pub why: bool,

    /// Only the matter of this number in the list of those that answer.
    #[arg(long, value_name = "N", value_parser = matter_number)]
    pub pick: Option<usize>,

    #[command(flatten)]
    pub output: OutputArgs,
}

fn matter_number(typed: &str) -> Result<usize, String> {
    typed.parse().ok().filter(|n| *n > 0).ok_or_else(|| "expected a number from 1 on".into())
}

/// List all cases that came up more than once, and what is still open.
///
/// Examples:
///   dagsorden matters
///   dagsorden matters --body byrådet --from 2024
///   dagsorden matters --state overdue --format csv -o mangler.csv
///
/// Latest activity first. `overdue` were announced to come back (`genoptages på mødet den …`) to a
/// meeting that the index has, and did not.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct MattersArgs {
    #[command(flatten)]
    pub index: IndexFolder,
    #[command(flatten)]
    pub filters: FilterArgs,

    /// Only cases that stand so.
    #[arg(long, value_enum, value_name = "STATE", help_heading = "Filters")]
    pub state: Option<CaseState>,

    #[command(flatten)]
    pub output: OutputArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CaseState {
    /// The last decision is final.
    Decided,
    /// Something is left to decide.
    Open,
    /// To come back to a meeting that the index does not have yet.
    Awaited,
    /// To come back to a meeting that the index has, and did not.
    Overdue,
}

impl CaseState {
    /// The name that a state has in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Decided => "decided",
            Self::Open => "open",
            Self::Awaited => "awaited",
            Self::Overdue => "overdue",
        }
    }
}

/// List the meetings in the index.
///
/// Examples:
///   dagsorden meetings
///   dagsorden meetings --body byrådet --from 2020
///
/// Item numbers that a document skips are shown: something may be missing.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct MeetingsArgs {
    #[command(flatten)]
    pub index: IndexFolder,
    #[command(flatten)]
    pub filters: FilterArgs,
    #[command(flatten)]
    pub output: OutputArgs,
}

/// Count items by municipality, body, topic, kind and date.
///
/// Examples:
///   dagsorden facets
///   dagsorden facets --by topic --prefix social
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct FacetsArgs {
    #[command(flatten)]
    pub index: IndexFolder,
    #[command(flatten)]
    pub filters: FilterArgs,

    /// Only this count.
    #[arg(long, value_enum, value_name = "WHAT")]
    pub by: Option<By>,

    /// Only values that begin so.
    #[arg(long, value_name = "TEXT")]
    pub prefix: Option<String>,

    #[command(flatten)]
    pub output: OutputArgs,
}

/// Tell what the index holds and what it misses.
///
/// Examples:
///   dagsorden status
///   dagsorden status --format jsonl
///
/// Exit code 1 where a file, or a page of one, could not be read.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct StatusArgs {
    #[command(flatten)]
    pub index: IndexFolder,
    #[command(flatten)]
    pub output: OutputArgs,
}

/// How files are read.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Reading")]
pub struct ReadingArgs {
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
pub enum OcrChoice {
    #[default]
    Auto,
    Never,
    Always,
}

#[derive(Debug, Clone, Args)]
pub struct IndexFolder {
    /// The folder of the index.
    #[arg(long = "index", value_name = "DIR", default_value = INDEX, env = "DAGSORDEN_INDEX", hide_env_values = true)]
    pub folder: PathBuf,
}

#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Filters")]
pub struct FilterArgs {
    /// Items about this municipality; without Danish letters or by its first letters too.
    #[arg(long, value_name = "NAME")]
    pub municipality: Option<String>,

    /// Items of this region.
    #[arg(long, value_name = "NAME")]
    pub region: Option<String>,

    /// Items of this body: `byrådet`.
    #[arg(long, value_name = "NAME")]
    pub body: Option<String>,

    /// Items on this topic and those below it: `social`.
    #[arg(long, value_name = "TOPIC")]
    pub topic: Option<String>,

    /// Agendas or minutes only.
    #[arg(long, value_name = "KIND", value_parser = meeting_kind())]
    pub kind: Option<MeetingKind>,

    /// Meetings on that day or later: `2019`, `2019-05`, `2019-05-22`, `22.05.2019`.
    #[arg(long, value_name = "DATE")]
    pub from: Option<DateBound>,

    /// Meetings on that day or earlier; a year or month counts whole.
    #[arg(long, value_name = "DATE")]
    pub to: Option<DateBound>,

    /// Items dealt with behind closed doors: only those, or none of them.
    #[arg(long, value_enum, value_name = "YES|NO")]
    pub closed: Option<YesNo>,
}

impl FilterArgs {
    /// True where a filter is set.
    pub fn any(&self) -> bool {
        self.filters(Vec::new()) != Filters::default()
    }

    /// The filters as a query takes them.
    pub fn filters(&self, sections: Vec<SectionKind>) -> Filters {
        let this = self.clone();
        Filters {
            municipality: this.municipality,
            region: this.region,
            body: this.body,
            topic: this.topic,
            kind: this.kind,
            from: this.from,
            to: this.to,
            closed: this.closed.map(|c| c == YesNo::Yes),
            sections,
        }
    }
}

#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Output")]
pub struct OutputArgs {
    /// How to print [default: table, or what the suffix of --output says].
    #[arg(long, value_enum, value_name = "FORMAT", env = "DAGSORDEN_FORMAT", hide_env_values = true)]
    pub format: Option<FormatName>,

    /// Write to this file instead of standard output.
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// Whom CSV is for: Excel with Danish settings, or the rest of the world.
    #[arg(long, value_enum, default_value_t, value_name = "DIALECT", env = "DAGSORDEN_CSV_DIALECT")]
    #[arg(hide_env_values = true)]
    pub csv_dialect: CsvDialect,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum FormatName {
    /// For people.
    #[default]
    Table,
    /// One JSON object a line.
    Jsonl,
    /// One JSON array.
    Json,
    /// For spreadsheets.
    Csv,
    /// Markdown.
    Md,
    /// A workbook: of `search` and `history`.
    Xlsx,
    /// A page to print and send: of `history`.
    Html,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum CsvDialect {
    /// Semicolons, decimal commas, a byte order mark.
    #[default]
    Excel,
    /// Commas, no byte order mark.
    Rfc4180,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Sort {
    /// Best first.
    #[default]
    Relevance,
    /// Oldest first.
    Date,
    /// Newest first.
    #[value(name = "-date")]
    NewestFirst,
}

impl From<Sort> for Order {
    fn from(sort: Sort) -> Self {
        match sort {
            Sort::Relevance => Self::Relevance,
            Sort::Date => Self::OldestFirst,
            Sort::NewestFirst => Self::NewestFirst,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum By {
    Year,
    Month,
    Body,
    Municipality,
    Region,
    Topic,
    Kind,
}

impl From<By> for Dimension {
    fn from(by: By) -> Self {
        match by {
            By::Year => Self::Year,
            By::Month => Self::Month,
            By::Body => Self::Body,
            By::Municipality => Self::Municipality,
            By::Region => Self::Region,
            By::Topic => Self::Topic,
            By::Kind => Self::Kind,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum YesNo {
    Yes,
    No,
}

/// Pages counted from 1, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageRange {
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

fn section_kind() -> impl TypedValueParser<Value = SectionKind> {
    let names = PossibleValuesParser::new(SectionKind::ALL.map(SectionKind::name));
    names.try_map(|name| SectionKind::from_name(&name).ok_or("expected a kind of section"))
}

fn meeting_kind() -> impl TypedValueParser<Value = MeetingKind> {
    let kinds = [MeetingKind::Agenda, MeetingKind::Minutes];
    PossibleValuesParser::new(kinds.map(MeetingKind::name))
        .try_map(move |name| kinds.into_iter().find(|k| k.name() == name).ok_or("expected a kind of meeting"))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn options_do_not_contradict_each_other() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_shows_examples_and_every_option_has_help() {
        for command in Cli::command().get_subcommands() {
            let about = command.get_long_about().map(ToString::to_string).unwrap_or_default();
            assert!(about.contains("Examples:"), "{}", command.get_name());
            let silent: Vec<_> =
                command.get_arguments().filter(|a| a.get_help().is_none()).map(|a| a.get_id()).collect();
            assert!(silent.is_empty(), "{}: {silent:?}", command.get_name());
        }
    }

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

    #[test]
    fn newest_first_is_a_value_and_no_option() {
        let cli = Cli::try_parse_from(["dagsorden", "search", "x", "--sort", "-date"]).unwrap();
        let Command::Search(search) = cli.command else { panic!("search") };
        assert_eq!(search.sort, Sort::NewestFirst);
    }
}
