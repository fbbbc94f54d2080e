//! Reads the document's lines with their place on the page.
//!
//! Blank lines count into the gap before the next row; running heads and feet are removed. The remaining lines are
//! [`Row`]s, so consecutive rows are consecutive text.

use std::collections::{HashMap, HashSet};

use super::fields::{self, Field};
use super::folding;
use super::knowledge::KNOWN;
use super::numbers::{self, Form};
use super::text::Piece;
use crate::source::{Document, Format, Line};

/// This many signs without a word are a rule across the page. Fewer may be a dash or an ellipsis.
const SHORTEST_RULE: usize = 5;

/// One line with words from the text.
#[derive(Debug)]
pub(super) struct Row {
    /// Its index in [`Document::lines`].
    pub index: usize,
    pub page: u32,
    /// Its words, clean.
    pub piece: Piece,
    /// [`folding::key`] of its words.
    pub key: String,
    /// Blank lines before it on its page.
    pub gap: u32,
    /// True for the first row of its page.
    pub page_top: bool,
    /// Distance of its first letter from the leftmost row, in letters.
    pub indent: f32,
    /// Its words are bold, or larger than the document's body text.
    pub bold: bool,
    pub larger: bool,
}

impl Row {
    pub(super) fn text(&self) -> &str {
        &self.piece.text
    }

    /// Letters and signs.
    pub(super) fn width(&self) -> usize {
        self.piece.text.chars().count()
    }

    /// A blank line precedes it, or nothing at all.
    pub(super) fn starts_block(&self) -> bool {
        self.gap > 0 || self.page_top
    }

    /// It opens with a bullet.
    pub(super) fn bulleted(&self) -> bool {
        self.text().starts_with(['-', '–', '—', '•', '·', '*', '▪', '◦', '¢', '●', 'o', 'e'])
            && self.text().chars().nth(1).is_some_and(char::is_whitespace)
    }

    /// Its last sign ends or breaks off a sentence.
    pub(super) fn ends_sentence(&self) -> bool {
        self.text().ends_with(['.', '!', '?'])
    }
}

/// All rows of a document, and the lines left out.
#[derive(Debug)]
pub(super) struct Rows {
    pub rows: Vec<Row>,
    /// Lines with words added by the page: indices into [`Document::lines`].
    pub running: Vec<usize>,
    /// How many lines the document has.
    pub lines: usize,
    /// How wide a wrapped line usually is, in letters.
    pub wrap_width: usize,
    /// Long lines continue in the next one; lines of a web page or a word processor's file are whole paragraphs.
    wraps: bool,
    /// How many rows have white space before them, tops of pages aside.
    spaced: usize,
    /// How many rows share each key, numbers aside.
    shared: HashMap<String, u32>,
}

impl Rows {
    pub(super) fn of(document: &Document) -> Self {
        let body = Body::of(document);
        let mut out = Self {
            rows: Vec::new(),
            running: Vec::new(),
            lines: document.pages.iter().map(|p| p.lines.len()).sum(),
            wrap_width: 0,
            spaced: 0,
            wraps: !matches!(document.format, Format::Html | Format::Docx),
            shared: HashMap::new(),
        };
        let mut first = 0;
        let mut heads = Heads::default();
        let tops = repeated_tops(document);
        for page in &document.pages {
            let mut furniture = page_furniture(&page.lines);
            if let Some(at) = page.lines.iter().position(|l| !l.is_blank())
                && tops.contains(page.lines[at].text.trim())
            {
                furniture[at] = true;
            }
            let (mut gap, mut top) = (0, true);
            for (i, line) in page.lines.iter().enumerate() {
                if line.is_blank() {
                    gap += 1;
                } else if is_rule(&line.text) {
                    gap += 1;
                    out.running.push(first + i);
                } else if line.running && !heads.begins_item(&line.text, top) || furniture[i] {
                    out.running.push(first + i);
                } else {
                    out.rows.push(body.row(first + i, page.number, line, gap, top));
                    (gap, top) = (0, false);
                }
            }
            first += page.lines.len();
        }
        out.wrap_width = wrap_width(&out.rows);
        out.spaced = out.rows.iter().filter(|r| r.gap > 0 && !r.page_top).count();
        for row in &out.rows {
            *out.shared.entry(without_digits(&row.key)).or_default() += 1;
        }
        out
    }

