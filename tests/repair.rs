//! Repair as a whole: the cases of `tests/repair`, what holds of any text, and the gold of the bench.
//!
//! A case has a label, a comment, what was scanned and what is right; a case without `right` must stay as it is. Unless it
//! stands `alone`, it is read as a line of a broken scan.

use std::path::{Path, PathBuf};
use std::{env, fs};

use dagsorden::lexicon::Vocabulary;
use dagsorden::model::Text;
use dagsorden::repair::repair;
use dagsorden::source::{Document, Format, Line, Page};
use proptest::prelude::*;
use serde::Deserialize;

/// Shows that a scan is broken, and is read like any other line.
const BROKEN: &str = "Pa radhuset blev der ogsa talt om, hvad der skal vaere, nar aret er gaet.";

#[derive(Deserialize)]
struct Case {
    label: String,
    comment: String,
    scan: String,
    right: Option<String>,
    #[serde(default)]
    alone: bool,
}

fn cases(name: &str) -> Vec<Case> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/repair").join(name);
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn document(text: &str) -> Document {
    let page = |(i, text): (usize, &str)| Page {
        number: i as u32 + 1,
        lines: text.split('\n').map(Line::plain).collect(),
        size: None,
        needs_ocr: false,
    };
    let pages = text.split('\u{c}').enumerate().map(page).collect();
    Document { name: "scan.txt".into(), format: Format::PlainText, pages, outline: Vec::new(), unread: Vec::new() }
}

fn repaired(text: &str) -> Document {
    repair(document(text), &Vocabulary::default())
}

fn first_line(document: &Document) -> &str {
    &document.pages[0].lines[0].text
}

fn result(case: &Case) -> String {
    let scan = if case.alone { case.scan.clone() } else { format!("{}\n\n{BROKEN}\n{BROKEN}", case.scan) };
    first_line(&repaired(&scan)).to_owned()
}

fn failures(cases: &[Case]) -> Vec<String> {
    let wrong = |c: &&Case| result(c) != *c.right.as_ref().unwrap_or(&c.scan);
    let tell = |c: &Case| format!("{} ({}): {:?} became {:?}", c.label, c.comment, c.scan, result(c));
    cases.iter().filter(wrong).map(tell).collect()
}

#[test]
fn broken_cases_are_mended() {
    let cases = cases("mended.json");
    assert!(cases.len() > 20 && cases.iter().all(|c| c.right.is_some()));
    assert_eq!(failures(&cases), [] as [String; 0]);
}

#[test]
fn negative_cases_stay() {
    let cases = cases("kept.json");
    assert!(cases.len() > 30 && cases.iter().all(|c| c.right.is_none() && c.label.starts_with("Negative: ")));
    assert_eq!(failures(&cases), [] as [String; 0]);
}

#[test]
fn close_call_keeps_its_second_reading() {
    let done = repaired(&format!("Det var made\n{BROKEN}\n{BROKEN}"));
    let repair = &done.pages[0].lines[0].repairs[0];
    assert!(repair.confidence < 1.0 && repair.second.as_deref().is_some_and(|s| s != repair.original), "{repair:?}");
}

#[test]
fn archive_teaches_the_names_of_its_places() {
    let mut archive = Vocabulary::default();
    archive.learn("Xolgårdsæter ligger ved Xolgårdsæter");
    let scan = document(&format!("ved Xolgardseeter\n{BROKEN}\n{BROKEN}"));
    assert_eq!(first_line(&repair(scan, &archive)), "ved Xolgårdsæter");
}

/// A page of English and one of Norwegian, on their own and behind a page of a broken Danish scan.
#[test]
fn pages_in_other_languages_stay() {
    const ENGLISH: &str = "The committee met at nine and was told that the report had been delayed. It made no\n\
        decision, for the figures were not ready, and the chair said that she would store the papers here until\n\
        the board was able to read them. Soren Kierkegaard, who was the first to speak, thanked the staff for\n\
        their work with the budget and asked which of the sites would be closed before the end of the year.\n\
        None of the members had more to add, and the meeting was over by noon. The next one is to be held in the\n\
        library, with the mayor and the two deputies present, and the agenda will be sent out the week before.";
    const NORWEGIAN: &str = "Kommunestyret behandlet saken på møtet i går. Rådmannen sa at økonomien er god, og at\n\
        det også i år blir mulig å gi støtte til dem som trenger det. Flere av medlemmene mente at forslaget ikke\n\
        går langt nok, og at det må gjøres mer for barn og unge. Når budsjettet er vedtatt, skal det være klart\n\
        hvor mye som blir igjen. Ordføreren takket for innsatsen og sa at hun gleder seg til å se resultatene\n\
        før sommeren. Møtet ble hevet klokken ni, og neste møte er på rådhuset om tre uker, så fremt noe ikke\n\
        skulle komme i veien for det. Da skal de også snakke om veiene som må bli bedre, både sør og nord i byen.";
    let scan = format!("{BROKEN}\n").repeat(10);
    for page in [ENGLISH, NORWEGIAN] {
        assert_eq!(repaired(page), document(page));
        let behind = repaired(&format!("{scan}\u{c}{page}"));
        assert_ne!(behind.pages[0].lines[0].text, BROKEN);
        assert_eq!(behind.pages[1].lines, document(page).pages[0].lines);
    }
}

