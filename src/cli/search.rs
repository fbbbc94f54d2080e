//! `dagsorden search`.

use std::io::{self, Write};

use super::args::{FormatName, IndexArgs, SearchArgs};
use super::console::Console;
use super::exit::{Exit, Failure};
use super::{filters, index, report, this_year};
use crate::index::Index;
use crate::output::{Dimension, FacetsReport, HitsReport};
use crate::query::{self, Answer, Request};

/// How many hits are printed where nothing is said.
const LIMIT: usize = 20;

/// Prints what was found.
pub fn run(args: &SearchArgs, console: &Console) -> Result<Exit, Failure> {
    let request = request(args)?;
    if !args.within.is_empty() {
        let files = IndexArgs::before_search(args.within.clone(), args.index.clone(), args.quiet);
        index::refresh(&files, console)?;
    }
    let answer = query::search(&Index::open(&args.index.folder)?, &request)?;
    answer.remarks.iter().for_each(|r| console.remark(r));
    let found = console.exit(Exit::found(answer.total > 0));
    if args.quiet {
        return Ok(found);
    }
    if args.count {
        console.print(args.output.output.as_deref(), |out| writeln!(out, "{}", answer.total))?;
    } else if args.list {
        console.print(args.output.output.as_deref(), |out| ids(&answer, args.null, out))?;
    } else if args.by.is_some() || args.facets {
        let dimensions = args.by.map_or_else(|| Dimension::ALL.to_vec(), |by| vec![by.into()]);
        let counts = FacetsReport { facets: &answer.facets, dimensions, prefix: None, this_year: this_year() };
        report::write(&counts, &args.output, console)?;
    } else {
        report::write(&HitsReport { answer: &answer, this_year: this_year() }, &args.output, console)?;
        tell_what_is_left(args, &answer, console);
    }
    Ok(found)
}

fn request(args: &SearchArgs) -> Result<Request, Failure> {
    let only_counts = args.count || args.quiet || args.facets || args.by.is_some();
    let limit = match args.limit {
        _ if only_counts => Some(1),
        _ if args.all => None,
        limit => Some(limit.unwrap_or(LIMIT)),
    };
    Ok(Request {
        query: args.query.join(" "),
        filters: filters(&args.filters, args.section.clone())?,
        order: args.sort.into(),
        exact: args.exact,
        synonyms: !args.no_synonyms,
        limit,
    })
}

fn ids(answer: &Answer, null: bool, out: &mut dyn Write) -> io::Result<()> {
    let end = if null { "\0" } else { "\n" };
    answer.hits.iter().try_for_each(|h| write!(out, "{}{end}", h.id))
}

/// The table says itself that it is not all; other formats have no place for it, and a limit that was asked for is known.
fn tell_what_is_left(args: &SearchArgs, answer: &Answer, console: &Console) {
    let shown = answer.hits.len();
    let capped = args.limit.is_none() && (shown as u64) < answer.total;
    if capped && report::format_name(&args.output) != FormatName::Table {
        console.remark(format_args!("{shown} of {} items printed\nhint: --all prints the rest", answer.total));
    } else if answer.total == 0 && report::format_name(&args.output) == FormatName::Table {
        console.remark("nothing found");
    }
}
