//! Follows a case through its meetings and writes it as a workbook.
//!
//! ```text
//! dagsorden index corpus --index my-index
//! cargo run --example export_history -- my-index Herberget sag.xlsx
//! ```

use std::error::Error;
use std::fs::File;

use dagsorden::archive::Archive;
use dagsorden::output::{Asked, Format, HistoryReport, Xlsx};
use dagsorden::query::HistoryRequest;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [index, words, file] = arguments.as_slice() else {
        return Err("expected the folder of an index, words, and a file to write to".into());
    };
    let archive = Archive::open(index)?;
    let history = archive.history(&HistoryRequest::of(words.as_str()))?;
    for step in &history.steps {
        let date = step.item.meeting.date.map(|date| date.to_string()).unwrap_or_default();
        println!("{date}  {}", step.item.item.title);
    }
    let asked = Asked { query: words.clone(), ..Asked::default() };
    let report = HistoryReport { history: &history, asked: &asked, why: false, whole: false };
    Xlsx.write(&report, &mut File::create(file)?)?;
    Ok(())
}