#[test]
fn only_the_danish_part_of_a_mixed_document_is_mended() {
    let english = "The board made its decision, which was that the site with the store is to be closed and that the\n\
        staff were told of this before the end of the year, and they have made the report for the committee.\n";
    let table = "KKR   16-11-2021   1.234,50   87 87 87 87   A4 H20   §§ 107-110   made@by.dk\n";
    let scan = format!("{}\u{c}{}\u{c}{table}{}", format!("{BROKEN}\n").repeat(12), english.repeat(4), BROKEN);
    let done = repaired(&scan);
    assert_ne!(done.pages[0].lines[0].text, BROKEN);
    assert_eq!(done.pages[1].lines, document(&scan).pages[1].lines);
    assert_eq!(done.pages[2].lines[0].text, table.trim_end());
}

#[test]
fn gold_clean_documents_teach_the_names_of_a_scan() {
    let Some(bench) = bench() else { return };
    let mut archive = Vocabulary::default();
    for path in texts(&bench.join("corpus")).into_iter().filter(|p| !p.to_string_lossy().contains("-ocr")) {
        archive.learn(&fs::read_to_string(path).unwrap());
    }
    for (scan, right) in [("pa herbergsomradet", "på herbergsområdet"), ("ved Hgyer i dag", "ved Høyer i dag")] {
        let done = repair(document(&format!("{scan}\n{BROKEN}\n{BROKEN}")), &archive);
        assert_eq!(first_line(&done), right);
    }
}

