//! Puts line breaks back into a text without any.
//!
//! A viewer's copy gives each page as one line: `3 31. Godkendelse af dagsorden Dok.nr.: 2201 Åben sag Beslutning
//! Godkendt. Side 41`. All later steps read lines, so such lines are cut first: before labels, before and behind
//! headings, before numbers of an ascending sequence, and between a page's number and its text. A web copy may glue the
//! next head to the sentence before (`Godkendt.15. Besøg`); there the number must continue a sequence as well. Nothing
//! is added or left out.
//!
//! In doubt a line stays whole: only lines longer than [`LONG`] are cut, and only in a document mostly made of them.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;

use super::headings;
use super::knowledge::KNOWN;
use crate::source::{Document, Format, Line, Page};

/// Longer lines, in bytes, hold more than one row: the longest row of a printed page has about 130 letters.
const LONG: usize = 150;
/// This many ascending numbers in running text are items. Two may be a coincidence (`afsnit 5.6`).
const RUN: usize = 3;
/// The longest heading looked for in running text, in words. A longer one would swallow the start of a sentence.
const HEADING_WORDS: usize = 4;

static GLUED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?:\p{Ll}|[\p{L})][.!?])(\d{1,3})\. ?\p{Lu}").expect("a pattern of this file"));
static OPENING: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(?:(?:Pkt|Punkt|Sag)\.? )?(\d{1,3})\.? ?\p{Lu}").expect("a pattern of this file"));
static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|\s)((?:(?:[Pp]kt|[Pp]unkt|[Ss]ag)\.? (?:nr\. )?)?(\d{1,3})[.:]? )\p{Lu}")
        .expect("a pattern of this file")
});
static PAGE_FIRST: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^(\d{1,3})\s+\S").expect("a pattern of this file"));
static PAGE_LAST: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\s(Side \d{1,3}(?: af \d{1,3})?)$").expect("a pattern of this file"));
static DATED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\s((?:Beslutning(?:er)?|Behandling)(?: (?:i|fra|af))?(?: [\p{L},&-]+){1,7},? (?:den|d\.) \d{1,2}(?:[-.]\d{1,2}[-.]\d{4}|\. \p{L}+ \d{4}))(?::|\s)")
        .expect("a pattern of this file")
});
/// A label with its colon, of the cover or of an item.
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"\s((?:Mødedato|Dato|Mødetidspunkt|Tidspunkt|Starttidspunkt|Sluttidspunkt|Tid|Mødested|Sted|Lokale|Udvalg|Deltagere",
        r"|Mødedeltagere|Medlemmer|Til stede|Tilstede|Fremmødte|Afbud(?: fra)?|Fraværende|Ikke til stede|Referent|Formand|Ordstyrer",
        r"|Dirigent|Bemærkninger|Gæster|Forældrevalgte|Medarbejderrepræsentanter|Fra organisationerne|Fra kommunen",
        r"|Dok\.?nr\.?|Sagsnr\.?|Sagsid\.?|Journalnr\.?|J\.nr\.?|Punkttype|Øvrige sagsbehandlere):)\s"
    ))
    .expect("a pattern of this file")
});
/// Labels that print without a colon.
static BARE_LABEL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\s((?:Afbud|Sted|Mødetidspunkt|Mødedeltagere|Indholdsfortegnelse|Dagsorden|Punkter på dagsordenen|Lukkede punkter|Fra administrationen deltog|Følgende deltog)) [\p{Lu}\d]|\s(Åben sag|Lukket sag)\s|\s((?:Referat|Dagsorden|Beslutningsprotokol) (?:fra|af|til|for) )")
        .expect("a pattern of this file")
});

/// The document with its lines cut, or as it is where they need no cutting.
pub(super) fn restored(document: &Document) -> Cow<'_, Document> {
    let lines = document.lines().filter(|(_, l)| !l.is_blank()).count();
    let long = document.lines().filter(|(_, l)| l.text.len() > LONG).count();
    // The lines of a web page or a word processor's file are whole paragraphs.
    let plain = document.format == Format::PlainText;
    let running = plain && long * 10 >= lines * 8 && long > 0;
    let glued = glued_numbers(document);
    if !running && glued.is_empty() {
        return Cow::Borrowed(document);
    }
    let heads = if running { Heads::of(document) } else { Heads::default() };
    let cut_page = |page: &Page| {
        let cut = |line: &Line| {
            let mut at: Vec<usize> = GLUED
                .captures_iter(&line.text)
                .filter_map(|c| c.get(1))
                .filter(|m| m.as_str().parse().is_ok_and(|n: u32| glued.contains(&n)))
                .map(|m| m.start())
                .collect();
            if running {
                at.extend(breaks(&line.text, &heads));
            }
            cut_line(line, at)
        };
        Page { lines: page.lines.iter().flat_map(cut).collect(), ..page.clone() }
    };
    Cow::Owned(Document { pages: document.pages.iter().map(cut_page).collect(), ..document.clone() })
}

