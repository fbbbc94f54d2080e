//! `dagsorden search -`: many queries from standard input, a line of JSON for each.

use std::io::{self, BufRead};
use std::path::Path;

use serde_json::{Value, json};

use super::console::Console;
use super::exit::{Exit, Failure};
use crate::archive::{ArchiveError, Snapshot};
use crate::output::{Asked, HitsReport, Report};
use crate::query::{QueryError, Question};

/// Answers each line of standard input, as a query with the options of `question`: `{"query":…,"total":…,"hits":[…]}`.
/// A line that cannot be answered gives `{"query":…,"error":…}`, and the next one is read. Skips empty lines.
pub(super) fn run(
    archive: &Snapshot,
    question: &Question,
    this_year: i16,
    output: Option<&Path>,
    console: &Console,
) -> Result<Exit, Failure> {
    let asked = Asked::default();
    let mut answers = Vec::new();
    let mut found = false;
    for line in io::stdin().lock().lines() {
        let line = line.map_err(|e| Failure::Message(format!("standard input: cannot be read: {e}")))?;
        if line.trim().is_empty() {
            continue;
        }
        let object = match archive.search(&Question { words: line.trim().to_owned(), ..question.clone() }) {
            Ok(answer) => {
                found |= answer.total > 0;
                let report = HitsReport { answer: &answer, this_year, asked: &asked, links: false, rest: None };
                let hits: Vec<Value> = report.objects().collect();
                json!({"query": line.trim(), "total": answer.total, "hits": hits})
            }
            // A fault of one line costs this line alone; a fault of the index would cost them all.
            Err(ArchiveError::Query(error)) if !matches!(error, QueryError::Engine(_)) => {
                json!({"query": line.trim(), "error": error.to_string()})
            }
            Err(error) => return Err(error.into()),
        };
        match output {
            // Printed at once, because a person or a program may send queries one by one and wait for each answer.
            None => console.print(None, |out| writeln!(out, "{object}"))?,
            Some(_) => answers.push(object),
        }
    }
    if output.is_some() {
        console.print(output, |out| answers.iter().try_for_each(|a| writeln!(out, "{a}")))?;
    }
    Ok(Exit::found(found))
}
