//! Collects the sources of evidence: the cover's lines, its fields and titles, running heads and feet, printed
//! addresses.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

use super::fields::{self, Field};
use super::titles::{self, Title};
use super::words::{Label, pattern};
use crate::parse::knowledge::KNOWN;
use crate::source::Document;

/// Running heads and feet are among this many lines at the top and bottom of a page. More would take in the text's own
/// lines.
const EDGE: usize = 3;

/// Titles with this many days are a list of meetings: a cover has its own day and perhaps that of the print-out.
const MANY_MEETINGS: usize = 3;

/// A cover has at most this many lines, blank ones not counted: where no item was found, the front is the whole
/// document.
const LONGEST_HEAD: usize = 80;

static BROKEN_DATE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)\b\d{1,2}\. (?:januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december)$")
});
static SECOND_LABEL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"[.;]\s+(?:(?:Afbud|Fraværende|Ikke til stede|Referent|Desuden deltog|Gæster)(?: fra)?:\s|Afbud fra\s)")
});
static YEAR_FIRST: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:19|20)\d{2}\b"));
static BROKEN_TIME: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)\bkl\.?$"));

/// A title and the number of pages it is on.
#[derive(Debug, Clone)]
pub(super) struct RepeatedTitle {
    pub title: Title,
    /// How many times it occurs; copies may differ in the page number.
    pub times: usize,
}

/// A document, sorted into sources of evidence about its meeting.
pub(super) struct Material<'a> {
    pub file_name: &'a str,
    /// The lines before the first item, without running ones.
    pub front: Vec<String>,
    pub fields: Vec<Field>,
    /// Titles on the cover: in the front, before contents and participants.
    pub titles: Vec<Title>,
    /// The titles are links to several meetings, as a web site shows them above the current one.
    pub lists_meetings: bool,
    /// Titles at the head or foot of pages.
    pub running: Vec<RepeatedTitle>,
    /// Every line.
    pub lines: Vec<&'a str>,
    /// Web addresses printed by a browser at the head or foot of pages.
    pub addresses: Vec<&'a str>,
}

impl<'a> Material<'a> {
    pub(super) fn of(document: &'a Document, front: usize) -> Self {
        let running = running_lines(document);
        let is_running = |i: usize| running.contains_key(&i);
        let lines: Vec<&str> = document.lines().map(|(_, l)| l.text.as_str()).collect();
        let front: Vec<String> = lines[..front.min(lines.len())]
            .iter()
            .enumerate()
            .map(|(i, line)| if is_running(i) || is_web_chrome(line) { String::new() } else { without_markup(line) })
            .collect();
        let front = with_labels_apart(with_dates_whole(front));
        let fields = fields::read(front.iter().map(String::as_str));
        let titles = cover_titles(&front, &fields);
        let lists_meetings = lists_meetings(&titles);
        let mut addresses: Vec<&str> = lines.iter().copied().filter(|l| is_printed_address(l)).collect();
        addresses.dedup();
        Self {
            file_name: &document.name,
            front,
            fields,
            titles,
            lists_meetings,
            running: repeated_titles(&lines, &running),
            lines,
            addresses,
        }
    }

    /// The lines of the front that can be titles.
    pub(super) fn head(&self) -> &[String] {
        &self.front[..head_end(&self.front)]
    }

    /// Everything before the first item as one text.
    pub(super) fn front_text(&self) -> String {
        self.front.join("\n")
    }

    /// Running heads show that a browser printed the document: their first date is the day of printing.
    pub(super) fn is_browser_print(&self) -> bool {
        !self.addresses.is_empty()
    }
}

/// The index of each line repeated on several pages, with its text after masking numbers.
fn running_lines(document: &Document) -> HashMap<usize, String> {
    let mut edges: Vec<(usize, String, bool)> = Vec::new();
    let mut first = 0;
    for page in &document.pages {
        let filled: Vec<usize> = (0..page.lines.len()).filter(|i| !page.lines[*i].is_blank()).collect();
        for (n, i) in filled.iter().enumerate() {
            let line = &page.lines[*i];
            let at_edge = n < EDGE || n + EDGE >= filled.len();
            if line.running || at_edge {
                edges.push((first + i, masked(&line.text), line.running));
            }
        }
        first += page.lines.len();
    }
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for (_, key, _) in &edges {
        *counts.entry(key).or_default() += 1;
    }
    let repeated = |key: &str| counts.get(key).is_some_and(|n| *n > 1) && document.pages.len() > 1;
    edges.iter().filter(|(_, key, known)| *known || repeated(key)).map(|(i, key, _)| (*i, key.clone())).collect()
}

