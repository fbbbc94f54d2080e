//! Separates running heads, feet and page numbers from the text.
//!
//! Pages carry lines of their own: the body and date of the meeting, `Side 3 af 17`, the address printed by a browser
//! below a web page. Read as text, they interrupt sentences. [`mark`] finds and marks them; it removes nothing. The
//! evidence is place, similarity and wording:
//!
//! - a line near the edge of its page, repeated apart from digits in the same place on many pages, and hardly ever
//!   inside a page (a heading such as `Referat` can top a page, too, but occurs inside others);
//! - a lone number in that place, ascending with the pages (`page_number`);
//! - lines declared by the file itself as page furniture come marked already;
//! - lists of link targets printed by some converters at the end of each page (`links`).
//!
//! Decisions, proposals, section headings and heads of items are never marked by similarity, wherever they are
//! (`wording`). Word documents and web pages keep their heads outside the text, so their text has none. Without
//! positions, a line must have a page number, a date with the name of a body, or an address.
//!
//! Similarity marks at most [`MAX_LINES`] lines at each end of a page; without other evidence at most [`MAX_SHARE`] of
//! a page's letters; and never a whole page, except its number. A text without form feeds is one page; only rows of
//! ascending `Side n` and lists of links are sure enough there. In doubt a line stays text: a page number inside a
//! sentence is a nuisance, a lost sentence is an error.

mod key;
mod limits;
mod links;
mod page_number;
mod wording;

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use crate::source::{Document, Format, Line, Page};
use key::{Key, Keys};

/// How many of a page's outermost lines, at each end, are candidates in one round, besides those marked already. Heads
/// with more lines are found in several rounds.
const REACH: usize = 3;
/// The longest head seen has six lines: authority, body, kind, date, place of the meeting and page number.
pub const MAX_LINES: usize = 6;
/// The largest share of a page's letters marked by similarity; on a short page the share is of the median page's
/// letters. A head of three lines has some 120 letters, a page of a meeting 1,500 to 3,000. Forms and slides look alike
/// from page to page and would lose more than a third of theirs.
pub const MAX_SHARE: f64 = 0.25;
/// The share of pages a head must be on if similarity is the only evidence: all but the first or the last.
const NEARLY_ALL: f64 = 0.8;
/// The same share if the height on the page agrees too; odd and even pages may have different heads.
const HALF: f64 = 0.4;
/// The head of a part of the document must be at one height on this many pages, and nowhere inside one. Two pages may
/// be alike by chance.
const PAGES_OF_A_PART: usize = 3;
/// In PDFs, heads are at the same height on all pages within this many points.
const SAME_HEIGHT: f32 = 4.0;
/// After an absence of more pages than this, a head counts as a new one. Otherwise each line of a document of thousands
/// of pages would be compared with all before it.
const MAX_PAUSE: usize = 100;

/// Marks the lines added by the page: [`Line::running`](crate::source::Line).
pub fn mark(document: &mut Document) {
    unmark_full_pages(document);
    if matches!(document.format, Format::Docx | Format::Html) {
        return;
    }
    links::mark(document);
    if document.pages.len() < 2 {
        page_number::mark_rising(&mut document.pages);
        return;
    }
    let declared: Vec<Vec<bool>> = document.pages.iter().map(|p| p.lines.iter().map(|l| l.running).collect()).collect();
    let keys = Keys::of(&document.pages);
    for end in [End::Top, End::Bottom] {
        for _ in 0..MAX_LINES {
            if !mark_once(&mut document.pages, end, &keys) {
                break;
            }
        }
    }
    limits::enforce(&mut document.pages, &declared);
}

/// Ignores the marks of a file that declares whole pages as furniture.
fn unmark_full_pages(document: &mut Document) {
    for page in &mut document.pages {
        if page.lines.iter().all(|line| line.running || line.is_blank()) {
            page.lines.iter_mut().for_each(|line| line.running = false);
        }
    }
}