/// Numbers glued to the text before them that continue a number at the start of a line or another glued one.
fn glued_numbers(document: &Document) -> HashSet<u32> {
    let number = |m: Option<regex::Match<'_>>| m.and_then(|m| m.as_str().parse::<u32>().ok());
    let mut glued: HashSet<u32> = HashSet::new();
    let mut opening: HashSet<u32> = HashSet::new();
    for (_, line) in document.lines().filter(|(_, l)| l.text.bytes().any(|b| b.is_ascii_digit())) {
        glued.extend(GLUED.captures_iter(&line.text).filter_map(|c| number(c.get(1))));
        opening.extend(OPENING.captures(line.text.trim_start()).and_then(|c| number(c.get(1))));
    }
    let all: HashSet<u32> = glued.union(&opening).copied().collect();
    // Two neighbours of one number, so that a mere `afsnit 5.6. Bilag` is left alone.
    glued.retain(|n| {
        let has = |by: i64| u32::try_from(i64::from(*n) + by).is_ok_and(|n| all.contains(&n));
        has(-1) && (has(1) || has(-2)) || has(1) && has(2)
    });
    glued
}

/// The items named in running text: ascending numbers, and repeated titles.
#[derive(Default)]
struct Heads {
    numbers: HashSet<u32>,
    titles: Vec<String>,
}

impl Heads {
    fn of(document: &Document) -> Self {
        let mut numbers: Vec<u32> = Vec::new();
        let mut listed: Vec<(u32, String)> = Vec::new();
        for (_, line) in document.lines() {
            let found: Vec<(usize, usize, u32)> = numbered(&line.text);
            for (i, (_, title, n)) in found.iter().enumerate() {
                let end = found.get(i + 1).map_or(line.text.len(), |f| f.0);
                numbers.push(*n);
                listed.push((*n, line.text[*title..end].trim().to_owned()));
            }
        }
        let all: HashSet<u32> = numbers.iter().copied().collect();
        let goes_on = |n: &u32| {
            let before = n.checked_sub(1).is_some_and(|b| all.contains(&b));
            before || all.contains(&(n + 1))
        };
        let run: HashSet<u32> = all.iter().copied().filter(goes_on).collect();
        let numbers = if run.len() >= RUN { run } else { HashSet::new() };
        // A title of the contents opens the text behind the same number further down.
        let mut titles: Vec<String> = Vec::new();
        for (i, (n, title)) in listed.iter().enumerate() {
            let again = listed[i + 1..]
                .iter()
                .any(|(m, text)| m == n && text.len() > title.len() && text.starts_with(title.as_str()));
            if again && title.len() >= 3 && title.len() < LONG {
                titles.push(title.clone());
            }
        }
        Self { numbers, titles }
    }
}

/// The byte of a number, the byte of its title, and the number.
fn numbered(text: &str) -> Vec<(usize, usize, u32)> {
    let mut out = Vec::new();
    let mut from = 0;
    while let Some(found) = text.get(from..).and_then(|rest| NUMBER.captures(rest)) {
        let (Some(whole), Some(number)) = (found.get(1), found.get(2)) else { break };
        let dotted = whole.as_str().trim_end().ends_with(['.', ':'])
            || !whole.as_str().starts_with(|c: char| c.is_ascii_digit());
        if dotted && let Ok(n) = number.as_str().parse() {
            out.push((from + whole.start(), from + whole.end(), n));
        }
        from += whole.end();
    }
    out
}

/// Where a line of running text is cut.
fn breaks(text: &str, heads: &Heads) -> Vec<usize> {
    let mut out = Vec::new();
    if let Some(first) = PAGE_FIRST.captures(text).and_then(|c| c.get(1)) {
        out.push(first.end());
    }
    if let Some(last) = PAGE_LAST.captures(text).and_then(|c| c.get(1)) {
        out.push(last.start());
    }
    for (at, title, n) in numbered(text) {
        if heads.numbers.contains(&n) && !KNOWN.titles.amount.is_match(&text[title..]) {
            out.push(at);
            let rest = &text[title..];
            let known = heads.titles.iter().filter(|t| rest.starts_with(t.as_str())).map(String::len).max();
            out.extend(known.map(|length| title + length));
        }
    }
    out.extend(text.match_indices(" • ").map(|(at, _)| at + 1));
    for form in [&*LABEL, &*BARE_LABEL] {
        out.extend(form.captures_iter(text).filter_map(|c| c.get(1).or(c.get(2)).or(c.get(3))).map(|m| m.start()));
    }
    out.extend(BARE_LABEL.captures_iter(text).filter_map(|c| c.get(2)).map(|m| m.end()));
    for found in DATED.captures_iter(text).filter_map(|c| c.get(1)) {
        out.extend([found.start(), found.end() + usize::from(text[found.end()..].starts_with(':'))]);
    }
    out.extend(heading_breaks(text));
    out
}