/// A line with digits masked and gaps evened out: the same for all pages.
fn masked(line: &str) -> String {
    let digits_gone = line.chars().map(|c| if c.is_ascii_digit() { '0' } else { c });
    let masked: String = digits_gone.collect();
    let mut words: Vec<&str> = masked.split_whitespace().collect();
    words.dedup_by(|a, b| a == b && a.starts_with('0'));
    words.join(" ").replace("00", "0")
}

/// The titles at heads and feet of pages, each once. Where the pages are unknown (text without form feeds), repeated
/// lines with both date and kind count as running ones.
fn repeated_titles(lines: &[&str], running: &HashMap<usize, String>) -> Vec<RepeatedTitle> {
    let mut titles: Vec<RepeatedTitle> = Vec::new();
    let mut note = |title: Title| match titles.iter_mut().find(|s| s.title == title) {
        Some(known) => known.times += 1,
        None => titles.push(RepeatedTitle { title, times: 1 }),
    };
    for (i, line) in lines.iter().enumerate() {
        let known = running.contains_key(&i);
        let dated = || line.bytes().any(|b| b.is_ascii_digit()) && !crate::lexicon::dates::find(line).is_empty();
        let may_be = || line.len() < 80 && dated();
        if !(known || may_be()) {
            continue;
        }
        let title = titles::read(line).filter(|t| known || (!t.kinds.is_empty() && !t.dates.is_empty()));
        title.into_iter().for_each(&mut note);
    }
    titles.retain(|s| s.times > 1 || lines.len() < 200);
    titles
}

/// The titles among the lines of the cover. Within a list of people, a line needs a date or a kind of document.
fn cover_titles(front: &[String], fields: &[Field]) -> Vec<Title> {
    let states_value = |line: &str| {
        let first = fields::cells(line).into_iter().next().and_then(fields::stated);
        first.is_some_and(|(label, value)| label != Label::Other || !value.is_empty())
    };
    let among_people = |i: usize| {
        let field = fields.iter().rev().find(|f| f.from <= i);
        field.is_some_and(|f| matches!(f.label, Label::Members | Label::Guests | Label::Absent))
    };
    let title = |(i, line): (usize, &String)| {
        let listed = line.trim_start().starts_with(['•', '·', '▪']);
        let title = titles::read(line).filter(|_| !states_value(line) && !listed)?;
        (title.has_date_or_kind() || !among_people(i)).then_some(title)
    };
    front[..head_end(front)].iter().enumerate().filter_map(title).collect()
}

/// Titles with a kind of document have too many days to belong to one meeting.
fn lists_meetings(titles: &[Title]) -> bool {
    let mut days: Vec<_> =
        titles.iter().filter(|t| !t.kinds.is_empty()).flat_map(|t| t.dates.iter().map(|d| d.0)).collect();
    days.sort();
    days.dedup();
    days.len() >= MANY_MEETINGS
}

/// Where the cover's titles end: at the contents, or at the first item where there are none.
fn head_end(front: &[String]) -> usize {
    let ends = |line: &String| {
        let first = line.trim();
        let heading = fields::stated(first).is_some_and(|(label, rest)| {
            let contents = ["indhold", "punkter", "sag nr", "følgende sager"];
            let lower = first.to_lowercase();
            label == Label::Other && rest.is_empty() && contents.iter().any(|c| lower.starts_with(c))
        });
        heading || first.contains(".....")
    };
    let filled = front.iter().enumerate().filter(|(_, l)| !l.trim().is_empty());
    let longest = filled.map(|(i, _)| i).nth(LONGEST_HEAD).unwrap_or(front.len());
    front.iter().position(ends).unwrap_or(front.len()).min(longest)
}

