//! Covers and participants against the gold of the bench: `DAGSORDEN_BENCH` names its folder; unset, nothing is tested.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use dagsorden::lexicon::Vocabulary;
use dagsorden::parse::cover::{self, Cover};
use dagsorden::repair;
use dagsorden::source::{self, Document};
use serde_json::Value;

/// Fields that are judged, as in the bench's own scorer.
const FIELDS: [&str; 7] = ["kind", "body", "authority", "region", "date", "start", "end"];

/// Right and judged fields; participants found, named and expected.
#[derive(Debug, Default)]
struct Score {
    right: usize,
    judged: usize,
    both: usize,
    named: usize,
    expected: usize,
    wrong: Vec<String>,
}

impl Score {
    fn meta(&self) -> f64 {
        self.right as f64 / self.judged as f64
    }

    fn participants(&self) -> f64 {
        2.0 * self.both as f64 / (self.named + self.expected) as f64
    }

    fn add(&mut self, name: &str, cover: &Cover, gold: &Value) {
        for field in FIELDS {
            let Some(expected) = gold.get(field) else { continue };
            let (found, expected) = (value(cover, field), expected.as_str().map(str::to_lowercase));
            self.judged += 1;
            self.right += usize::from(found == expected);
            if found != expected {
                self.wrong.push(format!("{name}: {field} is {found:?}, should be {expected:?}"));
            }
        }
        let Some(people) = gold.get("participants").and_then(Value::as_array) else { return };
        let expected: BTreeSet<String> =
            people.iter().filter_map(|p| p["name"].as_str()).map(str::to_lowercase).collect();
        let named: BTreeSet<String> = cover.participants.iter().map(|p| p.name.to_lowercase()).collect();
        self.both += named.intersection(&expected).count();
        self.named += named.len();
        self.expected += expected.len();
    }
}

fn value(cover: &Cover, field: &str) -> Option<String> {
    let time = |t: jiff::civil::Time| t.strftime("%H:%M").to_string();
    let value = match field {
        "kind" => cover.kind.map(|k| k.name().to_owned()),
        "body" => cover.body.clone(),
        "authority" => cover.authority.as_ref().map(|a| a.name.clone()),
        "region" => cover.region.map(|r| r.name().to_owned()),
        "date" => cover.date.map(|d| d.to_string()),
        "start" => cover.start.map(time),
        _ => cover.end.map(time),
    };
    value.map(|v| v.to_lowercase())
}

/// How many lines stand before the first item, told by its title, which the contents may hold too.
fn front(document: &Document, gold: &Value) -> usize {
    let title: String = key(gold["items"][0]["title"].as_str().unwrap_or_default()).chars().take(12).collect();
    let has = |line: &str| key(line).contains(&title) && !line.contains("....");
    let lines = document.lines().map(|(_, l)| l.text.as_str()).enumerate().take(250);
    let hits: Vec<usize> = lines.filter(|(_, l)| has(l)).map(|(i, _)| i).collect();
    // Within a few lines the title heads its item twice, or a group of the contents; after a gap comes the item itself.
    let after_gap = hits.windows(2).find(|w| w[1] > w[0] + 5).map(|w| w[1]);
    after_gap.or(hits.first().copied()).unwrap_or(0)
}

/// The letters of a text without those that scans take for Danish ones.
fn key(text: &str) -> String {
    text.to_lowercase().chars().filter(|c| c.is_ascii_lowercase() && !"aeog".contains(*c)).collect()
}

fn score(documents: &Path, gold: &Path) -> Score {
    let mut score = Score::default();
    for path in files(documents) {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let names = [gold.join(format!("{stem}.json")), gold.join(format!("{stem}.gold.json"))];
        let Some(text) = names.iter().find_map(|n| std::fs::read_to_string(n).ok()) else { continue };
        let gold: Value = serde_json::from_str(&text).expect("gold is JSON");
        let document = source::read(&path).expect("a document of the bench can be read").value;
        let mut document = repair::repair(document, &Vocabulary::default());
        repair::running_heads::mark(&mut document);
        let cover = cover::read(&document, front(&document, &gold));
        score.add(&stem, &cover, &gold);
    }
    assert!(score.judged > 0, "no document with gold in {}", documents.display());
    score
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut files: Vec<PathBuf> = entries.filter_map(|e| Some(e.ok()?.path())).filter(|p| p.is_file()).collect();
    files.sort();
    files
}

fn bench() -> Option<PathBuf> {
    std::env::var_os("DAGSORDEN_BENCH").map(PathBuf::from)
}

#[test]
fn covers_of_real_documents_are_read() {
    let Some(bench) = bench() else { return };
    let score = score(&bench.join("corpus"), &bench.join("bench/gold"));
    assert!(score.meta() >= 0.95 && score.participants() >= 0.90, "{score:#?}");
}

#[test]
fn covers_of_every_layout_are_read() {
    let Some(bench) = bench() else { return };
    for format in ["txt", "pdf"] {
        let score = score(&bench.join("bench/layouts").join(format), &bench.join("bench/layouts"));
        assert!(score.meta() >= 0.95 && score.participants() >= 0.90, "{format}: {score:#?}");
    }
}

#[test]
fn covers_of_scans_are_read() {
    let Some(bench) = bench() else { return };
    let score = score(&bench.join("bench/layouts/ocr"), &bench.join("bench/layouts"));
    // Names keep broken letters that no lexicon can mend.
    assert!(score.meta() >= 0.90 && score.participants() >= 0.70, "{score:#?}");
}
