//! `dagsorden facets`.

use super::args::FacetsArgs;
use super::console::Console;
use super::exit::{Exit, Failure};
use super::{filters, report, this_year};
use crate::archive::Archive;
use crate::output::FacetsReport;
use crate::query::{Dimension, Question};

/// Prints the values with their numbers of items.
pub(super) fn run(args: &FacetsArgs, console: &Console) -> Result<Exit, Failure> {
    let archive = Archive::open(&args.index.folder)?;
    let filters = filters(&args.filters, Vec::new())?;
    let question = Question { filters, limit: Some(1), counts: true, ..Question::default() };
    let answer = archive.search(&question)?;
    let counts = FacetsReport {
        facets: &answer.facets,
        dimensions: args.by.map_or_else(|| Dimension::ALL.to_vec(), |by| vec![by]),
        prefix: args.prefix.clone(),
        all_by_year: &[],
        this_year: this_year(),
    };
    report::write(&counts, &args.output, console)?;
    Ok(Exit::found(!counts.is_empty()))
}
