//! Restores Danish letters broken by a scan.
//!
//! A recogniser without the Danish alphabet breaks every æ, ø and å (*mgde*, *feelles*, *pa*). [`repair`] puts them
//! back in separate steps and records each change with its original:
//!
//! | step | question |
//! | --- | --- |
//! | `damage` | is this document, or this piece of it, broken at all? If not, it stays the same byte for byte |
//! | [`corrections`] | did a person give the right text? A correction wins over all later steps |
//! | `signs` | is this sign a bullet, the word *I*, the Ø of *ØA26*? |
//! | `paragraphs` | is this 5 or S the § of a law named in the document? |
//! | `tokens` | which parts of a line are words, and which (numbers, addresses, abbreviations) are never touched? |
//! | `orthography`, `channel` | how does this document write å, and how were its letters misread? |
//! | `candidates` | which words may this one have been, by the measured `confusions`? |
//! | `language` | how likely is each candidate? |
//! | `names` | is it a name that only looks like a broken word? |
//! | `neighbours` | which candidate fits the words beside it? |
//!
//! A wrong repair is worse than a missing one: undecided words stay as scanned, and close calls keep their second
//! candidate. Words are never joined, and split only at a § without its blank; lines are never added or removed.

mod candidates;
mod channel;
mod confusions;
pub mod corrections;
mod damage;
mod edit;
mod language;
mod letters;
mod names;
mod neighbours;
mod new_words;
mod orthography;
mod paragraphs;
pub mod running_heads;
mod scanned_word;
mod signs;
pub mod spelling;
mod tokens;
mod trie_search;
mod variants;

use std::ops::Range;

use crate::lexicon::Vocabulary;
use crate::source::{Document, Line};

use channel::Channel;
pub use corrections::Corrections;
use damage::Evidence;
use edit::Edit;
use letters::{Mender, ScannedSegment};
pub use new_words::{DoubtfulWords, NewWords};
use paragraphs::Laws;
use tokens::Segment;

/// Pieces of a page are judged separately from this many words on: enough for evidence of their own.
const WORDS_OF_A_PIECE: u32 = 120;

/// True where the document's Danish letters are broken, judged by counting known broken forms against their right forms.
///
/// ```
/// use dagsorden::repair;
/// use dagsorden::source;
///
/// let read = |text: &str| source::read_bytes("a.txt", text.into()).unwrap().value;
/// assert!(repair::is_broken(&read("Pa mgdet var der ogsa fglgende punkter")));
/// assert!(!repair::is_broken(&read("På mødet var der også følgende punkter")));
/// ```
pub fn is_broken(document: &Document) -> bool {
    let mut evidence = Evidence::default();
    document.lines().for_each(|(_, line)| evidence.add(&line.text));
    evidence.is_broken()
}

/// Repairs the broken letters of a document and records every change in [`Line::repairs`](crate::source::Line). A
/// document without broken letters comes back as it was. `known` is knowledge from outside the document: a
/// [`Vocabulary`] learnt from the clean documents of the same archive, alone or with [`Corrections`], which also apply
/// to documents without broken letters.
///
/// ```
/// use dagsorden::lexicon::Vocabulary;
/// use dagsorden::{repair, source};
///
/// let scan = source::read_bytes("scan.txt", b"Pa mgdet var der ogsa feelles punkter".to_vec()).unwrap().value;
/// let mended = repair::repair(scan, &Vocabulary::default());
/// assert_eq!(mended.text(), "På mødet var der også fælles punkter\n");
/// assert_eq!(mended.pages[0].lines[0].repairs[0].original, "Pa");
/// ```
pub fn repair<'k>(mut document: Document, known: impl Into<Known<'k>>) -> Document {
    let Known { archive, corrections } = known.into();
    let corrected = corrections.map(|c| c.of(&document).edits(document.lines().map(|(_, l)| l)));
    let mut lines = judged_lines(&mut document, corrected);
    let edits = edits(&lines, archive);
    for (line, edits) in lines.iter_mut().zip(edits) {
        edit::apply(line.line, edits);
    }
    drop(lines);
    document
}