/// Cuts before and behind each heading between the end of a sentence or label and the start of a sentence.
fn heading_breaks(text: &str) -> Vec<usize> {
    let words: Vec<(usize, &str)> = words(text);
    let mut out = Vec::new();
    let mut at = 1;
    while at < words.len() {
        let length = (1..=HEADING_WORDS.min(words.len() - at)).rev().find(|n| is_heading(text, &words, at, *n));
        if let Some(length) = length {
            let last = words[at + length - 1];
            out.extend([words[at].0, last.0 + last.1.len()]);
            at += length;
        } else {
            at += 1;
        }
    }
    out
}

fn words(text: &str) -> Vec<(usize, &str)> {
    let mut out = Vec::new();
    let mut at = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let bare = word.trim_end();
        if !bare.is_empty() {
            out.push((at, bare));
        }
        at += word.len();
    }
    out
}

fn is_heading(text: &str, words: &[(usize, &str)], at: usize, length: usize) -> bool {
    let (first, last) = (words[at], words[at + length - 1]);
    let colon = last.1.ends_with(':');
    let next = words.get(at + length).map(|w| w.1);
    let begins = first.1.starts_with(char::is_uppercase);
    let follows = next.is_none_or(|n| n.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()));
    let before = words[at - 1].1;
    let ended = before.ends_with(['.', ':', '!', '?', ')'])
        || before.ends_with(|c: char| c.is_ascii_digit() || c.is_alphabetic());
    begins
        && ended
        && follows
        && headings::read(&text[first.0..last.0 + last.1.len()]).is_some_and(|h| {
            h.rest_at.is_none()
                && (h.is_sure() && h.date.is_none() || h.fit == headings::Fit::Weak && (colon || before.ends_with('.')))
        })
}

/// Cuts a line into pieces and drops the white space between them.
fn cut_line(line: &Line, mut at: Vec<usize>) -> Vec<Line> {
    at.sort_unstable();
    at.dedup();
    let mut out = Vec::new();
    let mut from = 0;
    for to in at.into_iter().chain([line.text.len()]) {
        let piece = &line.text[from..to];
        let start = from + (piece.len() - piece.trim_start().len());
        let end = from + piece.trim_end().len();
        if start < end || line.text.is_empty() {
            let moved = line.repairs.iter().filter(|r| r.at.start >= start && r.at.end <= end);
            let repairs =
                moved.map(|r| crate::model::Repair { at: r.at.start - start..r.at.end - start, ..r.clone() }).collect();
            let bytes = line.bytes.as_ref().map(|b| b.start + start..b.start + end);
            out.push(Line { text: line.text[start..end.max(start)].to_owned(), repairs, bytes, ..line.clone() });
        }
        from = to;
    }
    if out.is_empty() { vec![line.clone()] } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        let lines = text.lines().map(Line::plain).collect();
        let pages = vec![Page { number: 1, lines, size: None, needs_ocr: false }];
        let document = Document {
            name: "a.txt".into(),
            format: Format::PlainText,
            pages,
            outline: Vec::new(),
            unread: Vec::new(),
        };
        restored(&document).lines().map(|(_, l)| l.text.clone()).collect()
    }

    #[test]
    fn number_glued_to_the_text_before_opens_a_line() {
        let text = "14. Dagsorden\nGodkendt.15. Besøg\nDrøftet, jf. lovens § 5.6. Rådet takkede.16. Eventuelt\nIntet.";
        let found = lines(text);
        assert!(found.contains(&"15. Besøg".to_owned()) && found.contains(&"16. Eventuelt".to_owned()), "{found:?}");
        assert!(found.contains(&"Drøftet, jf. lovens § 5.6. Rådet takkede.".to_owned()), "{found:?}");
    }

    #[test]
    fn running_page_is_cut_at_numbers_labels_and_headings() {
        let text = "3 31. Godkendelse af dagsorden Sagsnr.: 13/88 Åben sag Beslutning Fraværende: Ingen. Godkendt. 32. Stadepladser Sagsnr.: 12/9120 Åben sag \
                    Sagsfremstilling Torvehandlen har siden 1988 fulgt politiets vedtægt om størrelse, strøm og affald på torvet. Indstilling Direktøren indstiller, at \
                    prisen sættes til 120 kr. 33. Eventuelt Beslutning Intet. Side 41";
        let found = lines(text);
        for line in [
            "31. Godkendelse af dagsorden",
            "32. Stadepladser",
            "Sagsfremstilling",
            "Indstilling",
            "33. Eventuelt",
            "Side 41",
        ] {
            assert!(found.contains(&line.to_owned()), "{line} in {found:?}");
        }
    }

    #[test]
    fn document_with_lines_stays_as_it_is() {
        let text = "1. Takster\nIndstilling\nat taksten godkendes\n2. Salg\nBeslutning\nGodkendt, jf. punkt 3.4. Bilag";
        assert_eq!(lines(text).join("\n"), text);
    }
}