/// One end of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Top,
    Bottom,
}

impl End {
    /// The outermost unmarked lines, from the edge inwards, as indices.
    fn lines(self, page: &Page) -> Vec<usize> {
        let open = |&i: &usize| !page.lines[i].is_blank() && !page.lines[i].running;
        let all = 0..page.lines.len();
        match self {
            Self::Top => all.filter(open).take(REACH).collect(),
            Self::Bottom => all.rev().filter(open).take(REACH).collect(),
        }
    }

    /// True where the outermost line is marked already.
    fn is_begun(self, page: &Page) -> bool {
        let mut lines = page.lines.iter().filter(|line| !line.is_blank());
        let outermost = match self {
            Self::Top => lines.next(),
            Self::Bottom => lines.next_back(),
        };
        outermost.is_some_and(|line| line.running)
    }
}

/// A line near the edge of its page.
#[derive(Debug)]
struct Candidate<'a> {
    page: usize,
    line: usize,
    /// 0 for the outermost.
    depth: usize,
    key: &'a Key,
    height: Option<f32>,
    number: Option<u32>,
}

/// Marks the lines of each head found; false where there is none.
fn mark_once(pages: &mut [Page], end: End, keys: &Keys) -> bool {
    let candidates = candidates(pages, end, keys);
    let inner = Inner { edge: candidates.iter().map(|c| (c.page, c.line)).collect(), ..Inner::new(pages, keys) };
    let mut found = Vec::new();
    let begun = pages.iter().filter(|page| end.is_begun(page)).count();
    let wanted = if begun == 0 { pages.len() } else { begun };
    for group in groups(candidates) {
        let heads = Group { lines: &group, pages, wanted, is_first: begun == 0 };
        if heads.is_head(&inner) {
            found.extend(group.iter().map(|c| (c.page, c.line)));
        }
    }
    for &(page, line) in &found {
        pages[page].lines[line].running = true;
    }
    !found.is_empty()
}

fn candidates<'a>(pages: &[Page], end: End, keys: &'a Keys) -> Vec<Candidate<'a>> {
    let of_page = |page: usize| {
        let candidate = move |(depth, line): (usize, usize)| {
            let Line { text, setting, .. } = &pages[page].lines[line];
            let (key, number) = (keys.get(pages, page, line), page_number::read(text));
            Candidate { page, line, depth, key, height: setting.map(|s| s.y), number }
        };
        end.lines(&pages[page]).into_iter().enumerate().map(candidate)
    };
    (0..pages.len()).flat_map(of_page).collect()
}

/// The lines that are neither candidates nor marked; computed when first needed.
struct Inner<'a> {
    pages: &'a [Page],
    keys: &'a Keys,
    /// The candidates.
    edge: HashSet<(usize, usize)>,
    /// How often each text occurs there, with single spaces between its words.
    texts: OnceCell<HashMap<String, usize>>,
}

impl<'a> Inner<'a> {
    fn new(pages: &'a [Page], keys: &'a Keys) -> Self {
        Self { pages, keys, edge: HashSet::new(), texts: OnceCell::new() }
    }

    fn lines(&self) -> impl Iterator<Item = (usize, usize, &'a Line)> {
        let pages = self.pages.iter().enumerate();
        let lines = pages.flat_map(|(p, page)| page.lines.iter().enumerate().map(move |(i, line)| (p, i, line)));
        lines.filter(|(p, i, line)| !line.is_blank() && !line.running && !self.edge.contains(&(*p, *i)))
    }

    /// How many have exactly these words.
    fn same(&self, text: &str) -> usize {
        let texts = self.texts.get_or_init(|| {
            let mut texts = HashMap::new();
            self.lines().for_each(|(_, _, line)| *texts.entry(words(&line.text)).or_default() += 1);
            texts
        });
        texts.get(&words(text)).copied().unwrap_or(0)
    }