/// Knowledge from outside the document. A bare vocabulary converts into one without corrections.
#[derive(Debug, Clone, Copy)]
pub struct Known<'k> {
    /// The words learnt from the clean documents of the same archive.
    pub archive: &'k Vocabulary,
    /// The corrections given by a person.
    pub corrections: Option<&'k Corrections>,
}

impl<'k> From<&'k Vocabulary> for Known<'k> {
    fn from(archive: &'k Vocabulary) -> Self {
        Self { archive, corrections: None }
    }
}

/// A line that may be changed.
struct Judged<'d> {
    line: &'d mut Line,
    /// It is in a broken piece.
    broken: bool,
    corrected: Vec<Edit>,
}

/// The lines that are broken or corrected, in order.
fn judged_lines(document: &mut Document, corrected: Option<Vec<Vec<Edit>>>) -> Vec<Judged<'_>> {
    let pieces: Vec<Vec<(Range<usize>, Evidence)>> = document.pages.iter().map(|p| pieces(&p.lines)).collect();
    let whole = pieces.iter().flatten().fold(Evidence::default(), |sum, (_, e)| sum.and(*e));
    let broken: Vec<bool> = pieces
        .iter()
        .flatten()
        .flat_map(|(lines, evidence)| lines.clone().map(|_| evidence.is_broken_within(whole)))
        .collect();
    let lines = document.pages.iter_mut().flat_map(|p| &mut p.lines);
    let corrected = corrected.into_iter().flatten().chain(std::iter::repeat_with(Vec::new));
    let judged = lines.zip(broken).zip(corrected);
    let judged = judged.map(|((line, broken), corrected)| Judged { line, broken, corrected });
    judged.filter(|j| j.broken || !j.corrected.is_empty()).collect()
}

/// A page cut into pieces of at least [`WORDS_OF_A_PIECE`]; a shorter last piece is joined to the one before.
fn pieces(lines: &[Line]) -> Vec<(Range<usize>, Evidence)> {
    let mut out: Vec<(Range<usize>, Evidence)> = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        match out.last_mut() {
            Some((range, evidence)) if evidence.words < WORDS_OF_A_PIECE || !line.is_blank() => {
                range.end = i + 1;
                evidence.add(&line.text);
            }
            _ => {
                let mut evidence = Evidence::default();
                evidence.add(&line.text);
                out.push((i..i + 1, evidence));
            }
        }
    }
    if let [.., (before, sum), (last, evidence)] = out.as_mut_slice()
        && evidence.words < WORDS_OF_A_PIECE
    {
        before.end = last.end;
        *sum = sum.and(*evidence);
        out.pop();
    }
    out
}