/// `Til stede: A, B. Afbud: C` as two lines.
fn with_labels_apart(front: Vec<String>) -> Vec<String> {
    let apart = |line: String| match SECOND_LABEL.find(&line).filter(|_| fields::stated(&line).is_some()) {
        Some(label) => {
            let (first, second) = line.split_at(label.start() + 1);
            vec![first.to_owned(), second.trim_start().to_owned()]
        }
        None => vec![line],
    };
    front.into_iter().flat_map(apart).collect()
}

/// Joins a date or time broken by a line end (`onsdag den 23. september` `2009`, `kl.` `10.00`) on the first line.
fn with_dates_whole(mut front: Vec<String>) -> Vec<String> {
    for at in 1..front.len() {
        let (before, after) = front.split_at_mut(at);
        let (above, below) = (&mut before[at - 1], &mut after[0]);
        let broken = BROKEN_DATE.is_match(above.trim_end()) && YEAR_FIRST.is_match(below.trim_start())
            || BROKEN_TIME.is_match(above.trim_end()) && below.trim_start().starts_with(|c: char| c.is_ascii_digit());
        if broken {
            let rest = below.trim_start();
            let word = rest.find(' ').unwrap_or(rest.len());
            *above = format!("{} {}", above.trim_end(), &rest[..word]);
            *below = rest[word..].to_owned();
        }
    }
    front
}

/// A web page's button or link around the text.
fn is_web_chrome(line: &str) -> bool {
    KNOWN.rows.web_chrome.is_match(line.trim())
}

/// Removes bold and italic markup left by a converter.
fn without_markup(line: &str) -> String {
    // A converter's table: `Mødested: | Byrådssalen |`.
    let line = if line.trim_end().ends_with('|') { Cow::Owned(line.replace('|', "\t")) } else { Cow::Borrowed(line) };
    line.replace("**", "").replace("__", "").trim_start_matches(['#', '>']).replace("(*", "(").replace("*)", ")")
}

/// A web address, alone on its line or with the page number printed beside it by a browser.
fn is_printed_address(line: &str) -> bool {
    let line = line.trim();
    let mut words = line.split_whitespace();
    let address = words.next().is_some_and(|w| w.starts_with("http://") || w.starts_with("https://"));
    let page = words.next();
    let is_page =
        |p: &str| p.split_once('/').is_some_and(|(n, of)| n.parse::<u32>().is_ok() && of.parse::<u32>().is_ok());
    address && words.next().is_none() && page.is_none_or(is_page) && !line.contains("/media/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Format, Line, Page};

    fn document(pages: &[&str]) -> Document {
        let page = |(i, text): (usize, &&str)| Page {
            number: i as u32 + 1,
            lines: text.lines().map(Line::plain).collect(),
            size: None,
            needs_ocr: false,
        };
        Document {
            name: "x.txt".into(),
            format: Format::PlainText,
            pages: pages.iter().enumerate().map(page).collect(),
            outline: Vec::new(),
            unread: Vec::new(),
        }
    }

    #[test]
    fn line_that_pages_repeat_is_running_and_no_part_of_the_cover() {
        let document = document(&["Byrådet 3. maj 2016 Side 1\nMedlemmer: A", "Byrådet 3. maj 2016 Side 2\nTekst"]);
        let material = Material::of(&document, 2);
        assert_eq!(material.front, ["", "Medlemmer: A"]);
        assert_eq!(material.running[0].times, 2);
        assert_eq!(material.running[0].title.body.as_deref(), Some("Byrådet"));
    }

    #[test]
    fn titles_end_where_the_contents_begin() {
        let document = document(&["Referat\nIndhold\nOrientering fra Handicaprådet"]);
        let material = Material::of(&document, 3);
        assert_eq!(material.titles.len(), 1);
    }

    #[test]
    fn address_with_page_number_tells_a_browser_print() {
        assert!(is_printed_address("https://www.skive.dk/politik/2021-06-01/referat      6/6"));
        assert!(!is_printed_address("Se https://www.skive.dk for mere"));
    }
}
