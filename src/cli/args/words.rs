//! The options for reading words, for every command with words as in a search.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::exit::Failure;
use crate::cli::synonyms;
use crate::query::{Filters, Question};

#[derive(Debug, Clone, Default, Args)]
pub(crate) struct WordsArgs {
    /// Only the very words: no other form, no compound, no synonym.
    #[arg(long)]
    pub exact: bool,

    /// No synonyms.
    #[arg(long)]
    pub no_synonyms: bool,

    /// Use the synonyms of this file [default: synonyms.toml in the index's folder, else the program's own].
    #[arg(long, value_name = "FILE", env = "DAGSORDEN_SYNONYMS", hide_env_values = true)]
    pub synonyms: Option<PathBuf>,
}

impl WordsArgs {
    /// A question for these words of the index in a folder.
    ///
    /// # Errors
    ///
    /// A file of synonyms that cannot be read.
    pub(crate) fn question(&self, query: String, filters: Filters, folder: &Path) -> Result<Question, Failure> {
        Ok(Question {
            words: query,
            filters,
            exact: self.exact,
            synonyms: !self.no_synonyms,
            own_synonyms: synonyms::own(self.synonyms.as_deref(), folder)?,
            ..Question::default()
        })
    }

    /// The options with an effect on the answer, as typed.
    pub(crate) fn typed(&self) -> impl Iterator<Item = String> {
        let flags = [("--exact", self.exact), ("--no-synonyms", self.no_synonyms)];
        flags.into_iter().filter(|(_, set)| *set).map(|(name, _)| name.to_owned())
    }
}