    /// How many rows have the same words, numbers aside.
    pub(super) fn repetitions(&self, row: usize) -> u32 {
        self.rows.get(row).and_then(|r| self.shared.get(&without_digits(&r.key))).copied().unwrap_or(0)
    }

    pub(super) fn get(&self, row: usize) -> Option<&Row> {
        self.rows.get(row)
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The row is full and the next one's first word did not fit: a wrapped line, not a short one.
    pub(super) fn is_wrapped(&self, row: usize) -> bool {
        let word = self.rows.get(row + 1).and_then(|r| r.text().split_whitespace().next());
        let room = word.map_or(0, |w| w.chars().count()) + 1;
        self.is_full(row) && (self.rows[row].width() + room) * 100 >= self.wrap_width * 88
    }

    /// Hardly any row has white space before it, so its absence is no evidence.
    pub(super) fn is_unspaced(&self) -> bool {
        self.spaced * 50 < self.rows.len()
    }

    /// The row reaches the right margin, so the next one may continue it.
    pub(super) fn is_full(&self, row: usize) -> bool {
        self.wraps && self.rows.get(row).is_some_and(|r| r.width() * 10 >= self.wrap_width * 7)
    }
}

/// Lines repeated word for word at the top of most pages but the first. Codes and numbers of continued items do not
/// count.
fn repeated_tops(document: &Document) -> HashSet<&str> {
    let mut times: HashMap<&str, usize> = HashMap::new();
    for page in document.pages.iter().skip(1) {
        if let Some(top) = page.lines.iter().find(|l| !l.is_blank()) {
            *times.entry(top.text.trim()).or_default() += 1;
        }
    }
    let pages = document.pages.len().saturating_sub(1);
    let running = |top: &str, n: usize| {
        n >= 2 && n * 10 >= pages * 6 && numbers::read(top).is_none() && fields::read(top).is_none()
    };
    times.into_iter().filter(|(top, n)| running(top, *n)).map(|(top, _)| top).collect()
}

/// A line drawn with signs: `--------`.
fn is_rule(text: &str) -> bool {
    let text = text.trim();
    text.len() >= SHORTEST_RULE && text.chars().all(|c| matches!(c, '-' | '_' | '=' | '*' | '–' | '—' | ' '))
}

fn without_digits(key: &str) -> String {
    key.chars().filter(|c| !c.is_ascii_digit()).collect()
}

/// Marks page numbers and addresses at the foot of a page, lists of addresses added by a converter, and additions of a
/// web page.
fn page_furniture(lines: &[Line]) -> Vec<bool> {
    let mut out: Vec<bool> = lines.iter().map(|l| KNOWN.rows.web_chrome.is_match(l.text.trim())).collect();
    mark_addresses(lines, &mut out);
    let added = |l: &Line, i: usize, out: &[bool]| {
        let text = l.text.trim();
        // "1." with its title right below is an item's number.
        let below = lines.get(i + 1).map_or("", |l| l.text.trim());
        let heads = text.ends_with('.') && below.starts_with(char::is_uppercase);
        text.is_empty()
            || l.running
            || out[i]
            || !heads && KNOWN.rows.page_number.is_match(text)
            || KNOWN.rows.address.is_match(text)
    };
    for (i, line) in lines.iter().enumerate().rev() {
        if !added(line, i, &out) {
            break;
        }
        out[i] = true;
    }
    out
}

/// A run of bare addresses is a list of links, with the page number above it, unless a colon announces it.
fn mark_addresses(lines: &[Line], out: &mut [bool]) {
    let mut above: Option<usize> = None;
    for (i, line) in lines.iter().enumerate().filter(|(_, l)| !l.is_blank()) {
        let text = line.text.trim();
        let bare = text.contains("://") || text.starts_with("mailto:");
        let announced = above.is_some_and(|a| !out[a] && lines[a].text.trim_end().ends_with(':'));
        if bare
            && !announced
            && text.split_whitespace().all(|t| KNOWN.rows.address.is_match(t))
            && !text.starts_with('<')
        {
            out[i] = true;
            if let Some(a) = above
                && lines[a].text.trim().bytes().all(|b| b.is_ascii_digit())
            {
                out[a] = true;
            }
        }
        above = Some(i);
    }
}

/// How the body of a document is set.
struct Body {
    left: f32,
    size: Option<f32>,
    bold: bool,
}

impl Body {
    fn of(document: &Document) -> Self {
        let mut letters: HashMap<(i32, bool), usize> = HashMap::new();
        let mut left = f32::INFINITY;
        for (_, line) in document.lines().filter(|(_, l)| !l.is_blank()) {
            if let Some(s) = line.setting {
                *letters.entry(((s.size * 2.0).round() as i32, s.bold)).or_default() += line.text.len();
                left = left.min(s.x);
            }
        }
        let usual = letters.into_iter().max_by_key(|(set, n)| (*n, *set)).map(|(set, _)| set);
        Self { left, size: usual.map(|u| u.0 as f32 / 2.0), bold: usual.is_some_and(|u| u.1) }
    }

