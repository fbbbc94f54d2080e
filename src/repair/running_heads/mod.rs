//! Tells running heads, feet and page numbers from the text.
//!
//! Pages carry lines that belong to the page: the body and date of the meeting, `Side 3 af 17`, the address that a browser
//! prints below a web page. Read as text, they stand in the middle of sentences. [`mark`] finds them and marks them; it
//! takes nothing away. The evidence is place and likeness:
//!
//! - a line among the outermost of its page that comes again, digits apart, in the same place on many pages, and hardly
//!   ever in the middle of one (a heading such as `Referat` can top a page, too, but stands in the middle of others);
//! - a lone number in that place that goes up with the pages ([`page_number`]);
//! - what the file itself declares to be a page's furniture comes marked already;
//! - lists of link targets that some converters write at the end of each page ([`links`]).
//!
//! A text without form feeds is one page; there only rows of `Side n` that go up, and lists of links, are sure enough. In
//! doubt a line stays text: a page number inside a sentence is a nuisance, a lost sentence is an error.

mod links;
mod page_number;

use crate::source::{Document, Line, Page};

/// So many of a page's outermost lines, at each end, can be running ones, beside those found already.
const REACH: usize = 3;
/// Heads of more lines than this have not been seen.
const MAX_LINES: usize = 8;
/// Likeness of two lines of one head, from 0 to 1: scans misread a letter here and there.
const ALIKE: f64 = 0.8;
/// Share of all pages that a head must stand on; odd and even pages may have heads of their own.
const SHARE_OF_PAGES: f64 = 0.4;
/// A head of a part of the document must stand on so many pages at least, and nowhere inside one.
const PAGES_OF_A_PART: usize = 3;
/// In PDFs, heads stand at the same height on all pages, to within this many points.
const SAME_HEIGHT: f32 = 4.0;

/// Marks the lines that the page added: [`Line::running`](crate::source::Line).
pub fn mark(document: &mut Document) {
    spare_full_pages(document);
    links::mark(document);
    if document.pages.len() < 2 {
        page_number::mark_rising(&mut document.pages);
        return;
    }
    for end in [End::Top, End::Bottom] {
        for _ in 0..MAX_LINES {
            if !mark_once(&mut document.pages, end) {
                break;
            }
        }
    }
}

/// A file that declares all of a page to be furniture is not to be believed.
fn spare_full_pages(document: &mut Document) {
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
    /// The outermost lines that are not marked yet, from the edge inwards, as indices.
    fn lines(self, page: &Page) -> Vec<usize> {
        let open = |&i: &usize| !page.lines[i].is_blank() && !page.lines[i].running;
        let all = 0..page.lines.len();
        match self {
            Self::Top => all.filter(open).take(REACH).collect(),
            Self::Bottom => all.rev().filter(open).take(REACH).collect(),
        }
    }
}

/// A line near the edge of its page.
#[derive(Debug)]
struct Candidate {
    page: usize,
    line: usize,
    /// 0 for the outermost.
    depth: usize,
    key: Key,
    height: Option<f32>,
    number: Option<u32>,
}

/// Marks the lines of each head found; false where there is none.
fn mark_once(pages: &mut [Page], end: End) -> bool {
    let candidates = candidates(pages, end);
    let keys = inner_keys(pages, &candidates);
    let mut found = Vec::new();
    for group in groups(candidates) {
        if is_head(&group, &keys, pages.len()) {
            found.extend(group.into_iter().map(|c| (c.page, c.line)));
        }
    }
    for &(page, line) in &found {
        pages[page].lines[line].running = true;
    }
    !found.is_empty()
}

fn candidates(pages: &[Page], end: End) -> Vec<Candidate> {
    let of_page = |(page, p): (usize, &Page)| {
        let candidate = |(depth, i): (usize, usize)| candidate(&p.lines[i], page, i, depth);
        end.lines(p).into_iter().enumerate().map(candidate).collect::<Vec<_>>()
    };
    pages.iter().enumerate().flat_map(of_page).collect()
}

fn candidate(line: &Line, page: usize, i: usize, depth: usize) -> Candidate {
    let number = page_number::read(&line.text);
    Candidate { page, line: i, depth, key: Key::new(&line.text), height: line.setting.map(|s| s.y), number }
}

/// The keys of all lines that are neither candidates nor marked.
fn inner_keys(pages: &[Page], candidates: &[Candidate]) -> Vec<Key> {
    let edge: std::collections::HashSet<(usize, usize)> = candidates.iter().map(|c| (c.page, c.line)).collect();
    let lines =
        pages.iter().enumerate().flat_map(|(p, page)| page.lines.iter().enumerate().map(move |(i, l)| (p, i, l)));
    let inner = lines.filter(|(p, i, line)| !line.is_blank() && !line.running && !edge.contains(&(*p, *i)));
    inner.map(|(_, _, line)| Key::new(&line.text)).collect()
}

/// Candidates that are alike, one per page, at about the same depth and height.
fn groups(candidates: Vec<Candidate>) -> Vec<Vec<Candidate>> {
    let mut groups: Vec<Vec<Candidate>> = Vec::new();
    for candidate in candidates {
        let fits = |group: &&mut Vec<Candidate>| {
            let (first, last) = (&group[0], &group[group.len() - 1]);
            last.page != candidate.page && is_same_head(first, &candidate)
        };
        match groups.iter_mut().find(fits) {
            Some(group) => group.push(candidate),
            None => groups.push(vec![candidate]),
        }
    }
    groups
}

