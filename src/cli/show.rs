//! `dagsorden show`.

use super::args::ShowArgs;
use super::console::Console;
use super::exit::{Exit, Failure};
use super::report;
use crate::engine::Index;
use crate::output::ItemReport;
use crate::query::{self, QueryError};

/// How many ids are named where one is wrong.
const NEAR: usize = 8;

/// Prints one item.
pub fn run(args: &ShowArgs, console: &Console) -> Result<Exit, Failure> {
    let index = Index::open(&args.index.folder)?;
    let Some(item) = index.item(&args.id)? else {
        return Err(QueryError::NoSuchItem { id: args.id.clone(), near: near(&index, &args.id)? }.into());
    };
    let twins = query::twins(&index, &args.id)?;
    let shown = ItemReport { item: &item, twins: &twins, section: args.section, repairs: args.repairs };
    if shown.is_empty() {
        let kind = args.section.map(|s| s.name()).unwrap_or_default();
        console.remark(format_args!("{}: the item has no section of kind {kind}", args.id));
        return Ok(Exit::Nothing);
    }
    report::write(&shown, &args.output, console)?;
    Ok(Exit::Done)
}

/// Ids of the document that a wrong id names.
fn near(index: &Index, id: &str) -> Result<Vec<String>, Failure> {
    let document = id.split_once('#').map_or(id, |(document, _)| document);
    let of_document = |other: &String| other.split_once('#').is_some_and(|(d, _)| d == document);
    Ok(index.items()?.into_iter().map(|i| i.id).filter(of_document).take(NEAR).collect())
}
