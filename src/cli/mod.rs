//! What can be typed, a command each.

use std::path::Path;
use std::process::ExitCode;

use crate::lexicon::Vocabulary;
use crate::output::MeetingObject;
use crate::{pipeline, repair, source};

/// Runs the command line and gives the exit code: 0 found or done, 1 nothing found, 2 an error.
pub fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let Some((command, path)) = args.first().zip(args.get(1)) else { return ExitCode::from(2) };
    let path = Path::new(path);
    let printed = match command.as_str() {
        "text" => source::read(path).map(|d| d.value.text()),
        "repair" => source::read(path).map(|d| repair::repair(d.value, &Vocabulary::default()).text()),
        "parse" => pipeline::meeting_from_file(path, &Vocabulary::default())
            .map(|m| serde_json::to_string(&MeetingObject::from(&m.value)).unwrap_or_default()),
        _ => return ExitCode::from(2),
    };
    match printed {
        Ok(text) => println!("{}", text.trim_end_matches('\n')),
        Err(e) => eprintln!("dagsorden: {e}"),
    }
    ExitCode::SUCCESS
}