    fn row(&self, index: usize, page: u32, line: &Line, gap: u32, page_top: bool) -> Row {
        let piece = Piece::of(line);
        let spaces = line.text.chars().take_while(|c| c.is_whitespace()).count() as f32;
        let set = line.setting;
        Row {
            index,
            page,
            key: folding::key(&piece.text),
            gap,
            page_top,
            indent: set.map_or(spaces, |s| (s.x - self.left) / (0.5 * s.size.max(1.0))),
            bold: set.is_some_and(|s| s.bold && !self.bold),
            larger: set.zip(self.size).is_some_and(|(s, usual)| s.size > usual + 0.4),
            piece,
        }
    }
}

/// Lines at the top of pages that are no running heads: the number or code of an item beginning there.
#[derive(Default)]
struct Heads {
    seen: HashSet<String>,
}

impl Heads {
    /// True for a code or an item's number printed for the first time. A repetition means that the item continues. A
    /// mere `1.` counts only above all text.
    fn begins_item(&mut self, text: &str, top: bool) -> bool {
        let text = text.trim();
        let plain = |n: &numbers::Numbered| n.form == Form::Labelled || top && text.ends_with('.');
        let number =
            numbers::read(text).is_some_and(|n| if n.title_at == text.len() { plain(&n) } else { titled(text, &n) });
        (number || fields::read(text) == Some(Field::Codes)) && self.seen.insert(text.to_owned())
    }
}

/// `5. Grundkøb` as in a head: the number is no date's, and the page adds nothing behind it.
fn titled(text: &str, number: &numbers::Numbered) -> bool {
    let title = &text[number.title_at..];
    matches!(number.form, Form::Dotted | Form::Labelled | Form::Bracketed | Form::Lettered)
        && title.starts_with(char::is_uppercase)
        && !title.ends_with(|c: char| c.is_ascii_digit())
        && !KNOWN.titles.amount.is_match(title)
}

/// The width of nine rows in ten.
fn wrap_width(rows: &[Row]) -> usize {
    let mut widths: Vec<usize> = rows.iter().map(Row::width).collect();
    let at = widths.len() * 9 / 10;
    if at < widths.len() { *widths.select_nth_unstable(at).1 } else { 0 }
}