    /// How many are similar to this one, with or without digits.
    fn alike(&self, key: &Key) -> usize {
        let keys = self.lines().map(|(page, line, _)| self.keys.get(self.pages, page, line));
        keys.filter(|other| other.has_digits == key.has_digits && other.is_similar(key)).count()
    }
}

/// The text with single spaces.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Similar candidates, one per page, at about the same depth and height.
fn groups(candidates: Vec<Candidate<'_>>) -> Vec<Vec<Candidate<'_>>> {
    let mut groups: Vec<Vec<Candidate<'_>>> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for candidate in candidates {
        let last_page = |at: &usize| groups[*at].last().map_or(0, |last| last.page);
        open.retain(|at| candidate.page - last_page(at) <= MAX_PAUSE);
        let fits = |at: &usize| last_page(at) != candidate.page && is_same_head(&groups[*at][0], &candidate);
        match open.iter().copied().find(fits) {
            Some(at) => groups[at].push(candidate),
            None => {
                open.push(groups.len());
                groups.push(vec![candidate]);
            }
        }
    }
    groups
}

fn is_same_head(a: &Candidate<'_>, b: &Candidate<'_>) -> bool {
    let is_level = match (a.height, b.height) {
        (Some(a), Some(b)) => (a - b).abs() <= SAME_HEIGHT,
        _ => a.depth.abs_diff(b.depth) <= 1,
    };
    is_level
        && match (page_offset(a), page_offset(b)) {
            (Some(a), Some(b)) => a == b,
            (None, None) => a.key.is_similar(b.key),
            _ => false,
        }
}

/// The difference between a lone page number and the page's own number.
fn page_offset(candidate: &Candidate<'_>) -> Option<i64> {
    candidate.number.map(|number| i64::from(number) - candidate.page as i64)
}

/// Similar lines, one per page: possibly one head.
struct Group<'a> {
    lines: &'a [Candidate<'a>],
    pages: &'a [Page],
    /// The pages with this line outermost but one, or all if it would be the outermost.
    wanted: usize,
    is_first: bool,
}

