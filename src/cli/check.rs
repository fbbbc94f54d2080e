//! `dagsorden check`.

use std::path::Path;

use jiff::civil::Date;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use super::args::CheckArgs;
use super::console::Console;
use super::exit::{Exit, Failure};
use super::{input, report, today};
use crate::archive::walk::{self, FoundFile};
use crate::lexicon::Vocabulary;
use crate::output::{CheckReport, Disclosure};
use crate::pipeline;
use crate::privacy::{self, Certainty, cpr};
use crate::source::{Document, Page, Reader, SourceError};

/// Files read in parallel before their findings are collected. More would only fill the memory.
const AT_A_TIME: usize = 32;

/// What to look for.
struct Wanted {
    least: Certainty,
    today: Date,
}

/// Reports everything in the files that must not be published.
pub(super) fn run(args: &CheckArgs, console: &Console) -> Result<Exit, Failure> {
    report::check_place(&args.output, console)?;
    let found = walk::walk(&args.paths)?;
    found.errors.iter().for_each(|e| console.soft_error(e));
    let reader = input::reader(&args.reading)?;
    let wanted = Wanted { least: args.certainty.into(), today: today() };
    let mut state = CheckReport::default();
    for files in found.files.chunks(AT_A_TIME) {
        let checked: Vec<_> = files.par_iter().map(|file| disclosures(file, &reader, &wanted)).collect();
        for read in checked {
            match read {
                Ok(disclosures) => state.add(disclosures),
                Err(e) => console.soft_error(e),
            }
        }
    }
    report::write(&state, &args.output, console)?;
    Ok(console.exit(if state.is_clean() { Exit::Done } else { Exit::Nothing }))
}

/// The findings in one file, in order.
fn disclosures(file: &FoundFile, reader: &Reader, wanted: &Wanted) -> Result<Vec<Disclosure>, SourceError> {
    let document = input::read(reader, &file.path)?.value;
    let mut all = numbers(&document, &file.path, wanted);
    let meeting = pipeline::meeting_from_document(document, &Vocabulary::default()).value;
    all.extend(privacy::closed_texts(&meeting).iter().map(|closed| Disclosure::closed_text(&file.path, closed)));
    Ok(all)
}

/// The CPR numbers in the whole text, running heads included.
fn numbers(document: &Document, path: &Path, wanted: &Wanted) -> Vec<Disclosure> {
    document.pages.iter().flat_map(|page| on_page(page, path, wanted)).collect()
}

fn on_page(page: &Page, path: &Path, wanted: &Wanted) -> Vec<Disclosure> {
    let lines: Vec<&str> = page.lines.iter().map(|l| l.text.as_str()).collect();
    let text = lines.join("\n");
    let mut found = cpr::find(&text, wanted.today);
    found.retain(|f| f.certainty >= wanted.least);
    Disclosure::numbers(path, page.number, &text, &found)
}