/// Texts with much of what a scan has: broken words, signs, numbers, odd spaces.
fn any_scan() -> impl Strategy<Value = String> {
    let token = prop_oneof![
        "[a-zA-Zæøå@|&04‘/:=-]{1,12}",
        "\\PC{0,6}",
        prop::sample::select(vec![
            "mgde", "pa", "@A26", "JA 27", "e", "|", "l", "/Eldre", "P&", "\u{c}", "\n", "\t", "  "
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(token, 0..40).prop_map(|tokens| tokens.join(" "))
}

proptest! {
    #[test]
    fn lines_stay_and_repairs_undone_give_the_scan(text in any_scan()) {
        let scan = document(&format!("{text}\n{BROKEN}\n{BROKEN}\n{BROKEN}\n{BROKEN}"));
        let done = repair(scan.clone(), &Vocabulary::default());
        prop_assert_eq!(done.lines().count(), scan.lines().count());
        for ((_, before), (_, after)) in scan.lines().zip(done.lines()) {
            let mut undone = Text::default();
            undone.push(&after.text, 1, after.repairs.clone());
            prop_assert_eq!(undone.as_scanned(), before.text.as_str());
            prop_assert_eq!(after.text.split_whitespace().count(), before.text.split_whitespace().count());
        }
    }

    #[test]
    fn clean_text_stays(words in prop::collection::vec(prop::sample::select(vec![
        "på", "også", "møde", "made", "ar", "og", "kommunen", "for", "før", "er", "væk", "bor", "gar", "2019", "|", "@A26",
    ]), 0..60)) {
        let text = format!("På mødet skal det også være sådan. {}", words.join(" "));
        prop_assert_eq!(repaired(&text), document(&text));
    }
}

/// The folder of the bench; tests over it pass where it is not set.
fn bench() -> Option<PathBuf> {
    env::var_os("DAGSORDEN_BENCH").map(PathBuf::from)
}

fn texts(folder: &Path) -> Vec<PathBuf> {
    let files = fs::read_dir(folder).unwrap().map(|f| f.unwrap().path());
    let mut texts: Vec<_> = files.filter(|p| p.extension().is_some_and(|e| e == "txt")).collect();
    texts.sort();
    assert!(!texts.is_empty(), "{}", folder.display());
    texts
}

#[test]
fn gold_clean_documents_stay_byte_for_byte() {
    let Some(bench) = bench() else { return };
    let clean = texts(&bench.join("corpus")).into_iter().filter(|p| !p.to_string_lossy().contains("-ocr"));
    let all: Vec<_> = clean.chain(texts(&bench.join("bench/layouts/txt"))).collect();
    assert!(all.len() >= 18);
    for path in all {
        let text = fs::read_to_string(&path).unwrap();
        assert!(repaired(&text) == document(&text), "{}", path.display());
    }
}

#[test]
fn gold_municipal_scan_is_mended() {
    let Some(bench) = bench() else { return };
    let scan = fs::read_to_string(bench.join("corpus/dassos-2026-02-27-referat-ocr.txt")).unwrap();
    let truth = fs::read_to_string(bench.join("bench/gold/dassos-2026-02-27-referat-ocr.corrected.txt")).unwrap();
    let mut score = Score::default();
    let done = repaired(&scan);
    for ((scan, truth), (_, done)) in scan.lines().zip(truth.lines()).zip(done.lines()) {
        let tokens = |t: &str| t.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let (scan, truth, done) = (tokens(scan), tokens(truth), tokens(&done.text));
        if scan.len() == truth.len() {
            (0..scan.len()).for_each(|i| score.add(&scan[i], &truth[i], &done[i]));
        }
    }
    assert!(score.right() >= 0.997 && score.mended() >= 0.98 && score.damaged() <= 0.0005, "{score:?}");
}

#[test]
fn gold_rendered_scans_are_mended() {
    let Some(bench) = bench() else { return };
    let mut score = Score::default();
    for path in texts(&bench.join("bench/layouts/ocr")) {
        let truth = bench.join("bench/layouts/txt").join(path.file_name().unwrap());
        score.add_aligned(&fs::read_to_string(&path).unwrap(), &fs::read_to_string(truth).unwrap());
    }
    assert!(score.words > 6_000 && score.right() >= 0.985 && score.damaged() <= 0.0005, "{score:?}");
}

/// Words judged one by one, as `score.py repair` does.
#[derive(Debug, Default)]
struct Score {
    words: u32,
    broken: u32,
    mended: u32,
    damaged: u32,
}

impl Score {
    fn add(&mut self, scan: &str, truth: &str, done: &str) {
        if !truth.chars().any(char::is_alphanumeric) {
            return;
        }
        self.words += 1;
        self.broken += u32::from(scan != truth);
        self.mended += u32::from(scan != truth && done == truth);
        self.damaged += u32::from(scan == truth && done != truth);
    }

    /// Judges the words that the scan kept apart, found by the longest common run of words with their letters folded.
    fn add_aligned(&mut self, scan: &str, truth: &str) {
        let words = |text: &str| text.split_whitespace().map(plain_quotes).collect::<Vec<_>>();
        let done: Vec<String> = repaired(scan).lines().flat_map(|(_, l)| words(&l.text)).collect();
        let (scan, truth) = (words(scan), words(truth));
        assert_eq!(scan.len(), done.len());
        for (i, j) in aligned(&scan, &truth) {
            self.add(&scan[i], &truth[j], &done[i]);
        }
    }

    fn right(&self) -> f64 {
        f64::from(self.words - self.broken + self.mended - self.damaged) / f64::from(self.words)
    }

    fn mended(&self) -> f64 {
        f64::from(self.mended) / f64::from(self.broken)
    }

    fn damaged(&self) -> f64 {
        f64::from(self.damaged) / f64::from(self.words - self.broken)
    }
}

/// Quotes and dashes are not what is judged.
fn plain_quotes(word: &str) -> String {
    word.chars()
        .map(|c| match c {
            '“' | '”' | '„' | '»' | '«' => '"',
            '’' | '‘' | '´' => '\'',
            '–' | '—' => '-',
            c => c,
        })
        .collect()
}

/// The same for a word and most of its readings.
fn fold(word: &str) -> String {
    let mut out = String::new();
    for c in word.to_lowercase().replace("ze", "e").chars() {
        let c = if "æøå@eogé".contains(c) { 'a' } else { c };
        if c != 'a' || !out.ends_with('a') {
            out.push(c);
        }
    }
    out
}

/// Pairs of words that stand for each other: of the longest common subsequence, and up to three words between its runs
/// where both sides have as many.
fn aligned(scan: &[String], truth: &[String]) -> Vec<(usize, usize)> {
    let (a, b): (Vec<_>, Vec<_>) = (scan.iter().map(|w| fold(w)).collect(), truth.iter().map(|w| fold(w)).collect());
    let mut longest = vec![vec![0_u16; b.len() + 1]; a.len() + 1];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            longest[i][j] =
                if a[i] == b[j] { longest[i + 1][j + 1] + 1 } else { longest[i + 1][j].max(longest[i][j + 1]) };
        }
    }
    let (mut i, mut j, mut from, mut pairs) = (0, 0, (0, 0), Vec::new());
    while i < a.len() && j < b.len() {
        if a[i] == b[j] {
            let gap = i - from.0;
            if gap == j - from.1 && gap <= 3 {
                pairs.extend((0..gap).map(|k| (from.0 + k, from.1 + k)));
            }
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
            from = (i, j);
        } else if longest[i + 1][j] >= longest[i][j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}
