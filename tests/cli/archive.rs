//! The sample archive, and how the program is run over it.

use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::OnceLock;

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

static INDEX: OnceLock<TempDir> = OnceLock::new();

/// The folder with the sample documents.
pub(crate) fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

/// How many documents it holds.
pub(crate) fn documents() -> usize {
    let files = ignore::WalkBuilder::new(corpus()).build().flatten().map(|e| e.into_path());
    let count = files.filter(|p| p.extension().is_some_and(|s| s == "pdf" || s == "txt")).count();
    assert!(count >= 8, "the sample archive holds documents");
    count
}

/// The program with an environment that says nothing.
pub(crate) fn dagsorden() -> Command {
    let mut command = Command::cargo_bin("dagsorden").expect("the program is built");
    for name in ["INDEX", "COLOR", "JOBS", "MUNICIPALITY", "LIMIT", "FORMAT", "CSV_DIALECT", "HYPERLINK"] {
        command.env_remove(format!("DAGSORDEN_{name}"));
    }
    for name in ["COLUMNS", "NO_COLOR", "RUST_BACKTRACE"] {
        command.env_remove(name);
    }
    command
}

/// The index of the sample archive, built once.
pub(crate) fn index() -> &'static Path {
    let dir = INDEX.get_or_init(|| {
        let dir = tempfile::tempdir().expect("a folder for the index");
        dagsorden().arg("index").arg(corpus()).arg("--index").arg(dir.path().join("index")).assert().code(0);
        dir
    });
    Box::leak(dir.path().join("index").into_boxed_path())
}

/// What a run over the sample archive gave.
pub(crate) struct Run(Output);

impl Run {
    pub(crate) fn code(&self) -> i32 {
        self.0.status.code().expect("it was not killed")
    }

    pub(crate) fn out(&self) -> String {
        String::from_utf8(self.0.stdout.clone()).expect("it prints UTF-8")
    }

    pub(crate) fn err(&self) -> String {
        String::from_utf8(self.0.stderr.clone()).expect("it prints UTF-8")
    }

    /// Standard output as JSON Lines.
    pub(crate) fn lines(&self) -> Vec<Value> {
        self.out().lines().map(|l| serde_json::from_str(l).expect("a line is JSON")).collect()
    }
}

/// Runs a command as it is.
pub(crate) fn run<A: AsRef<std::ffi::OsStr>>(args: impl IntoIterator<Item = A>) -> Run {
    Run(dagsorden().args(args).output().expect("it runs"))
}

/// Runs a command on the index of the sample archive.
pub(crate) fn on_archive(args: &[&str]) -> Run {
    Run(dagsorden().args(args).arg("--index").arg(index()).output().expect("it runs"))
}

/// Runs a command with something on standard input.
pub(crate) fn with_input(args: &[&str], input: impl Into<Vec<u8>>) -> Run {
    Run(dagsorden().args(args).write_stdin(input).output().expect("it runs"))
}

/// A message without the folder that a test made, so that it can be compared word for word.
pub(crate) fn without(text: &str, dir: &Path) -> String {
    text.replace(&format!("{}/", dir.display()), "").replace(&dir.display().to_string(), "DIR")
}
