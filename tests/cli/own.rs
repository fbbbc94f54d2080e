//! An archive of a test's own, and its index.

use std::ffi::OsStr;
use std::fs;
use std::path::PathBuf;

use serde_json::Value;
use tempfile::TempDir;

use crate::archive::{Run, dagsorden, run};

/// Documents and an index in a folder that goes with this.
pub(crate) struct Own {
    pub dir: TempDir,
}

impl Own {
    /// An archive of these files, not indexed yet.
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let own = Self { dir: tempfile::tempdir().expect("a folder") };
        files.iter().for_each(|(name, text)| own.write(name, text));
        own
    }

    /// The same, indexed.
    pub(crate) fn indexed(files: &[(&str, &str)]) -> Self {
        let own = Self::new(files);
        let got = own.index(&[]);
        assert_eq!(got.code(), 0, "{}{}", got.out(), got.err());
        own
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join("arkiv").join(name)
    }

    pub(crate) fn folder(&self) -> PathBuf {
        self.dir.path().join("ix")
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("it lies in the archive")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    pub(crate) fn rename(&self, from: &str, to: &str) {
        fs::create_dir_all(self.path(to).parent().expect("it lies in the archive")).expect("a folder");
        fs::rename(self.path(from), self.path(to)).expect("it is there");
    }

    pub(crate) fn remove(&self, name: &str) {
        fs::remove_file(self.path(name)).expect("it is there");
    }

    /// Indexes the archive.
    pub(crate) fn index(&self, more: &[&str]) -> Run {
        let (arkiv, ix) = (self.path(""), self.folder());
        let args = ["index".as_ref(), arkiv.as_os_str(), "--index".as_ref(), ix.as_os_str()];
        run(args.into_iter().chain(more.iter().map(OsStr::new)))
    }

    /// Runs a command on its index.
    pub(crate) fn run(&self, args: &[&str]) -> Run {
        let ix = self.folder();
        run(args.iter().map(OsStr::new).chain(["--index".as_ref(), ix.as_os_str()]))
    }

    /// The command that indexes the archive, to be started.
    pub(crate) fn command(&self, more: &[&str]) -> std::process::Command {
        let program = dagsorden();
        let mut command = std::process::Command::new(program.get_program());
        command.arg("index").arg(self.path("")).arg("--index").arg(self.folder()).args(more);
        command
    }

    /// Ids of all items, sorted.
    pub(crate) fn ids(&self) -> Vec<String> {
        let found = self.run(&["search", "--list", "--all", "--no-fold"]);
        let mut ids: Vec<String> = found.out().lines().map(str::to_owned).collect();
        ids.sort();
        ids
    }

    /// The first object of `status`.
    pub(crate) fn status(&self) -> Value {
        self.run(&["status", "--format", "jsonl"]).lines().remove(0)
    }
}

/// Minutes of one day with two items; `words` stand in the first.
pub(crate) fn minutes(day: &str, words: &str) -> String {
    format!(
        "Referat\nByrådet i Skive Kommune\n{day}\n\n1. {words}\n\nSagsfremstilling\nDer er talt om {words}.\n\nBeslutning\n\
         Godkendt.\n\n2. Eventuelt\n\nBeslutning\nIntet.\n"
    )
}
