//! Takes one file through the stages, without an index: read, repair and split, with a look at what each gives.
//!
//! ```text
//! cargo run --example own_pipeline -- referat.pdf
//! ```

use std::error::Error;
use std::path::Path;

use dagsorden::lexicon::Vocabulary;
use dagsorden::pipeline;
use dagsorden::repair::{self, Known};
use dagsorden::source::Reader;

fn main() -> Result<(), Box<dyn Error>> {
    let file = std::env::args().nth(1).ok_or("expected a file")?;
    let read = Reader::in_process().read(Path::new(&file))?;
    for note in &read.notes {
        eprintln!("{note}");
    }
    println!("{} pages", read.value.pages.len());

    // An archive would bring the words of its other documents.
    let archive = Vocabulary::default();
    let known = Known { archive: &archive, corrections: None };
    let repaired = repair::repair(read.value.clone(), known);
    let repairs: usize = repaired.lines().map(|(_, line)| line.repairs.len()).sum();
    println!("{repairs} words repaired");

    let meeting = pipeline::meeting_from_document(read.value, known).value;
    println!("{}, {} items", meeting.body.as_deref().unwrap_or("no body"), meeting.items.len());
    for item in &meeting.items {
        println!("{}  {}", item.number.as_ref().map(ToString::to_string).unwrap_or_default(), item.title);
    }
    Ok(())
}