impl Group<'_> {
    /// True where the lines are on enough pages, outermost on most of them, and hardly inside a page.
    fn is_head(&self, inner: &Inner<'_>) -> bool {
        let outermost = self.lines.iter().filter(|c| c.depth == 0).count();
        if self.lines.len() < 2 || 2 * outermost < self.lines.len() {
            return false;
        }
        if !self.can_be_furniture() {
            return false;
        }
        match self.numbers() {
            Numbers::Stray => false,
            Numbers::WithPages => {
                self.lines.iter().any(|line| wording::carries_page_number(self.text(line)))
                    || self.is_on_enough_pages(inner)
            }
            Numbers::Same => self.is_on_enough_pages(inner),
        }
    }

    /// False where some line reads like text, or where without positions most do not read like furniture.
    fn can_be_furniture(&self) -> bool {
        if self.lines.iter().any(|line| wording::is_text(self.text(line))) {
            return false;
        }
        let is_placed = |line: &Candidate<'_>| line.height.is_some();
        // The kind of document is also a section heading, so its line must have the same place on most pages.
        if self.lines.iter().any(|line| wording::is_kind(self.text(line))) {
            return self.lines.iter().all(is_placed) && self.lines.len() as f64 >= NEARLY_ALL * self.pages.len() as f64;
        }
        let is_furniture = |line: &&Candidate<'_>| is_placed(line) || wording::is_furniture(self.text(line));
        2 * self.lines.iter().filter(is_furniture).count() > self.lines.len()
    }

    fn is_on_enough_pages(&self, inner: &Inner<'_>) -> bool {
        let on = self.lines.len();
        let is_level = self.is_first && self.lines[0].height.is_some();
        let share = if is_level { HALF } else { NEARLY_ALL };
        let is_on_most = on as f64 >= share * self.wanted as f64;
        let is_telling = on > 2 || self.lines[0].key.has_digits;
        let is_on_enough = is_on_most || is_level && on >= PAGES_OF_A_PART;
        if !is_telling || !is_on_enough {
            return false;
        }
        let inside = self.inside(inner);
        3 * inside <= on && (is_on_most || inside == 0)
    }

    /// How many lines inside pages are similar to the group: with the same words, if the group always has the same.
    fn inside(&self, inner: &Inner<'_>) -> usize {
        let first = &self.lines[0];
        let text = || self.text(first).split_whitespace();
        if self.lines.iter().all(|line| self.text(line).split_whitespace().eq(text())) {
            return inner.same(self.text(first));
        }
        inner.alike(first.key)
    }

    fn text(&self, line: &Candidate<'_>) -> &str {
        &self.pages[line.page].lines[line.line].text
    }

    /// How the figures in the lines change from page to page; scans misread some.
    fn numbers(&self) -> Numbers {
        let rows: Vec<(i64, Vec<i64>)> = self.lines.iter().map(|c| (c.page as i64, self.figures(c))).collect();
        let columns = rows.iter().map(|(_, row)| row.len()).max().unwrap_or(0);
        let mut found = Numbers::Same;
        for column in 0..columns {
            let values = rows.iter().filter_map(|(page, row)| Some((*page, *row.get(column)?)));
            match Numbers::of(values.collect()) {
                Numbers::Stray => return Numbers::Stray,
                Numbers::WithPages => found = Numbers::WithPages,
                Numbers::Same => {}
            }
        }
        found
    }

    fn figures(&self, line: &Candidate<'_>) -> Vec<i64> {
        if let Some(number) = line.number {
            return vec![number.into()];
        }
        let text = page_number::with_digits(self.text(line));
        let figures = text.split(|ch: char| !ch.is_ascii_digit()).filter(|part| !part.is_empty());
        figures.filter_map(|part| part.parse().ok()).collect()
    }
}

/// How a number changes from page to page.
#[derive(Debug, PartialEq, Eq)]
enum Numbers {
    /// It does not.
    Same,
    /// It rises with the pages.
    WithPages,
    /// It has another order, like the numbers of items.
    Stray,
}

