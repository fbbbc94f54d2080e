//! Reads a folder of documents into an index and searches it.
//!
//! ```text
//! cargo run --example index_and_search -- corpus my-index herberg
//! ```

use std::error::Error;
use std::path::Path;

use dagsorden::archive::{Archive, Cancel, Progress, UpdateOptions};
use dagsorden::query::Question;

/// Prints the name of each file before it is read.
struct Names;

impl Progress for Names {
    fn started(&self, path: &Path) {
        eprintln!("{}", path.display());
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [documents, index, words @ ..] = arguments.as_slice() else {
        return Err("expected a folder of documents, a folder for the index, and words".into());
    };
    let archive = Archive::open(index)?;
    let updated = archive.update(&UpdateOptions::new([documents]), &Names, &Cancel::default())?;
    eprintln!("{} files read, {} could not be read", updated.summary.read, updated.summary.failed());

    let answer = archive.search(&Question { words: words.join(" "), limit: Some(5), ..Question::default() })?;
    println!("{} items", answer.total);
    for hit in &answer.hits {
        let date = hit.date.map(|date| date.to_string()).unwrap_or_default();
        println!("{date}  {}  {}", hit.id, hit.title);
    }
    Ok(())
}
