//! `dagsorden search`.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::io::Write;

use super::args::{FormatName, IndexArgs, SearchArgs};
use super::batch;
use super::console::Console;
use super::exit::{Exit, Failure};
use super::{filters, hyperlink, index, report, this_year};
use crate::archive::{Archive, Snapshot};
use crate::output::{Asked, FacetsReport, HitsReport, Rest};
use crate::query::syntax::Remark;
use crate::query::{Answer, Checked, Dimension, FacetCount, Question, Suggestion};

/// Hits printed without `--limit`: a screen or two.
const LIMIT: usize = 20;

/// Runs a search and prints the hits or the counts.
pub(super) fn run(args: &SearchArgs, console: &Console) -> Result<Exit, Failure> {
    let question = question(args)?;
    if !args.within.is_empty() {
        let files = IndexArgs::before_search(args.within.clone(), args.index.clone(), args.quiet);
        index::refresh(&files, console)?;
    }
    let archive = Archive::open(&args.index.folder)?;
    let snapshot = archive.snapshot()?;
    if args.query == ["-"] {
        return batch::run(&snapshot, &question, this_year(), args.output.output.as_deref(), console);
    }
    if args.suggest {
        return complete(args, &snapshot, console);
    }
    report::check_place(&args.output, console)?;
    let (mut answer, hits) = snapshot.search_lazily(&question)?;
    remark(&answer.remarks, &answer.suggestions, console);
    let found = console.exit(Exit::found(answer.total > 0));
    if args.quiet {
        return Ok(found);
    }
    if args.count {
        // One number is of one kind: only where no item has all the words are those with most of them counted.
        let whole = answer.total - answer.partial;
        let count = if whole > 0 { whole } else { answer.partial };
        if whole > 0 && answer.partial > 0 {
            console.remark(format_args!("{} more items have most of the words and are not counted", answer.partial));
        }
        console.print(args.output.output.as_deref(), |out| writeln!(out, "{count}"))?;
    } else if args.list {
        let (end, mut ids) = (if args.null { "\0" } else { "\n" }, Checked::new(hits.ids()));
        console.print(args.output.output.as_deref(), |out| ids.try_for_each(|id| write!(out, "{id}{end}")))?;
        ids.outcome()?;
    } else if args.by.is_some() || args.facets {
        let dimensions = args.by.map_or_else(|| Dimension::ALL.to_vec(), |by| vec![by]);
        let all = all_by_year(args, &snapshot, &question)?;
        let this_year = this_year();
        let counts = FacetsReport { facets: &answer.facets, dimensions, prefix: None, all_by_year: &all, this_year };
        report::write(&counts, &args.output, console)?;
    } else {
        let as_they_come = args.all && report::format_name(&args.output) != FormatName::Xlsx;
        let mut rest = Checked::new(hits);
        if !as_they_come {
            answer.hits = rest.by_ref().collect();
            rest.outcome()?;
            rest = Checked::new(rest.into_inner());
        }
        let (asked, links) = asked(args, (&archive, &snapshot), &answer)?;
        let rest = RefCell::new(rest);
        let report = HitsReport {
            answer: &answer,
            this_year: this_year(),
            asked: &asked,
            links,
            rest: as_they_come.then_some(&rest as &Rest<'_>),
        };
        report::write(&report, &args.output, console)?;
        rest.into_inner().outcome()?;
        remark_on_the_rest(args, &answer, console);
    }
    Ok(found)
}

/// Prints remarks on the words and suggestions for unknown ones.
pub(super) fn remark(remarks: &[Remark], suggestions: &[Suggestion], console: &Console) {
    remarks.iter().for_each(|r| console.remark(r));
    for Suggestion { typed, words } in suggestions {
        console.remark(format_args!("{typed}: the index has no such word\nhint: did you mean {}?", words.join(", ")));
    }
}

/// The heading of a workbook, the targets of links, and whether a table has links. Empty for formats without either,
/// because looking up the files takes time.
fn asked(
    args: &SearchArgs,
    (archive, snapshot): (&Archive, &Snapshot),
    answer: &Answer,
) -> Result<(Asked, bool), Failure> {
    let format = report::format_name(&args.output);
    let links = format == FormatName::Table && hyperlink::wanted(args.hyperlink, args.output.output.is_some());
    let mut asked = Asked::default();
    if !links && format != FormatName::Xlsx {
        return Ok((asked, links));
    }
    let files = match args.all {
        true => snapshot.files()?,
        false => {
            let sources: BTreeSet<&str> = answer.hits.iter().map(|h| h.source.as_str()).collect();
            sources.into_iter().filter_map(|source| snapshot.file(source).transpose()).collect::<Result<_, _>>()?
        }
    };
    asked.links = report::links(files, args.output.link_base.as_deref());
    asked.query = args.query.join(" ");
    asked.options = options(args);
    asked.indexed = archive.written().map(Asked::time);
    Ok((asked, links))
}

/// The options with an effect on the answer, as typed.
fn options(args: &SearchArgs) -> Vec<String> {
    let sections = args.section.iter().map(|s| format!("--section {}", s.name()));
    args.filters.typed().chain(sections).chain(args.words.typed()).collect()
}

/// Prints the words of the index that begin as the last typed word does, each with its number of items.
fn complete(args: &SearchArgs, archive: &Snapshot, console: &Console) -> Result<Exit, Failure> {
    let typed = args.query.join(" ");
    let begin = typed.split_whitespace().last().unwrap_or_default();
    let words = archive.complete(begin, args.limit.unwrap_or(LIMIT))?;
    let print = |out: &mut dyn Write| words.iter().try_for_each(|(word, n)| writeln!(out, "{word}\t{n}"));
    console.print(args.output.output.as_deref(), print)?;
    Ok(Exit::found(!words.is_empty()))
}

/// All items of each year within the filters, for counts by year; empty otherwise.
fn all_by_year(args: &SearchArgs, archive: &Snapshot, question: &Question) -> Result<Vec<FacetCount>, Failure> {
    if args.by != Some(Dimension::Year) || question.words.is_empty() {
        return Ok(Vec::new());
    }
    let all = Question { words: String::new(), ..question.clone() };
    Ok(archive.search(&all)?.facets.year)
}

fn question(args: &SearchArgs) -> Result<Question, Failure> {
    let only_counts = args.count || args.quiet || args.facets || args.by.is_some();
    let limit = match args.limit {
        _ if only_counts => Some(1),
        _ if args.all => None,
        limit => Some(limit.unwrap_or(LIMIT)),
    };
    let filters = filters(&args.filters, args.section.clone())?;
    Ok(Question {
        order: args.sort.into(),
        fold: !args.no_fold,
        limit,
        skip: 0,
        counts: args.facets || args.by.is_some(),
        explain: args.explain,
        ..args.words.question(args.query.join(" "), filters, &args.index.folder)?
    })
}

/// Remarks that hits were left out. A table says so itself, and a limit on the command line is known to the user.
fn remark_on_the_rest(args: &SearchArgs, answer: &Answer, console: &Console) {
    let shown = answer.hits.len();
    let capped = args.limit.is_none() && !args.all && (shown as u64) < answer.total;
    if capped && report::format_name(&args.output) != FormatName::Table {
        console.remark(format_args!("{shown} of {} items printed\nhint: --all prints the rest", answer.total));
    } else if answer.total == 0 && report::format_name(&args.output) == FormatName::Table {
        console.remark("nothing found");
    }
}