fn is_same_head(a: &Candidate, b: &Candidate) -> bool {
    let is_level = match (a.height, b.height) {
        (Some(a), Some(b)) => (a - b).abs() <= SAME_HEIGHT,
        _ => a.depth.abs_diff(b.depth) <= 1,
    };
    is_level
        && match (page_offset(a), page_offset(b)) {
            (Some(a), Some(b)) => a == b,
            (None, None) => a.key.is_like(&b.key),
            _ => false,
        }
}

/// By how much the number of a lone page number runs ahead of the page's own.
fn page_offset(candidate: &Candidate) -> Option<i64> {
    candidate.number.map(|number| i64::from(number) - candidate.page as i64)
}

/// True where the group's lines stand on enough pages, outermost on most of them, and hardly inside a page.
fn is_head(group: &[Candidate], inner: &[Key], pages: usize) -> bool {
    let outermost = group.iter().filter(|c| c.depth == 0).count();
    if group.len() < 2 || 2 * outermost < group.len() {
        return false;
    }
    if group[0].number.is_some() {
        return true;
    }
    let inside = inner.iter().filter(|key| key.is_like(&group[0].key)).count();
    let is_on_many = group.len() as f64 >= (SHARE_OF_PAGES * pages as f64).max(2.0) && 3 * inside <= group.len();
    let is_of_a_part = group.len() >= PAGES_OF_A_PART && inside == 0;
    let is_telling = group.len() > 2 || group[0].key.has_digits;
    is_telling && (is_on_many || is_of_a_part)
}

/// What two lines of one head have in common: the letters, every number taken for the same.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Key {
    letters: Vec<char>,
    has_digits: bool,
}

impl Key {
    fn new(text: &str) -> Self {
        let mut letters: Vec<char> = Vec::with_capacity(text.len());
        for ch in text.chars().flat_map(char::to_lowercase).filter(|ch| ch.is_alphanumeric()) {
            let ch = if ch.is_numeric() { '#' } else { ch };
            if ch != '#' || letters.last() != Some(&'#') {
                letters.push(ch);
            }
        }
        let has_digits = letters.contains(&'#');
        Self { letters, has_digits }
    }

    /// Short lines must be equal; longer ones share most of their pairs of letters (Dice's coefficient).
    fn is_like(&self, other: &Self) -> bool {
        if self.letters == other.letters {
            return !self.letters.is_empty();
        }
        let (long, short) = (self.letters.len().max(other.letters.len()), self.letters.len().min(other.letters.len()));
        short >= 8 && short as f64 >= 0.6 * long as f64 && self.likeness(other) >= ALIKE
    }

    fn likeness(&self, other: &Self) -> f64 {
        let pairs = |key: &Self| {
            let mut pairs: Vec<(char, char)> = key.letters.windows(2).map(|w| (w[0], w[1])).collect();
            pairs.sort_unstable();
            pairs
        };
        let (a, b) = (pairs(self), pairs(other));
        let (mut i, mut j, mut common) = (0, 0, 0);
        while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
            match x.cmp(y) {
                std::cmp::Ordering::Less => i += 1,
                std::cmp::Ordering::Greater => j += 1,
                std::cmp::Ordering::Equal => (i, j, common) = (i + 1, j + 1, common + 1),
            }
        }
        2.0 * f64::from(common) / (a.len() + b.len()).max(1) as f64
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::source::{Format, read_bytes};

    /// The running lines of a text, form feeds between its pages.
    fn marked(text: &str) -> Vec<String> {
        let mut document = read_bytes("x.txt", text.as_bytes().to_vec()).unwrap().value;
        mark(&mut document);
        document.lines().filter(|(_, line)| line.running).map(|(_, line)| line.text.trim().to_owned()).collect()
    }

    #[test]
    fn head_and_number_of_each_page_are_marked() {
        let text = "Byrådet 20. marts\nReferat\nVi mødtes.\nSide 1 af 3\n\x0cByrådet 20. marts\nMere tekst\nSide 2 af 3\n\
                    \x0cByrådet 20. marts\nSlut\nSide 3 af 3\n";
        assert_eq!(
            marked(text),
            [
                "Byrådet 20. marts",
                "Side 1 af 3",
                "Byrådet 20. marts",
                "Side 2 af 3",
                "Byrådet 20. marts",
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
            "Udvalget for Voksne, mødet i maj",
            "Udvalget for Voksne, m@det i maj",
            "Udvalget tor Voksne, mødet i maj",
        ];
        let bodies = ["første side", "noget andet", "det sidste"];
        let pages: Vec<String> = heads.iter().zip(bodies).map(|(head, body)| format!("{head}\n{body}\n")).collect();
        assert_eq!(marked(&pages.join("\x0c")), heads);
    }

    #[test]
    fn text_that_stands_once_is_never_marked() {
        let text = "Hoved 1\nførste side alene\nslut et\n\x0cHoved 2\nanden side alene\nslut to\n";
        assert_eq!(marked(text), ["Hoved 1", "Hoved 2"]);
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
        let mut document =
            Document { name: String::new(), format: Format::Pdf, pages: vec![page], outline: Vec::new() };
        mark(&mut document);
        assert!(!document.pages[0].lines[0].running);
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
    }
}
