//! How well documents are split, measured against gold files.
//!
//! Runs over the folder that `DAGSORDEN_BENCH` names and is passed over where it is unset. The figures are simpler than
//! those of the bench's own scorer: items are paired by number, or by title where there is none, and sections are compared
//! as bags of words. The bars are what was reached, a little below; raise them when the figures rise.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use dagsorden::lexicon::Vocabulary;
use dagsorden::model::{Item, Meeting};
use dagsorden::pipeline;
use serde_json::Value;

/// Right, found and wanted.
#[derive(Default, Clone, Copy)]
struct Count {
    right: usize,
    found: usize,
    wanted: usize,
}

impl Count {
    fn add(&mut self, right: usize, found: usize, wanted: usize) {
        self.right += right;
        self.found += found;
        self.wanted += wanted;
    }

    fn f1(self) -> f64 {
        if self.found + self.wanted == 0 { 1.0 } else { 2.0 * self.right as f64 / (self.found + self.wanted) as f64 }
    }
}

#[derive(Default)]
struct Figures {
    items: Count,
    titles: Count,
    sections: Count,
}

/// Words in lower case with æ, ø, å and their broken forms folded as the scorer does.
fn words(text: &str) -> Vec<String> {
    let fold = |w: &str| {
        let mut w = w.to_lowercase();
        for (broken, plain) in [
            ("æ", "ae"),
            ("ø", "o"),
            ("å", "a"),
            ("é", "e"),
            ("aa", "a"),
            ("ae", "e"),
            ("ee", "e"),
            ("oe", "o"),
            ("g", "o"),
        ] {
            w = w.replace(broken, plain);
        }
        w
    };
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|w| !w.is_empty()).map(fold).collect()
}

fn common(a: &[String], b: &[String]) -> usize {
    let mut bag: HashMap<&str, usize> = HashMap::new();
    a.iter().for_each(|w| *bag.entry(w).or_default() += 1);
    b.iter().filter(|w| bag.get_mut(w.as_str()).is_some_and(|n| n.checked_sub(1).map(|m| *n = m).is_some())).count()
}

fn text<'v>(value: &'v Value, field: &str) -> &'v str {
    value[field].as_str().unwrap_or_default()
}

/// The item with the gold item's number, or its title where neither has a number.
fn partner<'m>(meeting: &'m Meeting, gold: &Value) -> Option<&'m Item> {
    let number = gold["number"].as_str();
    let title = words(text(gold, "title"));
    meeting.items.iter().find(|i| match number {
        Some(number) => i.number.as_ref().is_some_and(|n| n.as_str() == number),
        None => common(&words(&i.title), &title) * 10 >= title.len() * 8,
    })
}

impl Figures {
    fn add(&mut self, meeting: &Meeting, gold: &Value) {
        let wanted = gold["items"].as_array().map_or(&[][..], Vec::as_slice);
        let mut right = 0;
        for item in wanted {
            let partner = partner(meeting, item);
            right += usize::from(partner.is_some());
            let (found, title) = (partner.map(|p| words(&p.title)).unwrap_or_default(), words(text(item, "title")));
            self.titles.add(common(&found, &title), found.len(), title.len());
            for kind in ["proposal", "case_summary", "minutes"] {
                let sections = partner.into_iter().flat_map(|p| &p.sections).filter(|s| s.kind.name() == kind);
                let found: Vec<String> = sections.flat_map(|s| words(s.text.as_str())).collect();
                let gold = item["sections"].as_array().into_iter().flatten().filter(|s| text(s, "kind") == kind);
                let gold: Vec<String> = gold.flat_map(|s| words(text(s, "text"))).collect();
                self.sections.add(common(&found, &gold), found.len(), gold.len());
            }
        }
        self.items.add(right, meeting.items.len(), wanted.len());
    }
}

fn measure(gold: &Path, suffix: &str, documents: &Path) -> Option<Figures> {
    let mut figures = Figures::default();
    let mut files: Vec<PathBuf> = fs::read_dir(documents).ok()?.filter_map(Result::ok).map(|e| e.path()).collect();
    files.sort();
    let mut measured = 0;
    for path in files {
        let Some(stem) = path.file_stem().and_then(|s| s.to_str()) else { continue };
        let Ok(wanted) = fs::read_to_string(gold.join(format!("{stem}{suffix}"))) else { continue };
        let wanted: Value = serde_json::from_str(&wanted).expect("a gold file");
        let meeting = pipeline::meeting_from_file(&path, &Vocabulary::default()).expect("a readable document").value;
        figures.add(&meeting, &wanted);
        measured += 1;
    }
    assert!(measured > 0, "expected documents with gold in {}, but found none", documents.display());
    Some(figures)
}

fn check(gold: &str, suffix: &str, documents: &str, bars: [f64; 3]) {
    let Some(bench) = std::env::var_os("DAGSORDEN_BENCH").map(PathBuf::from) else { return };
    let figures = measure(&bench.join(gold), suffix, &bench.join(documents)).expect("the folder of the documents");
    let reached = [figures.items.f1(), figures.titles.f1(), figures.sections.f1()];
    for ((name, reached), bar) in ["items", "titles", "sections"].into_iter().zip(reached).zip(bars) {
        assert!(reached >= bar, "{documents}: expected {name} of at least {bar}, but found {reached:.4}");
    }
}

#[test]
fn sample_archive_is_split_as_its_gold_says() {
    check("bench/gold", ".json", "corpus", [0.99, 0.97, 0.97]);
}

#[test]
fn layouts_as_text_are_split_as_their_gold_says() {
    check("bench/layouts", ".gold.json", "bench/layouts/txt", [0.97, 0.97, 0.95]);
}

#[test]
fn layouts_as_pdf_are_split_as_their_gold_says() {
    check("bench/layouts", ".gold.json", "bench/layouts/pdf", [0.97, 0.97, 0.95]);
}

#[test]
fn layouts_as_ocr_are_split_as_their_gold_says() {
    check("bench/layouts", ".gold.json", "bench/layouts/ocr", [0.93, 0.90, 0.90]);
}
