//! Each word of a document comes out again: in an item, on the cover, in the contents, among the participants or as
//! furniture. Over the invented documents of `tests/golden`, the sample archive, and those of the bench where
//! `DAGSORDEN_BENCH` names its folder.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use dagsorden::lexicon::Vocabulary;
use dagsorden::model::Meeting;
use dagsorden::repair::Known;
use dagsorden::{pipeline, source};

/// Shorter words stand everywhere.
const LETTERS: usize = 4;
/// Labels of numbers: the number itself comes out without them.
const LABELS: [&str; 2] = ["punkt", "dagsordenspunkt"];
/// Numbers of cases are read into a field, and headings with nothing under them are left out: some words of a hundred.
const MOST_MISSING: f64 = 0.03;

fn files(folder: &Path, suffixes: &[&str], found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        let suffix = path.extension().and_then(|s| s.to_str()).unwrap_or_default();
        if path.is_dir() {
            files(&path, suffixes, found);
        } else if suffixes.contains(&suffix) {
            found.push(path);
        }
    }
}

fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    let all = text.split(|ch: char| !ch.is_alphabetic()).filter(|word| word.chars().count() >= LETTERS);
    all.map(str::to_lowercase).filter(|word| !LABELS.contains(&word.as_str()))
}

/// All that a meeting says.
fn said(meeting: &Meeting) -> String {
    let mut all = vec![meeting.front.as_str().to_owned(), meeting.contents.as_str().to_owned()];
    all.push(meeting.running.as_str().to_owned());
    let cover = [&meeting.body, &meeting.place];
    all.extend(cover.into_iter().flatten().cloned());
    for person in &meeting.participants {
        let parts = [Some(&person.name), person.organisation.as_ref(), person.role.as_ref()];
        all.extend(parts.into_iter().flatten().cloned());
    }
    for item in &meeting.items {
        all.push(item.title.clone());
        all.extend(item.group.iter().chain(&item.presenter).chain(&item.attachments).cloned());
        all.extend(item.labels.iter().flat_map(|(label, value)| [label.clone(), value.clone()]));
        for section in &item.sections {
            all.extend(section.heading.iter().cloned());
            all.push(section.text.as_str().to_owned());
        }
    }
    all.join("\n")
}

/// Words of the document that the meeting does not have. Words broken at the end of a line come out whole, so that halves of
/// them are no loss; nor are repaired ones, which come out mended.
fn missing(path: &Path) -> Option<(usize, Vec<String>)> {
    let document = source::read(path).ok()?.value;
    let vocabulary = Vocabulary::default();
    let known = Known { archive: &vocabulary, corrections: None };
    let repaired = dagsorden::repair::repair(document.clone(), known);
    let meeting = pipeline::meeting_from_document(document, &vocabulary).value;
    let mut there: HashMap<String, usize> = HashMap::new();
    let said = said(&meeting);
    words(&said).for_each(|word| *there.entry(word).or_default() += 1);
    let (mut all, mut gone) = (0, Vec::new());
    for (_, line) in repaired.lines() {
        let broken = line.text.trim_end().ends_with('-');
        for word in words(&line.text) {
            all += 1;
            let is_there = there.contains_key(&word) || said.to_lowercase().contains(&word);
            if !is_there && !broken {
                gone.push(word);
            }
        }
    }
    Some((all, gone))
}

#[test]
fn every_word_comes_out_again() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = Vec::new();
    files(&root.join("tests/golden"), &["txt"], &mut all);
    files(&root.join("corpus"), &["txt", "pdf", "html", "docx"], &mut all);
    if let Some(bench) = std::env::var_os("DAGSORDEN_BENCH") {
        let bench = PathBuf::from(bench).join("bench");
        ["cases", "layouts/txt", "layouts/pdf", "kinds"]
            .iter()
            .for_each(|folder| files(&bench.join(folder), &["txt", "pdf", "html", "docx"], &mut all));
    }
    assert!(all.len() >= 20, "documents to read");
    let mut losses = Vec::new();
    for path in &all {
        let Some((words, gone)) = missing(path) else { continue };
        if gone.len() as f64 > MOST_MISSING * words as f64 {
            losses.push(format!("{}: {} of {words}: {:?}", path.display(), gone.len(), &gone[..gone.len().min(20)]));
        }
    }
    assert!(losses.is_empty(), "{}", losses.join("\n"));
}

#[test]
fn text_before_the_first_item_that_is_found_is_an_item() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.txt");
    let text = "Referat\nMøde i Ungerådet den 4. maj 2015\n\nRådet drøftede de nye lokaler på havnen i går.\n\
                Der var enighed om at bede om en større sal til møderne.\nForvaltningen vender tilbage med et forslag til næste gang.\n\
                Ingen ønskede at udsætte sagen til efter sommerferien.\n\n1. Takster\n\nBeslutning\nGodkendt.\n\n2. Eventuelt\n\nBeslutning\nIntet.\n";
    fs::write(&path, text).unwrap();
    let read = pipeline::meeting_from_file(&path, &Vocabulary::default()).unwrap();
    let has = |words: &str| read.value.items.iter().flat_map(|i| &i.sections).any(|s| s.text.as_str().contains(words));
    assert!(has("de nye lokaler på havnen") && has("efter sommerferien"), "{:?}", read.value.items);
    // The four printed lines are one paragraph.
    assert_eq!(read.value.unplaced_lines(), 1);
}