/// The edits for each line.
fn edits(lines: &[Judged<'_>], archive: &Vocabulary) -> Vec<Vec<Edit>> {
    let mut edits: Vec<Vec<Edit>> = lines.iter().map(|l| l.corrected.clone()).collect();
    if !lines.iter().any(|l| l.broken) {
        return edits;
    }
    mark(lines, &mut edits);
    let mut mender = Mender::new(archive, Channel::of(broken_texts(lines)));
    for (line, edit) in mender.mend(&scanned(lines, &edits)) {
        edits[line].push(edit);
    }
    edits
}

fn broken_texts<'t>(lines: &'t [Judged<'_>]) -> impl Iterator<Item = &'t str> + Clone {
    lines.iter().filter(|l| l.broken).map(|l| l.line.text.as_str())
}

/// Adds the edits to single signs.
fn mark(lines: &[Judged<'_>], edits: &mut [Vec<Edit>]) {
    let has_oe = broken_texts(lines).any(signs::surely_has_oe);
    let laws = Laws::of(broken_texts(lines));
    for (line, edits) in lines.iter().zip(edits).filter(|(l, _)| l.broken) {
        let text = line.line.text.as_str();
        let abbreviations = if has_oe { signs::abbreviations(text) } else { Vec::new() };
        let found = signs::edits(text).into_iter().chain(abbreviations).chain(laws.edits(text));
        let free: Vec<Edit> = found.filter(|e| !is_taken(&e.at, edits)).collect();
        edits.extend(free);
    }
}

fn is_taken(at: &Range<usize>, edits: &[Edit]) -> bool {
    edits.iter().any(|e| e.at.start < at.end && at.start < e.at.end)
}

/// The parts of all broken lines not covered by an edit yet.
fn scanned<'t>(lines: &'t [Judged<'_>], taken: &[Vec<Edit>]) -> Vec<ScannedSegment<'t>> {
    let mut out = Vec::new();
    for (i, line) in lines.iter().enumerate().filter(|(_, l)| l.broken) {
        let text = line.line.text.as_str();
        let segments = tokens::segments(text).into_iter().filter(|p: &Segment| !is_taken(&p.at, &taken[i]));
        out.extend(segments.map(|segment| ScannedSegment { line: i, text: &text[segment.at.clone()], segment }));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{RepairKind, Text};
    use crate::source;

    fn read(text: &str) -> Document {
        source::read_bytes("scan.txt", text.into()).unwrap().value
    }

    fn mended(text: &str) -> String {
        repair(read(text), &Vocabulary::default()).text().trim_end_matches('\n').to_owned()
    }

    /// A line of a scan, among lines that prove the scan broken.
    fn mended_line(line: &str) -> String {
        let scan = format!("{line}\n\nPa mgdet var der ogsa fglgende punkter, nar det skal vaere.");
        mended(&scan).lines().next().unwrap_or_default().to_owned()
    }

    #[test]
    fn words_of_a_scan_are_mended() {
        for (scan, right) in [
            ("Pa det konstituerende mgde blev det besluttet", "På det konstituerende møde blev det besluttet"),
            ("e Herbergsomradet og gvrige omrader", "• Herbergsområdet og øvrige områder"),
            ("Feellessekretariatet fglger op pa dialogmgdet", "Fællessekretariatet følger op på dialogmødet"),
            ("borgere pa 25 ar og pa den made", "borgere på 25 år og på den måde"),
        ] {
            assert_eq!(mended_line(scan), right);
        }
    }

    #[test]
    fn what_is_right_or_no_word_stays() {
        for line in
            ["Sagsnr. 27.03.14-A00-1-19", "Region Midtjylland 1.234,50 kr.", "se www.viborg.dk/made", "KKR TIB ABL BPA"]
        {
            assert_eq!(mended_line(line), line);
        }
    }

    #[test]
    fn clean_page_of_a_scanned_document_stays() {
        let clean = "På mødet i byrådet blev det også besluttet at være på området, når året er gået. ".repeat(12);
        let broken = "Pa mgdet i byradet blev det ogsa besluttet at vaere pa omradet, nar aret er gaet. ".repeat(30);
        let done = repair(read(&format!("{clean}\u{c}{broken}")), &Vocabulary::default());
        assert_eq!(done.pages[0].lines[0].text, clean);
        assert!(
            done.pages[1].lines[0].text.starts_with("På mødet i byrådet blev det også besluttet at være på området")
        );
    }

    #[test]
    fn repairs_undone_give_the_scan() {
        let scan = "| aftalen @A26 blev det pa mgdet aftalt\n\n  e ogsa JA 27, nar det skal vaere";
        let done = repair(read(scan), &Vocabulary::default());
        let mut kinds = Vec::new();
        for ((_, line), original) in done.lines().zip(scan.lines()) {
            kinds.extend(line.repairs.iter().map(|r| r.kind));
            let mut text = Text::default();
            text.push(&line.text, 1, line.repairs.clone());
            assert_eq!(text.as_scanned(), original);
        }
        for kind in [RepairKind::Letters, RepairKind::LoneLetter, RepairKind::Bullet, RepairKind::Abbreviation] {
            assert!(kinds.contains(&kind), "{kind:?} in {kinds:?}");
        }
    }
}
