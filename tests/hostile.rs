//! Every file ends with exactly one outcome: no crash, no hang beyond the limit, whatever it does to its reader.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use dagsorden::source::{Limits, Reader, Reason};

/// Seconds; the second attempt may take a quarter more, and a busy machine as much again.
const LIMIT: u64 = 10;

fn reader() -> Reader {
    Reader::isolated(env!("CARGO_BIN_EXE_dagsorden").into(), Limits { seconds: LIMIT, mebibytes: 1024 })
}

/// The outcome as a word, within the limit.
fn outcome(reader: &Reader, path: &Path) -> &'static str {
    let started = Instant::now();
    let read = reader.read(path);
    assert!(started.elapsed() < Duration::from_secs(3 * LIMIT), "{} took too long", path.display());
    match read {
        Ok(_) => "read",
        Err(error) => {
            assert!(error.to_string().contains(": "), "{error}");
            error.reason.name()
        }
    }
}

fn pdfs(folder: &Path) -> Vec<PathBuf> {
    let all = ignore::Walk::new(folder).flatten().map(ignore::DirEntry::into_path);
    let found: Vec<PathBuf> = all.filter(|path| path.extension().is_some_and(|e| e == "pdf")).collect();
    assert!(!found.is_empty(), "no PDF in {}", folder.display());
    found
}

#[test]
fn file_read_by_a_worker_is_the_same_as_read_here() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let reader = reader();
    for path in pdfs(&corpus) {
        let (there, here) = (reader.read(&path).unwrap(), Reader::in_process().read(&path).unwrap());
        assert_eq!(there, here, "{}", path.display());
    }
}

#[test]
fn error_of_a_worker_names_the_file() {
    let error = reader().read(Path::new("findes-ikke.pdf")).unwrap_err();
    assert!(matches!(error.reason, Reason::Io(_)));
    assert!(error.to_string().starts_with("findes-ikke.pdf: cannot be read: "), "{error}");
}

/// Numbers that change little by little; the same on every run.
struct Dice(u64);

impl Dice {
    /// Below `end` (xorshift64).
    fn roll(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end.max(1) as u64).unwrap_or_default()
    }
}

/// A truncation, flipped bits, a hole, or changed digits: offsets and lengths lie then.
fn mutant(whole: &[u8], kind: usize, dice: &mut Dice) -> Vec<u8> {
    let mut bytes = whole.to_vec();
    match kind % 4 {
        0 => bytes.truncate(dice.roll(whole.len())),
        1 => (0..20).for_each(|_| bytes[dice.roll(whole.len())] ^= 1 << dice.roll(8)),
        2 => {
            let start = dice.roll(whole.len());
            let end = (start + dice.roll(2000)).min(whole.len());
            bytes.drain(start..end);
        }
        _ => {
            let digits: Vec<usize> = (0..whole.len()).filter(|at| whole[*at].is_ascii_digit()).collect();
            (0..30).for_each(|_| bytes[digits[dice.roll(digits.len())]] = b'0' + dice.roll(10) as u8);
        }
    }
    bytes
}

/// Reads `count` mutants of each file of `folder`.
fn survive_mutants(folder: &Path, count: usize) {
    let (reader, mut dice) = (reader(), Dice(0x9e37_79b9_7f4a_7c15));
    let scratch = tempfile::tempdir().unwrap();
    for path in pdfs(folder) {
        let whole = fs::read(&path).unwrap();
        for number in 0..count {
            let mutant_path = scratch.path().join("mutant.pdf");
            fs::write(&mutant_path, mutant(&whole, number, &mut dice)).unwrap();
            outcome(&reader, &mutant_path);
        }
    }
}

#[test]
fn mutants_of_the_sample_archive_are_survived() {
    survive_mutants(&Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus"), 8);
}

#[test]
#[ignore = "takes minutes; run after a change to a reader"]
fn many_mutants_of_the_bench_are_survived() {
    let Some(bench) = bench() else { return };
    survive_mutants(&bench.join("bench/reading"), 400);
}

fn bench() -> Option<PathBuf> {
    std::env::var_os("DAGSORDEN_BENCH").map(PathBuf::from)
}

#[test]
fn attacks_end_with_an_outcome() {
    let Some(bench) = bench() else { return };
    let script = bench.join("bench/hostile/craft.py");
    assert!(script.is_file(), "{}", script.display());
    let folder = tempfile::tempdir().unwrap();
    match Command::new("python3").arg(&script).arg(folder.path()).status() {
        Ok(ended) if ended.success() => {}
        _ => {
            eprintln!("skipped: no python3 to make the attacks with");
            return;
        }
    }
    let reader = reader();
    let outcomes: Vec<(PathBuf, &str)> =
        pdfs(folder.path()).into_iter().map(|path| (path.clone(), outcome(&reader, &path))).collect();
    let read = outcomes.iter().filter(|(_, word)| *word == "read").count();
    assert!(2 * read > outcomes.len(), "most of them hold text that can be read: {outcomes:?}");
}

#[test]
fn one_page_of_the_web_and_one_of_word_are_documents() {
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("a.html");
    fs::write(&page, "<!doctype html><h1>Referat</h1><p>Mødet blev hævet.").unwrap();
    assert_eq!(reader().read(&page).unwrap().value.body_text(), "\nReferat\nMødet blev hævet.\n");
}
