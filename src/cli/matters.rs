//! `dagsorden matters`.

use super::args::MattersArgs;
use super::console::Console;
use super::exit::{Exit, Failure};
use super::{filters, report, search};
use crate::archive::Archive;
use crate::output::CasesReport;
use crate::query::syntax;

/// Lists the cases with an item that matches the words and the filters. Cases are listed whole, except for `--closed`:
/// items excluded by it belong to no case.
pub(super) fn run(args: &MattersArgs, console: &Console) -> Result<Exit, Failure> {
    let archive = Archive::open(&args.index.folder)?;
    let filters = filters(&args.filters, Vec::new())?;
    let question = args.words.question(args.query.join(" "), filters, &args.index.folder)?;
    search::remark(&syntax::parse(&question.words).remarks, &[], console);
    let mut matters = archive.cases(&question)?;
    if let Some(state) = args.state {
        matters.retain(|m| m.state.name() == state.name());
    }
    let list = CasesReport { cases: matters };
    if list.cases.is_empty() {
        console.remark("no cases found");
    } else {
        report::write(&list, &args.output, console)?;
    }
    Ok(Exit::found(!list.cases.is_empty()))
}
