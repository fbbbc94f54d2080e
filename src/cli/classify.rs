//! `dagsorden classify`.

use super::args::ClassifyArgs;
use super::console::Console;
use super::exit::{Exit, Failure};
use super::{input, report};
use crate::archive::OwnRules;
use crate::facts::Rules;
use crate::lexicon::Vocabulary;
use crate::output::{ClassificationReport, Classified};
use crate::pipeline;
use crate::repair::Known;

/// Prints the topics, municipalities and KLE numbers of the items of each file.
pub(super) fn run(args: &ClassifyArgs, console: &Console) -> Result<Exit, Failure> {
    if input::waits_for_typing(args.files.iter().map(AsRef::as_ref)) {
        return Err(input::typed_input("classify"));
    }
    let reader = input::reader(&args.reading)?;
    let corrections = args.corrections.read()?;
    let archive = Vocabulary::default();
    let known = Known { archive: &archive, corrections: corrections.as_ref().map(|c| &c.value) };
    let own = args.topics.as_deref().map(OwnRules::read).transpose()?;
    let rules = own.as_ref().map_or(Rules::embedded(), |own| &own.rules);
    let mut items = Vec::new();
    for file in &args.files {
        match input::read(&reader, file) {
            Ok(read) => items.extend(Classified::of(&pipeline::meeting_from_document(read.value, known).value, rules)),
            Err(e) => console.soft_error(e),
        }
    }
    report::write(&ClassificationReport { items, why: args.why }, &args.output, console)?;
    Ok(console.exit(Exit::Done))
}
