//! `dagsorden history`.

use super::args::{FormatName, HistoryArgs};
use super::console::Console;
use super::exit::{Exit, Failure};
use super::{filters, report, search};
use crate::archive::Archive;
use crate::output::{Asked, HistoryReport};
use crate::query::{Case, CaseHistory, HistoryRequest};

/// The most cases named in a remark: more do not fit a terminal with the hint.
const NAMED: usize = 9;

/// Prints a case through its meetings.
pub(super) fn run(args: &HistoryArgs, console: &Console) -> Result<Exit, Failure> {
    let format = report::format_name(&args.output);
    report::check_place(&args.output, console)?;
    let archive = Archive::open(&args.index.folder)?;
    let request = request(args)?;
    let history = archive.history(&request)?;
    search::remark(&history.remarks, &history.suggestions, console);
    let asked = asked(args, &request, &archive, format)?;
    let whole = format == FormatName::Md;
    report::write(&HistoryReport { history: &history, asked: &asked, why: args.why, whole }, &args.output, console)?;
    name_cases(args, &history, console);
    if history.steps.is_empty() && format == FormatName::Table {
        console.remark("nothing found");
    }
    Ok(Exit::found(!history.steps.is_empty()))
}

fn request(args: &HistoryArgs) -> Result<HistoryRequest, Failure> {
    let words = || args.query.join(" ");
    let (query, filters) = (args.case_number.clone().unwrap_or_else(words), filters(&args.filters, Vec::new())?);
    let question = args.words.question(query, filters, &args.index.folder)?;
    let (loose, case_number) = (args.loose, args.case_number.is_some());
    Ok(HistoryRequest { question, loose, case_number, item: false, pick: args.pick })
}

/// The heading of a report. Empty for formats without one, because reading all files takes time.
fn asked(
    args: &HistoryArgs,
    request: &HistoryRequest,
    archive: &Archive,
    format: FormatName,
) -> Result<Asked, Failure> {
    if !matches!(format, FormatName::Xlsx | FormatName::Html) {
        return Ok(Asked::default());
    }
    let pick = args.pick.map(|n| format!("--pick {n}"));
    let options = [args.loose.then(|| "--loose".to_owned()), pick].into_iter().flatten();
    let options = options.chain(args.filters.typed()).chain(args.words.typed()).collect();
    let links = report::links(archive.snapshot()?.files()?, args.output.link_base.as_deref());
    Ok(Asked { query: request.question.words.clone(), options, indexed: archive.written().map(Asked::time), links })
}

/// Names the cases if there are several, the best first.
fn name_cases(args: &HistoryArgs, history: &CaseHistory, console: &Console) {
    let matters = &history.cases;
    match args.pick {
        Some(pick) if pick > matters.len() => console.remark(format_args!(
            "--pick {pick}: expected the number of a matter, but there are {} here",
            matters.len()
        )),
        None if matters.iter().filter(|m| m.meetings > 1).count() > 1 => {
            let named: String = (1..).zip(matters).take(NAMED).map(|(n, m)| line(n, m)).collect();
            let left = matters.len().saturating_sub(NAMED);
            let more = if left > 0 { format!("\n  and {left} more") } else { String::new() };
            console.remark(format_args!(
                "{} matters answer this, all of them are shown:{named}{more}\nhint: --pick N shows one of them",
                matters.len()
            ));
        }
        _ => {}
    }
}

/// `  1. 2019–2024, 5 meetings: Lukning af Kollegiet`.
fn line(n: usize, case: &Case) -> String {
    format!("\n  {n}. {}, {}: {}", case.span(), case.meetings_in_words(), case.title)
}
