//! Runs the `tesseract` program: a picture on its standard input, a table of words on its standard output.

use std::io::{self, Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use crate::source::{Picture, Reason};

const PROGRAM: &str = "tesseract";
/// The limit for a page: it takes some five seconds, one full of small print a minute.
const SECONDS_PER_PAGE: u64 = 180;
/// The largest table in bytes; a page's table has some 100 KiB.
const MAX_TABLE: u64 = 16 << 20;

/// The program, and its language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tesseract {
    language: String,
}

impl Tesseract {
    /// Looks for the program with Danish, or else with another of its languages.
    pub(super) fn find() -> Option<Self> {
        let listed =
            Command::new(PROGRAM).arg("--list-langs").stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
        let language = best(&String::from_utf8_lossy(&listed.stdout))?;
        Some(Self { language })
    }

    /// In the program's own code: `dan`.
    pub(super) fn language(&self) -> &str {
        &self.language
    }

    /// The table of words (TSV) of one page.
    ///
    /// # Errors
    ///
    /// Where the program fails or takes too long.
    pub(super) fn recognise(&self, picture: &Picture) -> Result<String, Reason> {
        let failed = |e: io::Error| Reason::Crashed(format!("tesseract: {e}"));
        let mut child = self.start().map_err(failed)?;
        let table = table(&mut child, picture.into());
        let _ = child.kill();
        let ended = child.wait().map_err(failed)?;
        match table? {
            table if table.is_empty() => Err(Reason::Crashed(format!("tesseract gave nothing ({ended})"))),
            table => String::from_utf8(table).map_err(|_| Reason::Crashed("tesseract gave no text".into())),
        }
    }

    fn start(&self) -> io::Result<Child> {
        let mut command = Command::new(PROGRAM);
        // Pages are recognised in parallel; the program's own threads would only compete.
        command.env("OMP_THREAD_LIMIT", "1");
        command.args(["-", "-", "-l", &self.language, "--dpi", "300", "-c", "tessedit_create_tsv=1"]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()
    }
}

/// Writes and reads concurrently, within the limits of time and size.
fn table(child: &mut Child, picture: Vec<u8>) -> Result<Vec<u8>, Reason> {
    let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(Reason::Crashed("tesseract has no pipes".into()));
    };
    let (send, answer) = channel();
    // A program that exits early closes its input; its output still counts.
    thread::spawn(move || input.write_all(&picture));
    thread::spawn(move || {
        let mut table = Vec::new();
        let read = output.take(MAX_TABLE).read_to_end(&mut table);
        send.send(read.map(|_| table))
    });
    match answer.recv_timeout(Duration::from_secs(SECONDS_PER_PAGE)) {
        Ok(read) => read.map_err(|e| Reason::Crashed(format!("tesseract: {e}"))),
        Err(_) => Err(Reason::TimedOut { seconds: SECONDS_PER_PAGE }),
    }
}

/// Danish, or a language with the same letters, or any.
fn best(listed: &str) -> Option<String> {
    let languages: Vec<&str> = listed.lines().skip(1).map(str::trim).filter(|l| !l.is_empty() && *l != "osd").collect();
    let first = ["dan", "nor", "swe", "eng"].into_iter().find(|wanted| languages.contains(wanted));
    first.or(languages.first().copied()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn danish_comes_first_and_layout_data_is_no_language() {
        assert_eq!(best("List of available languages (3):\neng\ndan\nosd\n").as_deref(), Some("dan"));
        assert_eq!(best("List of available languages (2):\ndeu\nosd\n").as_deref(), Some("deu"));
        assert_eq!(best("List of available languages (1):\nosd\n"), None);
    }
}
