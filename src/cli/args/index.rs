//! Commands about the index as a whole, and where it is.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::ReadingArgs;

/// The default folder of the index.
pub(crate) const INDEX: &str = "index";

/// Read files and folders into an index.
///
/// Examples:
///   dagsorden index ./arkiv
///   dagsorden index ./arkiv --municipality Viborg --index ./viborg
///   dagsorden index ./arkiv --topics emner.toml
///   dagsorden index ./arkiv --dry-run
///   dagsorden index ./arkiv --watch
///
/// Run it again whenever you like: only new and changed files are read, vanished ones are taken
/// out, and moved ones keep their ids. Files of the same content are read once. A file that cannot
/// be read costs itself alone; it is named with the reason, and the exit code is 2. Everything
/// becomes visible at once at the end; a run that is killed changes nothing.
#[derive(Debug, Clone, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct IndexArgs {
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

    /// Give topics by the rules of this file. The index keeps them: later runs need not name them again, and other rules
    /// are applied to what it holds already.
    #[arg(long, value_name = "FILE", env = "DAGSORDEN_TOPICS", hide_env_values = true)]
    pub topics: Option<PathBuf>,

    /// Give topics by the program's own rules again.
    #[arg(long, conflicts_with = "topics")]
    pub default_topics: bool,

    /// A file of corrections for scans, in place of the corrections.toml in the folder of the index.
    #[arg(long, value_name = "FILE", env = "DAGSORDEN_CORRECTIONS", hide_env_values = true)]
    pub corrections: Option<PathBuf>,

    /// Keep the last four digits of CPR numbers out of the index, and so out of everything found in it.
    #[arg(long, value_enum, default_value_t, value_name = "WHEN", env = "DAGSORDEN_MASK_CPR", hide_env_values = true)]
    pub mask_cpr: MaskCpr,

    /// Only say what would be read and what taken out.
    #[arg(long)]
    pub dry_run: bool,

    /// Read everything again into a new index, which takes the place of the old one when it is whole. What was forgotten
    /// stays forgotten, and ids stay as they are.
    #[arg(long)]
    pub rebuild: bool,

    /// Leave files in the index that are gone from their folder.
    #[arg(long)]
    pub keep_missing: bool,

    /// Go on until Ctrl-C: look again every so many seconds, and take in what changed once it is written whole.
    #[arg(long, value_name = "SECONDS", num_args = 0..=1, require_equals = true, default_missing_value = "5")]
    #[arg(value_parser = clap::value_parser!(u32).range(1..=86_400), conflicts_with = "dry_run")]
    pub watch: Option<u32>,

    /// Print no progress and no summary; unreadable files are still named.
    #[arg(long, short)]
    pub quiet: bool,

    #[command(flatten)]
    pub reading: ReadingArgs,
}

impl IndexArgs {
    /// The arguments for updating an index before a search.
    pub(crate) fn before_search(paths: Vec<PathBuf>, index: IndexFolder, quiet: bool) -> Self {
        let (jobs, municipality, corrections, topics) = (None, None, None, None);
        let reading = ReadingArgs::default();
        let (default_topics, mask_cpr, dry_run, rebuild) = (false, MaskCpr::default(), false, false);
        let (keep_missing, watch) = (false, None);
        Self {
            paths,
            index,
            jobs,
            municipality,
            topics,
            default_topics,
            corrections,
            mask_cpr,
            dry_run,
            rebuild,
            keep_missing,
            watch,
            quiet,
            reading,
        }
    }
}

/// Whether CPR numbers are masked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum MaskCpr {
    #[default]
    Yes,
    No,
}

#[derive(Debug, Clone, Args)]
pub(crate) struct IndexFolder {
    /// The folder of the index.
    #[arg(long = "index", value_name = "DIR", default_value = INDEX, env = "DAGSORDEN_INDEX", hide_env_values = true)]
    pub folder: PathBuf,
}