impl Numbers {
    /// One number in four may be misread.
    fn of(values: Vec<(i64, i64)>) -> Self {
        let most = |numbers: Vec<i64>| {
            let same = |n: &i64| numbers.iter().filter(|other| *other == n).count();
            4 * numbers.iter().map(same).max().unwrap_or(0) >= 3 * numbers.len()
        };
        if most(values.iter().map(|(_, number)| *number).collect()) {
            Self::Same
        } else if most(values.iter().map(|(page, number)| number.saturating_sub(*page)).collect()) {
            Self::WithPages
        } else {
            Self::Stray
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::source::{Format, Setting, read_bytes};

    /// The running lines of a text, form feeds between its pages.
    fn marked(text: &str) -> Vec<String> {
        let mut document = read_bytes("x.txt", text.as_bytes().to_vec()).unwrap().value;
        mark(&mut document);
        document.lines().filter(|(_, line)| line.running).map(|(_, line)| line.text.trim().to_owned()).collect()
    }

    #[test]
    fn head_and_number_of_each_page_are_marked() {
        let text = "Byrådet 20. marts 2013\nReferat\nVi mødtes.\nSide 1 af 3\n\x0cByrådet 20. marts 2013\nMere tekst\nSide 2 af 3\n\
                    \x0cByrådet 20. marts 2013\nSlut\nSide 3 af 3\n";
        assert_eq!(
            marked(text),
            [
                "Byrådet 20. marts 2013",
                "Side 1 af 3",
                "Byrådet 20. marts 2013",
                "Side 2 af 3",
                "Byrådet 20. marts 2013",
                "Side 3 af 3"
            ]
        );
    }

    #[test]
    fn heading_that_tops_several_pages_is_text() {
        let page = |a, b| format!("Referat\n{a} et\n{a} to\n{a} tre\nReferat\n{b} fire\n{b} fem\n{b} seks\n");
        assert!(marked(&[page("ja", "nej"), page("og", "men"), page("over", "under")].join("\x0c")).is_empty());
    }

    #[test]
    fn lone_numbers_go_up_with_the_pages() {
        assert_eq!(marked("a\nb\n3\n\x0cc\nd\n4\n\x0ce\nf\n5"), ["3", "4", "5"]);
        assert!(marked("a\nb\n12\n\x0cc\nd\n7\n\x0ce\nf\n7").is_empty());
    }

    #[test]
    fn misread_head_is_the_same_head() {
        let heads = [
            "Udvalget for Voksne, mødet 4. maj 2015",
            "Udvalget for Voksne, m@det 4. maj 2015",
            "Udvalget tor Voksne, mødet 4. maj 2015",
        ];
        let bodies = ["første side", "noget andet", "det sidste"];
        let pages: Vec<String> = heads.iter().zip(bodies).map(|(head, body)| format!("{head}\n{body}\n")).collect();
        assert_eq!(marked(&pages.join("\x0c")), heads);
    }

    #[test]
    fn text_that_stands_once_is_never_marked() {
        let text = "Side 1\nførste side alene\nslut et\n\x0cSide 2\nanden side alene\nslut to\n";
        assert_eq!(marked(text), ["Side 1", "Side 2"]);
    }

    #[test]
    fn one_page_has_only_rows_of_page_numbers() {
        let text = "Referat\ntekst\nSide 1 af 3\nReferat\ntekst\nSide 2 af 3\nReferat\n12\n";
        assert_eq!(marked(text), ["Side 1 af 3", "Side 2 af 3"]);
    }

    #[test]
    fn page_declared_to_be_all_furniture_is_text() {
        let line = Line { running: true, ..Line::plain("Hele siden") };
        let page = Page { number: 1, lines: vec![line], size: None, needs_ocr: false };
        let mut document = Document {
            name: String::new(),
            format: Format::Pdf,
            pages: vec![page],
            outline: Vec::new(),
            unread: Vec::new(),
        };
        mark(&mut document);
        assert!(!document.pages[0].lines[0].running);
    }

    /// A PDF of these pages, each line at the height of its place.
    fn pdf(pages: &[Vec<String>]) -> Document {
        let setting = |at: usize| Setting {
            x: 72.0,
            right: 300.0,
            y: 72.0 + 14.0 * at as f32,
            size: 11.0,
            bold: false,
            italic: false,
        };
        let line = |(at, text): (usize, &String)| Line { setting: Some(setting(at)), ..Line::plain(text.as_str()) };
        let page = |(at, lines): (usize, &Vec<String>)| Page {
            number: at as u32 + 1,
            lines: lines.iter().enumerate().map(line).collect(),
            size: Some((595.0, 842.0)),
            needs_ocr: false,
        };
        let pages = pages.iter().enumerate().map(page).collect();
        Document { name: String::new(), format: Format::Pdf, pages, outline: Vec::new(), unread: Vec::new() }
    }

    fn marked_in(mut document: Document) -> Vec<String> {
        mark(&mut document);
        document.lines().filter(|(_, line)| line.running).map(|(_, line)| line.text.clone()).collect()
    }

    /// Items of a page each, all with the same ending.
    fn items_of_a_page() -> Vec<Vec<String>> {
        let titles = ["Takster", "Budget", "Lokalplan 254", "Herberg", "Skoler"];
        let page = |(at, title): (usize, &str)| {
            let lines =
                [&format!("Punkt {}", at + 1), title, &format!("Sagen drejer sig om {}.", title.to_lowercase())];
            let end = ["Indstilling", "Direktøren indstiller, at sagen godkendes.", "Beslutning", "Godkendt."];
            lines.into_iter().chain(end).map(str::to_owned).collect()
        };
        titles.into_iter().enumerate().map(page).collect()
    }

    #[test]
    fn items_that_end_pages_alike_keep_their_decisions() {
        let pages = items_of_a_page();
        assert_eq!(marked_in(pdf(&pages)), [""; 0]);
        let text: Vec<String> = pages.iter().map(|lines| lines.join("\n")).collect();
        assert_eq!(marked(&text.join("\x0c")), [""; 0]);
    }

    #[test]
    fn word_document_has_no_heads_in_its_text() {
        let pages: Vec<Vec<String>> = (1..5)
            .map(|n| vec!["Lilleby Byråd 4. maj 2015".into(), format!("tekst {n} her"), format!("Side {n}")])
            .collect();
        assert_eq!(marked_in(Document { format: Format::Docx, ..pdf(&pages) }), [""; 0]);
        assert_eq!(marked_in(pdf(&pages)).len(), 8);
    }

    #[test]
    fn pages_of_a_form_keep_their_labels() {
        let page = |name: &str| {
            ["Ansøger", "Formål med projektet", "Antal deltagere", name, "Kontaktperson", "Underskrift og dato"]
                .map(str::to_owned)
                .to_vec()
        };
        let pages = ["Spejderne i Lilleby", "Håndboldklubben", "Koret Lærken", "Lokalarkivet"].map(page);
        let marked: usize = marked_in(pdf(&pages)).iter().map(String::len).sum();
        let all: usize = pages.iter().flatten().map(String::len).sum();
        assert!(marked * 4 <= all, "{marked} of {all}");
    }

    #[test]
    fn lines_without_positions_need_the_words_of_furniture() {
        let page = |n: usize| format!("Nyt fra skolerne\nmere tekst {n}{n}\nog endnu {n} mere\nDet var alt\n");
        let pages: Vec<String> =
            ["a", "b", "c", "d"].iter().enumerate().map(|(n, word)| page(n).replace("mere", word)).collect();
        assert_eq!(marked(&pages.join("\x0c")), [""; 0]);
    }

    proptest! {
        #[test]
        fn words_and_blank_lines_stay(text in "[a-d1 \n\u{c}]{0,120}x") {
            let before = read_bytes("x.txt", text.into_bytes()).unwrap().value;
            let mut after = before.clone();
            mark(&mut after);
            prop_assert_eq!(before.text(), after.text());
            prop_assert!(after.lines().all(|(_, line)| !(line.running && line.is_blank())));
        }

        #[test]
        fn little_of_a_page_is_marked(
            pages in prop::collection::vec(prop::collection::vec("(Lilleby Byråd|Beslutning|Godkendt|Side [1-5]|[a-d]{1,30}|Punkt [1-3])", 1..14), 2..7)
        ) {
            let mut document = pdf(&pages);
            mark(&mut document);
            let letters = |text: &str| text.chars().filter(|ch| ch.is_alphanumeric()).count();
            let mut usual: Vec<usize> = pages.iter().map(|lines| lines.iter().map(|l| letters(l)).sum()).collect();
            usual.sort_unstable();
            for page in &document.pages {
                let all: usize = page.lines.iter().map(|l| letters(&l.text)).sum();
                let marked: Vec<&Line> = page.lines.iter().filter(|l| l.running).collect();
                prop_assert!(marked.len() <= 2 * MAX_LINES);
                prop_assert!(marked.iter().all(|l| !wording::is_text(&l.text)));
                let alike: usize = marked.iter().filter(|l| !wording::is_furniture(&l.text)).map(|l| letters(&l.text)).sum();
                prop_assert!(alike as f64 <= MAX_SHARE * all.max(usual[usual.len() / 2]) as f64);
            }
        }
    }
}
